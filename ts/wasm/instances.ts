/**
 * Instances of a wasm file, one after the other, of one module; in any thread.
 *
 * An error of its own comes as `{ code, message }` and lacks the name of what was read, which is put before it here. The memory
 * of an instance never shrinks: one that a large image, for example, has made large is given up, and so is one that has
 * trapped. The next call gets a new one.
 */
import { functionOf } from "../engine/faults.js";
import { type ErrorCode, FashionWasmError } from "../errors.js";
import { isKind } from "../options/kinds.js";

/** What every such file exports. */
export interface FileGlue {
  initSync(source: { module: WebAssembly.Module }): { readonly memory: WebAssembly.Memory };
  /** What went wrong when a budget of memory was spent; nothing after another trap. */
  overBudget(): string | undefined;
}

/** What errors say of a file's instances. */
export interface InstanceKind {
  /** What an instance is, in one word. */
  readonly noun: string;
  /** The code where a budget of memory was spent. */
  readonly overBudget: ErrorCode;
}

/** A wasm file, ready. */
export interface ReadyWasm<Glue extends FileGlue> {
  /** Does `work` with an instance; its errors get `name` before them, a fault of it gets the code `faultCode`. */
  named<T>(name: string, faultCode: ErrorCode, work: (glue: Glue) => T): T;
  /** Says that a piece of work is done: an instance that has grown large by it is given up. */
  done(): void;
}

/** Where an instance has trapped, what it had borrowed cannot be freed: the trap is the error to tell, and it is given up. */
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
export class Instances<Glue extends FileGlue> implements ReadyWasm<Glue> {
  readonly #kind: InstanceKind;
  readonly #module: WebAssembly.Module;
  readonly #createGlue: () => Glue;
  #current: Instance<Glue> | undefined;

  constructor(kind: InstanceKind, module: WebAssembly.Module, createGlue: () => Glue) {
    this.#kind = kind;
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
    const { noun, overBudget: budgetCode } = this.#kind;
    let instance: Instance<Glue> | undefined;
    try {
      instance = this.current();
      return work(instance.glue);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) {
        this.#current = undefined;
        const overBudget = instance?.glue.overBudget();
        if (overBudget !== undefined) throw new FashionWasmError(budgetCode, `${name}: ${overBudget}`);
        const reason = `${error.message}${functionOf(error)}`;
        throw new FashionWasmError(faultCode, `${name}: the ${noun} failed (${reason})`, { cause: error });
      }
      if (error instanceof RangeError && /memory|allocation/i.test(error.message)) {
        const advice = "close what holds memory, or take less data at a time";
        const message = `${name}: the host has no memory for the ${noun} (${error.message}) → ${advice}`;
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
