/**
 * Where a browser finds the scripts of the engine that trains: its worker's, one for each build, and its threads'.
 *
 * `new Worker(new URL("…", import.meta.url), …)` is written out because that is the form bundlers look for: they follow
 * the scripts.
 */
import type { Build } from "../build.js";
import type { WorkerEvents, WorkerHandle } from "../worker-handle.js";
import { startWorker } from "./workers.js";

/** Starts the worker an engine lives in; `script`, an absolute URL, replaces the packaged file. */
export function spawnEngineWorker(build: Build, script: string | undefined, events: WorkerEvents): WorkerHandle {
  if (build === "simd") {
    const make = () => new Worker(new URL("./engine-worker-simd.js", import.meta.url), { type: "module" });
    return startWorker(new URL("./engine-worker-simd.js", import.meta.url), make, script, events);
  }
  const make = () => new Worker(new URL("./engine-worker-threads.js", import.meta.url), { type: "module" });
  return startWorker(new URL("./engine-worker-threads.js", import.meta.url), make, script, events);
}

/** Starts one thread of a pool. */
export function spawnThread(events: WorkerEvents): WorkerHandle {
  const make = () => new Worker(new URL("./thread.js", import.meta.url), { type: "module" });
  return startWorker(new URL("./thread.js", import.meta.url), make, undefined, events);
}
