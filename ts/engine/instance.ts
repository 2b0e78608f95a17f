/**
 * From a wasm file to a running instance: compile, create its memory, link, start the pool.
 *
 * Runs in the thread that will own the instance. The memory is made here and not by the generated glue, so that its
 * limit is ours: smaller than the one the file declares, and halved twice where a host refuses (phones do).
 */
import { memoryLimit } from "#platform/memory-limit";
import { compileFrom } from "#platform/wasm";
import { FashionWasmError } from "../errors.js";
import { shownAddress } from "../platform/address.js";
import type { Dispatcher } from "./dispatcher.js";
import type { ProgramGlue } from "./glue.js";
import type { WasmSource } from "./sources.js";

/** One of our wasm files with its glue, and what it does. */
export interface Program {
  readonly build: ProgramName;
  readonly glue: ProgramGlue;
  /** The packaged file. */
  readonly file: URL;
  /** The threads build's: lets the threads at these ports join, for all engines of this instance. */
  readonly startPool?: (ports: readonly MessagePort[]) => Promise<void>;
  /** Returns what answers calls, for one engine. */
  readonly createDispatcher: () => Dispatcher;
}

/** What only this program exports, of those that export `outOfMemory`: a wrong file would fail to link with a riddle. */
const MARKS = { threads: "initThreadPool", simd: "session_new", inference: "predictor_new" } as const;

/** Which wasm file: the engine that trains, in two builds, or the one that predicts only. */
export type ProgramName = keyof typeof MARKS;

/** What an instance is made of. */
export interface InstanceOptions {
  readonly wasm: WasmSource | undefined;
  readonly maxMemoryMiB: number;
  /** What is at `wasm`, where it was compiled for another engine. */
  readonly compiled?: WebAssembly.Module | undefined;
}

/** A running instance; `notice` says what it could not get, or is empty. */
export interface Instance {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly notice: string;
}

/** 2 MiB: what the files declare, their stack and data, and little more: allocators take only what is grown behind it. */
export const INITIAL_PAGES = 32;
const PAGES_PER_MIB = 16;

/** Makes the glue ready for work, on this thread and those at `threadPorts`. Throws ENGINE_START_FAILED or OUT_OF_MEMORY. */
export async function startInstance(
  program: Program,
  options: InstanceOptions,
  threadPorts: readonly MessagePort[],
): Promise<Instance> {
  const { build, glue } = program;
  const source = options.wasm ?? { url: program.file.href };
  if (typeof WebAssembly === "undefined") {
    throw startFailed(
      "this host has no WebAssembly",
      "run it elsewhere: Lockdown Mode switches it off, Hermes has none",
    );
  }
  const module = options.compiled ?? (await compile(source));
  checkBuild(module, build, source);
  const { memory, mebibytes } = createMemory(build === "threads", options.maxMemoryMiB);
  try {
    glue.initSync({ module, memory });
    glue.installPanicHook?.();
    await program.startPool?.(threadPorts);
  } catch (error) {
    if (ranOut(glue)) throw outOfMemory(`cannot start in a memory of ${mebibytes} MiB`, error);
    throw startFailed(
      `${name(source)} does not start (${String(error)})`,
      "reinstall fashion-wasm, all its files must be of one version",
      error,
    );
  }
  const notice =
    mebibytes === options.maxMemoryMiB
      ? ""
      : `memory limit ${mebibytes} MiB instead of ${options.maxMemoryMiB}: the host refused more`;
  return { module, memory, notice };
}

/** Creates the memory with a limit of `maxMiB`, or half or a quarter of it. */
function createMemory(shared: boolean, maxMiB: number): { memory: WebAssembly.Memory; mebibytes: number } {
  let refusal: unknown;
  for (const mebibytes of [maxMiB, maxMiB / 2, maxMiB / 4].map((size) =>
    Math.max(size, INITIAL_PAGES / PAGES_PER_MIB),
  )) {
    try {
      const maximum = Math.floor(mebibytes * PAGES_PER_MIB);
      return { memory: new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum, shared }), mebibytes };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      refusal = error;
    }
  }
  throw outOfMemory(`the host refuses a wasm memory of ${maxMiB} MiB, and half and a quarter of it`, refusal);
}

function outOfMemory(what: string, cause: unknown): FashionWasmError {
  const limit = memoryLimit();
  const why =
    limit === null ? " → dispose() of models that are done, or init({ maxMemoryMiB }) with less" : `: ${limit}`;
  return new FashionWasmError("OUT_OF_MEMORY", `engine: ${what}${why}`, { cause });
}

/** Whether an allocation failed; what did not come to life cannot tell. */
function ranOut(glue: ProgramGlue): boolean {
  try {
    return glue.outOfMemory();
  } catch {
    return false;
  }
}

async function compile(source: WasmSource): Promise<WebAssembly.Module> {
  if ("module" in source) return source.module;
  try {
    if ("bytes" in source) return await WebAssembly.compile(source.bytes as BufferSource);
    return await compileFrom(source.url);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (message.includes("→")) throw startFailed(message, "", error); // says itself what to do
    const advice = /unsafe-eval|content security policy|\bCSP\b/i.test(message)
      ? "allow 'wasm-unsafe-eval' in the script-src of the Content-Security-Policy"
      : "serve or copy this file of the package's dist folder unchanged, or say where it is with init({ wasmUrl })";
    throw startFailed(`${name(source)} cannot be loaded (${message})`, advice, error);
  }
}

function checkBuild(module: WebAssembly.Module, build: ProgramName, source: WasmSource): void {
  const exported = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  const names = exported.has("outOfMemory") ? (Object.keys(MARKS) as ProgramName[]) : [];
  const found = names.find((name) => exported.has(MARKS[name]));
  if (found === build) return;
  const advice =
    build === "inference"
      ? "give inference-simd.wasm"
      : "give both with { simd, threads }, or choose by threads (1: simd)";
  const what = found === undefined ? "another program" : `the ${found} build`;
  throw startFailed(`${name(source)} is ${what}, needed is the ${build} build`, advice);
}

function name(source: WasmSource): string {
  if ("url" in source) return shownAddress(source.url);
  return "bytes" in source ? `init's wasmBytes (${source.bytes.byteLength} bytes)` : "init's module";
}

function startFailed(what: string, advice: string, cause?: unknown): FashionWasmError {
  const end = advice === "" ? "" : ` → ${advice}`;
  return new FashionWasmError("ENGINE_START_FAILED", `engine: ${what}${end}`, { cause });
}
