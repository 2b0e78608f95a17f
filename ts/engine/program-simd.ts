/**
 * The engine that trains, build "simd": one thread, no shared memory, runs everywhere.
 */
import * as glue from "#wasm-simd";
import { createDispatcher } from "./dispatch.js";
import type { Program } from "./instance.js";

export const program: Program = {
  name: "simd",
  glue,
  createDispatcher: () => createDispatcher(glue),
};
