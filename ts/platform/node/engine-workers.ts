/**
 * Where Node finds the scripts of the engine that trains: its worker's, one for each build, and its threads'.
 *
 * The literals are as in engine-wasm.ts.
 */
import type { Build } from "../build.js";
import type { WorkerEvents, WorkerHandle } from "../worker-handle.js";
import { startWorker } from "./workers.js";

/** Starts the worker an engine lives in; `script`, an absolute URL, replaces the packaged file. */
export function spawnEngineWorker(build: Build, script: string | undefined, events: WorkerEvents): WorkerHandle {
  return startWorker(script === undefined ? engineScript(build) : new URL(script), events);
}

/** Starts one thread of a pool. */
export function spawnThread(events: WorkerEvents): WorkerHandle {
  return startWorker(new URL("./thread.js", import.meta.url), events);
}

function engineScript(build: Build): URL {
  return build === "simd"
    ? new URL("./engine-worker-simd.js", import.meta.url)
    : new URL("./engine-worker-threads.js", import.meta.url);
}
