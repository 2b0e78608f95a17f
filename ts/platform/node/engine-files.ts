/**
 * Where Node finds the packaged files of the engine that trains: wasm files, the worker's scripts, the threads'.
 *
 * The literals name files of dist as they lie from the bundle this ends up in, in dist/node.
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
