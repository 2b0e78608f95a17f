/**
 * The wasm file that reads tables and images (crates/data), of one entry of the package: fetched when something first needs it.
 *
 * It computes on the caller's thread, where callers feed it in pieces and pause; or in workers, which get it compiled.
 */
import { memoryLimit } from "#platform/memory-limit";
import { compileFrom } from "#platform/wasm";
import { FashionWasmError } from "../errors.js";
import { bytesOf, isAddress, isKind, messageOf, ownModule } from "../options/kinds.js";
import { shownAddress } from "../platform/address.js";
import { dataWasmFile } from "../platform/packaged/data-wasm.js";
import { packagedUrl } from "../platform/packaged-url.js";
import { type DataWasm, Instances, type PhotoGlue } from "./data-instances.js";
import type { DataWasmSource } from "./data-wasm-source.js";

/** Where the file is, and, once it was needed, itself. */
export class DataFile<Glue extends PhotoGlue> {
  readonly #createGlue: () => Glue;
  readonly #base: () => string | undefined;
  readonly #source: () => DataWasmSource | undefined;
  #compiling: Promise<WebAssembly.Module> | undefined;
  #loading: Promise<DataWasm<Glue>> | undefined;

  /** The glue; and what the entry's `init` said: the folder of its files, and where this one is, if not beside the others. */
  constructor(createGlue: () => Glue, base: () => string | undefined, source: () => DataWasmSource | undefined) {
    this.#createGlue = createGlue;
    this.#base = base;
    this.#source = source;
  }

  /** The wasm file, ready in this thread. Errors: ENGINE_START_FAILED, OUT_OF_MEMORY; then the next call tries again. */
  load(): Promise<DataWasm<Glue>> {
    this.#loading ??= this.#compiled().then((module) => new Instances(module, this.#createGlue));
    return this.#told(this.#loading);
  }

  /** The wasm file, compiled, for workers. Errors: as {@link load}. */
  module(): Promise<WebAssembly.Module> {
    return this.#told(this.#compiled());
  }

  #compiled(): Promise<WebAssembly.Module> {
    this.#compiling ??= compiled(this.#source(), this.#base());
    return this.#compiling;
  }

  #told<T>(ready: Promise<T>): Promise<T> {
    const source = this.#source();
    return ready.catch((cause: unknown) => {
      this.#compiling = this.#loading = undefined;
      throw new FashionWasmError(
        isOutOfMemory(cause) ? "OUT_OF_MEMORY" : "ENGINE_START_FAILED",
        `the reader of tables and images (${describe(source)}) cannot be started: ${reasonOf(cause)}`,
        { cause },
      );
    });
  }
}

function reasonOf(cause: unknown): string {
  if (typeof WebAssembly === "undefined") return "this host has no WebAssembly → read images elsewhere";
  const reason = messageOf(cause);
  if (isOutOfMemory(cause)) {
    return `the host refuses its memory${memoryLimit() === null ? " → dispose() of models that are done" : `: ${memoryLimit()}`}`;
  }
  const advice =
    "serve data.wasm beside the other files, or say where it is with init({ baseUrl }) or init({ dataWasm })";
  return reason.includes("→") ? reason : `${reason} → ${advice}`;
}

/** What V8 and SpiderMonkey say of a memory they do not make. */
function isOutOfMemory(cause: unknown): boolean {
  return isKind(cause, "Error") && cause.name === "RangeError" && /memory/i.test(cause.message);
}

async function compiled(source: DataWasmSource | undefined, base: string | undefined): Promise<WebAssembly.Module> {
  if (isKind(source, "WebAssembly.Module")) return ownModule(source);
  const bytes = bytesOf(source);
  if (bytes !== undefined) return WebAssembly.compile(bytes as BufferSource);
  return compileFrom(isAddress(source) ? String(source) : packagedUrl(base, dataWasmFile));
}

function describe(source: DataWasmSource | undefined): string {
  return isAddress(source) ? shownAddress(source) : "data.wasm";
}
