/**
 * Where Node finds the wasm files of the engine that trains.
 *
 * The literals name files of dist as they lie from the bundle this ends up in, in dist/node.
 */
import type { Build } from "../build.js";

/** Returns the address of the packaged wasm file. */
export function wasmFile(build: Build): URL {
  return build === "simd"
    ? new URL("../engine-simd.wasm", import.meta.url)
    : new URL("../engine-threads.wasm", import.meta.url);
}
