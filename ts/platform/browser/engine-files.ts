/**
 * Where a browser finds the packaged files of the engine that trains: wasm files, the worker's scripts, the threads'.
 *
 * `new URL("…", import.meta.url)` and `new Worker(new URL("…", import.meta.url), …)` are written out because those are the
 * forms bundlers look for: they copy the files, and follow the scripts.
 */
import type { Build, WorkerEvents, WorkerHandle } from "../worker-handle.js";
import { startWorker } from "./workers.js";

/** Returns the address of the packaged wasm file. */
export function wasmFile(build: Build): URL {
  return build === "simd"
    ? new URL("../engine-simd.wasm", import.meta.url)
    : new URL("../engine-threads.wasm", import.meta.url);
}

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
