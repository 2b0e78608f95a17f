/**
 * A program's wasm file in the thread of its owner: read, compiled and checked, once for all engines that follow.
 *
 * Only code is shared; each engine has its own instance and memory. Node 20 and 22 keep 20 to 40 kB for ever for each worker that
 * instantiates a module which it has compiled itself, measured with bare workers; and a worker starts while the file is on
 * its way.
 */
import { compileFrom } from "#platform/wasm";
import { shownAddress } from "../platform/address.js";
import { placeAdvice } from "../platform/packaged-url.js";
import type { InstanceOptions } from "./instance.js";
import type { WasmSource } from "./sources.js";
import { startFailed } from "./start-failure.js";

/** What only this program exports, of those that export `outOfMemory`: a wrong file would fail to link with a riddle. */
const MARKS = { threads: "initThreadPool", simd: "session_new", inference: "predictor_new" } as const;

/** Which wasm file: the engine that trains, in two builds, or the one that predicts only. */
export type ProgramName = keyof typeof MARKS;

/** What a worker runs: one of them, or the file that prepares photos. */
export type WorkerProgram = ProgramName | "photos";

/** What an instance is made of, as its owner says it. */
export interface InstanceSource {
  readonly program: ProgramName;
  readonly wasm: WasmSource;
  readonly maxMemoryMiB: number;
}

interface Compiled {
  /** As {@link fileOf} tells it. */
  readonly file: unknown;
  readonly module: Promise<WebAssembly.Module>;
}

/** The file that was compiled last of each program. */
export class WasmFiles {
  readonly #last = new Map<ProgramName, Compiled>();

  /** Resolves to what an instance takes, with the file compiled. Errors: ENGINE_START_FAILED. */
  async options({ program, wasm, maxMemoryMiB }: InstanceSource): Promise<InstanceOptions> {
    const file = fileOf(wasm);
    let last = this.#last.get(program);
    if (last?.file !== file) {
      last = { file, module: compile(program, wasm) };
      this.#last.set(program, last);
    }
    return { module: await (last as Compiled).module, maxMemoryMiB };
  }

  /** For an engine that did not start: the file may have been replaced, and the worker's script with it. */
  forget(program: ProgramName): void {
    this.#last.delete(program);
  }
}

/** How messages name the file. */
export function fileName(source: WasmSource): string {
  if ("url" in source) return shownAddress(source.url);
  return "bytes" in source ? `init's wasmBytes (${source.bytes.byteLength} bytes)` : "init's module";
}

/** The address, the bytes or the module itself. */
function fileOf(source: WasmSource): unknown {
  if ("url" in source) return source.url;
  return "bytes" in source ? source.bytes : source.module;
}

async function compile(program: ProgramName, source: WasmSource): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === "undefined") {
    throw startFailed(
      "this host has no WebAssembly",
      "run it elsewhere: Lockdown Mode switches it off, Hermes has none",
    );
  }
  const module = await read(source);
  check(module, program, source);
  return module;
}

async function read(source: WasmSource): Promise<WebAssembly.Module> {
  if ("module" in source) return source.module;
  try {
    if ("bytes" in source) return await WebAssembly.compile(source.bytes as BufferSource);
    return await compileFrom(source.url);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (message.includes("→")) throw startFailed(message, "", error); // says itself what to do
    const advice = /unsafe-eval|content security policy|\bCSP\b/i.test(message)
      ? "allow 'wasm-unsafe-eval' in the script-src of the Content-Security-Policy"
      : placeAdvice(fileName(source), "wasmUrl");
    throw startFailed(`${fileName(source)} cannot be loaded (${message})`, advice, error);
  }
}

function check(module: WebAssembly.Module, program: ProgramName, source: WasmSource): void {
  const exported = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  const names = exported.has("outOfMemory") ? (Object.keys(MARKS) as ProgramName[]) : [];
  const found = names.find((name) => exported.has(MARKS[name]));
  if (found === program) return;
  throw startFailed(wrongBuild(fileName(source), found, program), "");
}

/** That a file is of `found`, undefined for another program, and what to do. */
export function wrongBuild(file: string, found: WorkerProgram | undefined, needed: WorkerProgram): string {
  const advice =
    needed === "inference"
      ? "give inference-simd.wasm, its script is inference-worker.js"
      : needed === "photos"
        ? "its script is photo-worker.js"
        : "give both with { simd, threads }, or choose by threads (1: simd)";
  const what = found === undefined ? "another program" : `the ${found} build`;
  return `${file} is ${what}, needed is the ${needed} build → ${advice}`;
}
