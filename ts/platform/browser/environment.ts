/**
 * What this browser realm offers: cores, shared memory, permission to block.
 *
 * Node's twin is ../node/environment.ts; both export the same names.
 */
import type { Parallelism, Permission } from "../worker-handle.js";
import { hasWorkers } from "./host.js";

export const host: "node" | "browser" = "browser";

/** Returns how many threads can run at the same time, as far as the browser tells. */
export function availableThreads(): Parallelism {
  const cores = globalThis.navigator?.hardwareConcurrency || 1;
  return { threads: cores, cores, limit: "" };
}

/**
 * Tells whether wasm threads can share a memory here. A shared memory can be created on any page, but only a
 * cross-origin isolated one may send it to a worker.
 */
export function sharedMemoryAvailable(): Permission {
  if (!hasWorkers()) return { available: false, reason: "there is no Worker here" };
  if (globalThis.crossOriginIsolated) return { available: true, reason: "" };
  return {
    available: false,
    reason:
      "this page is not cross-origin isolated; for threads, send the headers Cross-Origin-Opener-Policy: same-origin " +
      "and Cross-Origin-Embedder-Policy: require-corp with every response",
  };
}

/** Tells whether this thread may wait for others: a page's main thread may not, a worker may. */
export function blockingAllowed(): Permission {
  return typeof document === "undefined"
    ? { available: true, reason: "" }
    : {
        available: false,
        reason: "a page's main thread may not wait for threads; the default engine, in a worker, may",
      };
}

/**
 * Resolves in a later turn of the event loop; a message, because timers are slowed down in background tabs. Sandboxes of test
 * runners have no channels.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof MessageChannel === "undefined") {
      setTimeout(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
