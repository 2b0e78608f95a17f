/**
 * What kind of built-in object a value is, whichever realm made it: an iframe, a `vm` context, a test runner's sandbox.
 *
 * `instanceof` knows this realm's classes only, and would refuse a genuine Float32Array of another.
 */

/** The built-in objects that the API takes, by their tag. */
interface Kinds {
  readonly AbortSignal: AbortSignal;
  readonly ArrayBuffer: ArrayBuffer;
  readonly Blob: Blob;
  readonly DOMException: DOMException;
  readonly Error: Error;
  readonly File: File;
  readonly Float32Array: Float32Array;
  readonly ImageData: ImageData;
  readonly Int32Array: Int32Array;
  readonly ReadableStream: ReadableStream<Uint8Array>;
  readonly URL: URL;
  readonly Uint16Array: Uint16Array;
  readonly Uint32Array: Uint32Array;
  readonly Uint8Array: Uint8Array;
  readonly Uint8ClampedArray: Uint8ClampedArray;
  readonly "WebAssembly.Module": WebAssembly.Module;
}

/** Whether `value` is one of `kinds`; a Node `Buffer` is a Uint8Array, a `File` is not a `Blob` here. */
export function isKind<K extends keyof Kinds>(value: unknown, ...kinds: readonly K[]): value is Kinds[K] {
  return typeof value === "object" && value !== null && (kinds as readonly string[]).includes(tagOf(value));
}

/** A Blob or a File. */
export function isBlob(value: unknown): value is Blob {
  return isKind(value, "Blob", "File");
}

/** A path or an address. */
export function isAddress(value: unknown): value is string | URL {
  return typeof value === "string" || isKind(value, "URL");
}

/** Bytes as a Uint8Array of this realm, on the same memory; undefined for anything else. Clamped bytes are none. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  return isKind(value, "ArrayBuffer") ? new Uint8Array(value) : byteArrayOf(value);
}

/** The same of a Uint8Array alone: an ArrayBuffer is none. */
export function byteArrayOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  return isKind(value, "Uint8Array") ? new Uint8Array(...memoryOf(value)) : undefined;
}

/** Floats as a Float32Array of this realm, on the same memory; undefined for anything else. */
export function floatsOf(value: unknown): Float32Array | undefined {
  if (value instanceof Float32Array) return value;
  return isKind(value, "Float32Array") ? new Float32Array(...memoryOf(value)) : undefined;
}

/** A module as one of this realm: the glue in front of our wasm files knows no other. */
export function ownModule(module: WebAssembly.Module): WebAssembly.Module {
  return module instanceof WebAssembly.Module ? module : structuredClone(module);
}

/** What an error says, without its class; anything else that was thrown as text. */
export function messageOf(thrown: unknown): string {
  return isKind(thrown, "Error", "DOMException") ? thrown.message : String(thrown);
}

function memoryOf(view: Uint8Array | Float32Array): [ArrayBufferLike, number, number] {
  return [view.buffer, view.byteOffset, view.length];
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
