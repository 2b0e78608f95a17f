/**
 * Instances of the wasm file that reads tables and images, one after the other, of one module; in any thread.
 *
 * An error of its own comes as `{ code, message }` and lacks the file's name, which is put before it here. The memory of an
 * instance never shrinks: one that a large image has made large is given up, and so is one that has trapped. The next call
 * gets a new one.
 */
import type { createGlue as createDataGlue } from "#wasm-data";
import type { createGlue as createPhotoGlue } from "#wasm-photos";
import { type ErrorCode, FashionWasmError } from "../errors.js";
import { isKind } from "../options/kinds.js";

/** What an instance exports. */
export type DataGlue = ReturnType<typeof createDataGlue>;

/** The part of it that prepares photos. */
export type PhotoGlue = ReturnType<typeof createPhotoGlue>;

/** The wasm file, ready. */
export interface DataWasm<Glue extends PhotoGlue = DataGlue> {
  /** Does `work` with an instance; its errors get `name` before them, a fault of it gets the code `faultCode`. */
  named<T>(name: string, faultCode: ErrorCode, work: (glue: Glue) => T): T;
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

interface Instance<Glue> {
  readonly glue: Glue;
  readonly memory: WebAssembly.Memory;
}

/** The first is made with it: a file that is another does not start. */
export class Instances<Glue extends PhotoGlue> implements DataWasm<Glue> {
  readonly #module: WebAssembly.Module;
  readonly #createGlue: () => Glue;
  #current: Instance<Glue> | undefined;

  constructor(module: WebAssembly.Module, createGlue: () => Glue) {
    this.#module = module;
    this.#createGlue = createGlue;
    this.current();
  }

  current(): Instance<Glue> {
    if (this.#current === undefined) {
      const glue = this.#createGlue();
      this.#current = { glue, memory: glue.initSync({ module: this.#module }).memory };
    }
    return this.#current;
  }

  named<T>(name: string, faultCode: ErrorCode, work: (glue: Glue) => T): T {
    let instance: Instance<Glue> | undefined;
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
