/**
 * Where a browser finds the wasm files of the engine that trains.
 *
 * `new URL("…", import.meta.url)` is written out because that is the form bundlers look for: they copy the files. Workers
 * have a file of their own (engine-workers.ts), or a worker that asks for its wasm file would lead to itself, which Vite refuses.
 */
import type { Build } from "../build.js";

/** Returns the address of the packaged wasm file. */
export function wasmFile(build: Build): URL {
  return build === "simd"
    ? new URL("../engine-simd.wasm", import.meta.url)
    : new URL("../engine-threads.wasm", import.meta.url);
}
