/**
 * What Node offers: cores, shared memory, a main thread that may block.
 *
 * The browser's twin is ../browser/environment.ts; both export the same names.
 */
import { setImmediate } from "node:timers"; // jsdom, in test runners, has none
import type { Permission } from "../worker-handle.js";

export { availableThreads } from "./parallelism.js";

export const host: "node" | "browser" = "node";

/** Tells whether wasm threads can share a memory here. */
export function sharedMemoryAvailable(): Permission {
  return typeof SharedArrayBuffer === "function"
    ? { available: true, reason: "" }
    : { available: false, reason: "this Node was started without SharedArrayBuffer" };
}

/** Tells whether this thread may wait for others: in Node, every thread may. */
export function blockingAllowed(): Permission {
  return { available: true, reason: "" };
}

/** Resolves in a later turn of the event loop, so that timers, signals and I/O get their turn first. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
