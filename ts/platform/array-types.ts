/**
 * Typed arrays that this package made: of their own memory, never of a `SharedArrayBuffer`; and arrays that not every
 * TypeScript knows.
 *
 * `Blob`, `fetch`, `crypto.subtle` and file handles take only such. They are `Uint8Array<ArrayBuffer>` since TypeScript 5.7,
 * which earlier versions cannot write down: what `of` returns is the right one in each.
 */

/** A `Uint8Array` of its own memory. */
export type ByteArray = ReturnType<typeof Uint8Array.of>;

/** A `Float32Array` of its own memory. */
export type FloatArray = ReturnType<typeof Float32Array.of>;

/** Floats of 16 bits: a `Float16Array`, which TypeScript has no type for before 5.8. */
export interface HalfFloatArray {
  readonly length: number;
  readonly [index: number]: number;
  readonly [Symbol.toStringTag]: "Float16Array";
}

/** A `Uint32Array` of its own memory. */
export type IndexArray = ReturnType<typeof Uint32Array.of>;

/** `T`, whose typed arrays this package made: what is returned, where a user may give any array in its place. */
export type Owned<T> = {
  readonly [K in keyof T]: T[K] extends Uint8Array
    ? ByteArray
    : T[K] extends Float32Array
      ? FloatArray
      : T[K] extends Uint32Array
        ? IndexArray
        : T[K];
};

/** `array`, which was copied out of wasm memory: the declarations of the glue do not say so. */
export function owned<T>(array: T): Owned<{ readonly array: T }>["array"] {
  return array as Owned<{ readonly array: T }>["array"];
}
