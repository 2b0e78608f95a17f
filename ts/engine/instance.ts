/**
 * From a wasm file to a running instance: compile, create its memory, link, start the pool.
 *
 * Runs in the thread that will own the instance. The memory is made here and not by the generated glue, so that its
 * limit is ours: smaller than the one the file declares, and halved twice where a host refuses (phones do).
 */
import { compileFrom, wasmFile } from "#platform";
import { FashionWasmError } from "../errors.js";
import type { Build } from "../platform/worker-handle.js";
import type { Glue, ThreadsGlue } from "./glue.js";
import type { WasmSource } from "./settings.js";

/** A build with its glue: only the threads build has a pool, which `useThreads` (start-workers.ts) is told of. */
export type BuildGlue =
  | { readonly build: "simd"; readonly glue: Glue }
  | {
      readonly build: "threads";
      readonly glue: ThreadsGlue;
      readonly useThreads: (ports: readonly MessagePort[]) => void;
    };

/** What an instance is made of. */
export interface InstanceOptions {
  readonly wasm: WasmSource | undefined;
  readonly maxMemoryMiB: number;
}

/** A running instance; `notice` says what it could not get, or is empty. */
export interface Instance {
  readonly memory: WebAssembly.Memory;
  readonly notice: string;
}

/** 8 MiB: above what both files declare (their stack and data, below 2 MiB); untouched pages cost nothing. */
export const INITIAL_PAGES = 128;
const PAGES_PER_MIB = 16;

/** Makes the glue ready for work, on this thread and those at `threadPorts`. Throws ENGINE_START_FAILED or OUT_OF_MEMORY. */
export async function startInstance(
  engine: BuildGlue,
  options: InstanceOptions,
  threadPorts: readonly MessagePort[],
): Promise<Instance> {
  const { build, glue } = engine;
  const source = options.wasm ?? { url: wasmFile(build).href };
  const module = await compile(source);
  checkBuild(module, build, source);
  const { memory, mebibytes } = createMemory(build === "threads", options.maxMemoryMiB);
  try {
    glue.initSync({ module, memory });
    glue.installPanicHook();
    if (engine.build === "threads") {
      engine.useThreads(threadPorts);
      await engine.glue.initThreadPool(threadPorts.length);
      engine.glue.useThreads(threadPorts.length + 1);
    }
  } catch (error) {
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
  return { memory, notice };
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
  throw new FashionWasmError(
    "OUT_OF_MEMORY",
    `engine: the host refuses a wasm memory of ${maxMiB} MiB, and half and a quarter of it → dispose() of models that are done, or init({ maxMemoryMiB }) with less`,
    { cause: refusal },
  );
}

async function compile(source: WasmSource): Promise<WebAssembly.Module> {
  if ("module" in source) return source.module;
  try {
    if ("bytes" in source) return await WebAssembly.compile(source.bytes as BufferSource);
    return await compileFrom(source.url);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const advice = /unsafe-eval|content security policy|\bCSP\b/i.test(message)
      ? "allow 'wasm-unsafe-eval' in the script-src of the Content-Security-Policy"
      : "serve or copy this file of the package's dist folder unchanged, or say where it is with init({ wasmUrl })";
    throw startFailed(`${name(source)} cannot be loaded (${message})`, advice, error);
  }
}

/** The threads build is known by its pool: a file of the other build would fail to link with a riddle. */
function checkBuild(module: WebAssembly.Module, build: Build, source: WasmSource): void {
  const exports = WebAssembly.Module.exports(module);
  const found = exports.some(({ name }) => name === "initThreadPool") ? "threads" : "simd";
  if (found !== build || !exports.some(({ name }) => name === "installPanicHook")) {
    const what = exports.some(({ name }) => name === "installPanicHook") ? `the ${found} build` : "another program";
    throw startFailed(
      `${name(source)} is ${what}, needed is the ${build} build`,
      "give both with { simd, threads }, or choose by threads (1: simd)",
    );
  }
}

function name(source: WasmSource): string {
  if ("url" in source) return source.url;
  return "bytes" in source ? `init's wasmBytes (${source.bytes.byteLength} bytes)` : "init's module";
}

function startFailed(what: string, advice: string, cause?: unknown): FashionWasmError {
  return new FashionWasmError("ENGINE_START_FAILED", `engine: ${what} → ${advice}`, { cause });
}
