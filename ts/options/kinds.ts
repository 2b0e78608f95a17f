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
  readonly Float16Array: ArrayLike<number> & { readonly buffer: ArrayBufferLike };
  readonly Float32Array: Float32Array;
  readonly ImageData: ImageData;
  readonly Int32Array: Int32Array;
  readonly ReadableStream: ReadableStream<Uint8Array>;
  readonly SharedArrayBuffer: SharedArrayBuffer;
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

/**
 * Bytes as a Uint8Array of this realm, on the same memory; undefined for anything else. Clamped bytes are none.
 *
 * Of memory that is shared between threads, or may be resized, it is a copy: hosts hash, decode and compile neither, and a
 * caller may write to it while it is read. What is not there any more is undefined (see {@link isThere}).
 */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (!isKind(value, "ArrayBuffer", "SharedArrayBuffer")) return byteArrayOf(value);
  return isDetached(value) ? undefined : asBytes(new Uint8Array(value));
}

/** The same of a Uint8Array alone: an ArrayBuffer is none. */
export function byteArrayOf(value: unknown): Uint8Array | undefined {
  return isKind(value, "Uint8Array") && isThere(value) ? asBytes(value) : undefined;
}

/** The same of bytes that may be clamped. */
export function pixelsAsBytes(value: unknown): Uint8Array | undefined {
  return isKind(value, "Uint8Array", "Uint8ClampedArray") && isThere(value) ? asBytes(value) : undefined;
}

/**
 * Floats as a Float32Array of this realm, as {@link bytesOf} gives bytes; of 16 bits they are a copy. Undefined for anything else:
 * floats of 64 bits would be rounded.
 */
export function floatsOf(value: unknown): Float32Array | undefined {
  if (isKind(value, "Float16Array") && isThere(value)) return new Float32Array(value);
  if (!isKind(value, "Float32Array") || !isThere(value)) return undefined;
  const { buffer, byteOffset, length } = value;
  if (!isOrdinary(buffer)) return new Float32Array(value);
  return value instanceof Float32Array ? value : new Float32Array(buffer, byteOffset, length);
}

function asBytes(view: Uint8Array | Uint8ClampedArray): Uint8Array {
  if (!isOrdinary(view.buffer)) return new Uint8Array(view);
  const { buffer, byteOffset, length } = view;
  return view instanceof Uint8Array ? view : new Uint8Array(buffer, byteOffset, length);
}

/**
 * Whether the memory behind an array is there: not after it was handed over to another thread, nor where a resizable
 * buffer has become too short for it. Such an array has the length 0, and most of what reads it throws.
 */
export function isThere(value: object): boolean {
  if (isKind(value, "ArrayBuffer", "SharedArrayBuffer")) return !isDetached(value);
  if (!ArrayBuffer.isView(value) || value.byteLength > 0 || !("keys" in value)) return true;
  try {
    (value as Uint8Array).keys();
    return true;
  } catch {
    return false;
  }
}

function isDetached(buffer: ArrayBufferLike): boolean {
  try {
    return buffer.byteLength === 0 && new Uint8Array(buffer) === undefined;
  } catch {
    return true;
  }
}

/** Neither shared nor resizable. */
function isOrdinary(buffer: ArrayBufferLike): boolean {
  return isKind(buffer, "ArrayBuffer") && (buffer as { readonly resizable?: boolean }).resizable !== true;
}

/** A module as one of this realm: the glue in front of our wasm files knows no other. */
export function ownModule(module: WebAssembly.Module): WebAssembly.Module {
  return module instanceof WebAssembly.Module ? module : structuredClone(module);
}

/** What an error says, without its class; anything else that was thrown as text. */
export function messageOf(thrown: unknown): string {
  return isKind(thrown, "Error", "DOMException") ? thrown.message : String(thrown);
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
