/**
 * The engine that trains, build "simd": one thread, no shared memory, runs everywhere.
 */
import { wasmFile } from "#platform/engine-wasm";
import * as glue from "#wasm-simd";
import { createDispatcher } from "./dispatch.js";
import type { Program } from "./instance.js";

export const program: Program = {
  build: "simd",
  glue,
  file: wasmFile("simd"),
  createDispatcher: () => createDispatcher(glue),
};
