/**
 * The engine that trains, build "simd": one thread, no shared memory, runs everywhere.
 */
import { wasmFile } from "#platform/engine-wasm";
import {
  describeModel,
  initSync,
  installPanicHook,
  measurePeak,
  outOfMemory,
  Session,
  testExhaustMemory,
  testPanic,
} from "#wasm-simd";
import { createDispatcher } from "./dispatch.js";
import type { Program } from "./instance.js";

/** Named one by one: a bundler then leaves out what nobody calls. */
const glue = {
  describeModel,
  initSync,
  installPanicHook,
  measurePeak,
  outOfMemory,
  Session,
  testExhaustMemory,
  testPanic,
};

export const program: Program = {
  build: "simd",
  glue,
  file: wasmFile("simd"),
  createDispatcher: () => createDispatcher(glue),
};
