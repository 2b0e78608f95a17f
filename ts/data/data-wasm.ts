/**
 * The wasm file that reads tables and images (crates/data): fetched when something first needs it.
 *
 * It computes on the caller's thread; callers feed it in pieces and pause. An error of its own comes as `{ code, message }`
 * and lacks the file's name, which is put before it here. The memory of an instance never shrinks: one that a large
 * image has made large is given up, and so is one that has trapped. The next call gets a new one.
 */
import { memoryLimit } from "#platform/memory-limit";
import { compileFrom } from "#platform/wasm";
import { createGlue } from "#wasm-data";
import { type ErrorCode, FashionWasmError } from "../errors.js";
import { bytesOf, isAddress, isKind, messageOf, ownModule } from "../options/kinds.js";
import { shownAddress } from "../platform/address.js";
import { dataWasmFile } from "../platform/packaged/data-wasm.js";
import { packagedUrl } from "../platform/packaged-url.js";
import type { DataWasmSource } from "./data-wasm-source.js";
import { baseSetting } from "./packaged-base.js";

/** What an instance exports. */
export type DataGlue = Omit<ReturnType<typeof createGlue>, "initSync" | "overBudget">;

/** The wasm file, ready. */
export interface DataWasm {
  /** Does `work` with an instance; its errors get `name` before them, a fault of it gets the code `faultCode`. */
  named<T>(name: string, faultCode: ErrorCode, work: (glue: DataGlue) => T): T;
  /** Says that a piece of work is done: an instance that has grown large by it is given up. */
  done(): void;
}

/** Where the reader has trapped, what it had borrowed cannot be freed: the trap is the error to tell, and the instance is given up. */
export function freeIfWhole(object: { free(): void }): void {
  try {
    object.free();
  } catch {
    // As said.
  }
}

/** An instance with more memory is not kept. */
const KEPT_BYTES = 64 * 2 ** 20;

/** The data file of one entry of the package: where it is, and, once it was needed, itself. */
export class DataFile {
  readonly #base: () => string | undefined;
  readonly #source: () => DataWasmSource | undefined;
  #loading: Promise<DataWasm> | undefined;

  /** What the entry's `init` said: the folder of its files, and where this one is, if not beside the others. */
  constructor(base: () => string | undefined, source: () => DataWasmSource | undefined) {
    this.#base = base;
    this.#source = source;
  }

  /** The wasm file, ready. Errors: ENGINE_START_FAILED, OUT_OF_MEMORY; then the next call tries again. */
  load(): Promise<DataWasm> {
    const source = this.#source();
    this.#loading ??= load(source, this.#base()).catch((cause: unknown) => {
      this.#loading = undefined;
      throw new FashionWasmError(
        isOutOfMemory(cause) ? "OUT_OF_MEMORY" : "ENGINE_START_FAILED",
        `the reader of tables and images (${describe(source)}) cannot be started: ${reasonOf(cause)}`,
        { cause },
      );
    });
    return this.#loading;
  }
}

let ownSource: DataWasmSource | undefined;
const own = new DataFile(baseSetting, () => ownSource);

/** Says where the wasm file is, for the whole package; without effect once it was loaded. */
export function setDataWasm(value: DataWasmSource | undefined): void {
  ownSource = value;
}

/** The wasm file of the whole package, ready: {@link DataFile.load}. */
export function dataWasm(): Promise<DataWasm> {
  return own.load();
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

async function load(source: DataWasmSource | undefined, base: string | undefined): Promise<DataWasm> {
  const instances = new Instances(await compiled(source, base));
  instances.current(); // a file that is another does not start
  return instances;
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

interface Instance {
  readonly glue: ReturnType<typeof createGlue>;
  readonly memory: WebAssembly.Memory;
}

/** One instance after the other, of one module. */
class Instances implements DataWasm {
  readonly #module: WebAssembly.Module;
  #current: Instance | undefined;

  constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  current(): Instance {
    if (this.#current === undefined) {
      const glue = createGlue();
      this.#current = { glue, memory: glue.initSync({ module: this.#module }).memory };
    }
    return this.#current;
  }

  named<T>(name: string, faultCode: ErrorCode, work: (glue: DataGlue) => T): T {
    let instance: Instance | undefined;
    try {
      instance = this.current();
      return work(instance.glue);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) {
        this.#current = undefined;
        const overBudget = instance?.glue.overBudget();
        if (overBudget !== undefined) throw new FashionWasmError("IMAGE_TOO_LARGE", `${name}: ${overBudget}`);
        throw new FashionWasmError(faultCode, `${name}: the reader failed (${error.message})`, { cause: error });
      }
      if (error instanceof RangeError && /memory|allocation/i.test(error.message)) {
        const advice = "close what holds memory, or take less data at a time";
        const message = `${name}: the host has no memory for the reader (${error.message}) → ${advice}`;
        throw new FashionWasmError("OUT_OF_MEMORY", message, { cause: error });
      }
      const { code, message } = error as { code?: ErrorCode; message?: string };
      if (isKind(error, "Error") || code === undefined) throw error;
      throw new FashionWasmError(code, `${name}: ${message}`);
    }
  }

  done(): void {
    if (this.#current !== undefined && this.#current.memory.buffer.byteLength > KEPT_BYTES) this.#current = undefined;
  }
}
