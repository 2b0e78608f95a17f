/**
 * The engine that trains, build "threads": a pool of threads over one shared memory.
 */
import * as glue from "#wasm-threads";
import { createDispatcher } from "./dispatch.js";
import type { Program } from "./instance.js";
import { useThreads } from "./start-workers.js";

export const program: Program = {
  name: "threads",
  glue,
  startPool: async (ports) => {
    useThreads(ports);
    await glue.initThreadPool(ports.length);
    glue.useThreads(ports.length + 1);
  },
  createDispatcher: () => createDispatcher(glue),
};
