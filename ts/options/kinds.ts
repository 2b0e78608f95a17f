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
}

/** Whether `value` is one of `kinds`; a Node `Buffer` is a Uint8Array, a `File` is not a `Blob` here. */
export function isKind<K extends keyof Kinds>(value: unknown, ...kinds: readonly K[]): value is Kinds[K] {
  return typeof value === "object" && value !== null && (kinds as readonly string[]).includes(tagOf(value));
}

/** A Blob or a File. */
export function isBlob(value: unknown): value is Blob {
  return isKind(value, "Blob", "File");
}

/** Bytes as a Uint8Array of this realm, on the same memory; undefined for anything else. Clamped bytes are none. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (isKind(value, "ArrayBuffer")) return new Uint8Array(value);
  return isKind(value, "Uint8Array") ? new Uint8Array(...memoryOf(value)) : undefined;
}

/** Floats as a Float32Array of this realm, on the same memory; undefined for anything else. */
export function floatsOf(value: unknown): Float32Array | undefined {
  if (value instanceof Float32Array) return value;
  return isKind(value, "Float32Array") ? new Float32Array(...memoryOf(value)) : undefined;
}

function memoryOf(view: Uint8Array | Float32Array): [ArrayBufferLike, number, number] {
  return [view.buffer, view.byteOffset, view.length];
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
