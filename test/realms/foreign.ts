/**
 * Built-in objects of another realm, a `vm` context: the same kinds, of classes that are not ours.
 *
 * A bare context has the language's classes. Those of the web (URL, Blob, AbortSignal) are written out there, as jsdom has
 * its own; the real ones of another realm are tested in browsers (test/runtime/realms.test.ts).
 */
import { createContext, runInContext } from "node:vm";

const context = createContext({});

// biome-ignore lint/suspicious/noExplicitAny: what the realm's code answers with is said where it is called
const there = (code: string): any => runInContext(`(${code})`, context);

const WEB = there(`(() => {
  class URL {
    constructor(href) { this.href = href; }
    toString() { return this.href; }
  }
  class Blob {
    #bytes;
    constructor(values) { this.#bytes = Uint8Array.from(values); }
    get size() { return this.#bytes.length; }
    async arrayBuffer() { return this.#bytes.slice().buffer; }
    stream() {
      const parts = [this.#bytes.subarray(0, 9), this.#bytes.subarray(9)];
      const read = async () => ({ done: parts.length === 0, value: parts.shift() });
      return { locked: false, getReader: () => ({ read, cancel: async () => undefined }) };
    }
  }
  class File extends Blob {
    constructor(values, name) { super(values); this.name = name; }
  }
  class AbortSignal {
    aborted = false;
    #listeners = new Set();
    abort(reason) {
      [this.aborted, this.reason] = [true, reason];
      for (const each of this.#listeners) each();
    }
    throwIfAborted() { if (this.aborted) throw this.reason; }
    addEventListener(_, listener) { this.#listeners.add(listener); }
    removeEventListener(_, listener) { this.#listeners.delete(listener); }
  }
  for (const each of [URL, Blob, File, AbortSignal]) {
    Object.defineProperty(each.prototype, Symbol.toStringTag, { value: each.name });
  }
  return { URL, Blob, File, AbortSignal };
})()`);

const makeBytes = there("(values) => Uint8Array.from(values)");
const makeFloats = there("(values) => Float32Array.from(values)");
const makeModule = there("(bytes) => new WebAssembly.Module(bytes)");

/** Each makes an object of the other realm. */
export const foreign = {
  bytes: (values: ArrayLike<number>): Uint8Array<ArrayBuffer> => makeBytes(values),
  buffer: (values: ArrayLike<number>): ArrayBuffer => makeBytes(values).buffer,
  floats: (values: ArrayLike<number>): Float32Array => makeFloats(values),
  array: <T>(values: readonly T[]): T[] => there("(values) => Array.from(values)")(values),
  options: <T extends object>(members: T): T => there("(members) => ({ ...members })")(members),
  module: (bytes: Uint8Array): WebAssembly.Module => makeModule(bytes),
  url: (href: string): URL => new WEB.URL(href),
  blob: (values: ArrayLike<number>): Blob => new WEB.Blob(values),
  file: (values: ArrayLike<number>, name: string): File => new WEB.File(values, name),
  signal: (): AbortSignal & { abort(reason: unknown): void } => new WEB.AbortSignal(),
};
