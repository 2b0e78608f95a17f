/**
 * Where a browser finds the script of the worker that only predicts. The literals are as in engine-workers.ts.
 */
import type { WorkerEvents, WorkerHandle } from "../worker-handle.js";
import { startWorker } from "./workers.js";

/** Starts the worker it lives in; `script`, an absolute URL, replaces the packaged file. */
export function spawnInferenceWorker(script: string | undefined, events: WorkerEvents): WorkerHandle {
  const make = () => new Worker(new URL("./inference-worker.js", import.meta.url), { type: "module" });
  return startWorker(new URL("./inference-worker.js", import.meta.url), make, script, events);
}
