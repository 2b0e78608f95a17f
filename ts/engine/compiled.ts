/**
 * The wasm files that workers have compiled: the next engine's worker gets the module and compiles nothing.
 *
 * Only code is shared; each engine has its own instance and memory. Node 20 and 22 keep 30 kB for ever for each worker that
 * instantiates a module which it has compiled itself, measured with bare workers, and no engine waits for it twice.
 */
import type { Build } from "../platform/build.js";
import type { WasmSource } from "./sources.js";

interface Compiled {
  /** As {@link fileOf} tells it. */
  readonly file: unknown;
  readonly module: WebAssembly.Module;
}

/** The file compiled last of each build of one program. */
export class CompiledFiles {
  readonly #last = new Map<Build, Compiled>();

  /** Returns the module of the file at `source`, if it was compiled before. */
  find(build: Build, source: WasmSource | undefined): WebAssembly.Module | undefined {
    const last = this.#last.get(build);
    return last?.file === fileOf(source) ? last?.module : undefined;
  }

  keep(build: Build, source: WasmSource | undefined, module: WebAssembly.Module): void {
    this.#last.set(build, { file: fileOf(source), module });
  }

  /** For an engine that does not start: the file may have been replaced, and the worker's script with it. */
  forget(build: Build): void {
    this.#last.delete(build);
  }
}

/** The address, the bytes or the module itself; null for the packaged file. */
function fileOf(source: WasmSource | undefined): unknown {
  if (source === undefined) return null;
  if ("url" in source) return source.url;
  return "bytes" in source ? source.bytes : source.module;
}
