/**
 * The engine that trains, build "threads": a pool of threads over one shared memory.
 */
import { wasmFile } from "#platform/engine-wasm";
import {
  describeModel,
  initSync,
  initThreadPool,
  installPanicHook,
  measurePeak,
  outOfMemory,
  Session,
  testExhaustMemory,
  testPanic,
  useThreads as useThreadsOfEngines,
} from "#wasm-threads";
import { createDispatcher } from "./dispatch.js";
import type { Program } from "./instance.js";
import { useThreads } from "./start-workers.js";

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
  build: "threads",
  glue,
  file: wasmFile("threads"),
  startPool: async (ports) => {
    useThreads(ports);
    await initThreadPool(ports.length);
    useThreadsOfEngines(ports.length + 1);
  },
  createDispatcher: () => createDispatcher(glue),
};
