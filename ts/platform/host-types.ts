/**
 * Types of the host that the API mentions, for every set of libraries that a user compiles with.
 *
 * Without `"lib": ["dom"]` the declarations of Node have some of these names, and without those there are none: a name that
 * is not declared would be an error in our declarations. Here it is `never`, and leaves the others of a union.
 */

/** The instances of a global class. */
type Instance<Name extends string> = typeof globalThis extends { [N in Name]: { prototype: infer T } } ? T : never;

/** A `URL`. */
export type HostUrl = Instance<"URL">;

/** An `AbortSignal`. */
export type HostAbortSignal = Instance<"AbortSignal">;

/** A `Blob`. */
export type HostBlob = Instance<"Blob">;

/** A `File`. */
export type HostFile = Instance<"File">;

/** What is used of a `ReadableStream` of bytes, that of the web or of `node:stream/web`. */
export interface HostByteStream {
  readonly locked: boolean;
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(reason?: unknown): Promise<unknown>;
  };
}

/** A `WebAssembly.Module`. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer T } } } ? T : never;
