/**
 * Where Node finds the script of the worker that only predicts. The literal is as in engine-workers.ts.
 */
import type { WorkerEvents, WorkerHandle } from "../worker-handle.js";
import { startWorker } from "./workers.js";

/** Starts the worker it lives in; `script`, an absolute URL, replaces the packaged file. */
export function spawnInferenceWorker(script: string | undefined, events: WorkerEvents): WorkerHandle {
  return startWorker(new URL(script ?? new URL("./inference-worker.js", import.meta.url)), events);
}
