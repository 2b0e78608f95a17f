/**
 * Workers in Node: worker_threads behind the verbs of ../worker-handle.ts.
 *
 * `execArgv: []` because a worker would inherit flags that are not allowed in it (`--input-type`, `--eval`).
 */
import { type TransferListItem, Worker } from "node:worker_threads";
import { messageOf } from "../../options/kinds.js";
import type { WorkerEvents, WorkerHandle } from "../worker-handle.js";

function newWorker(url: URL): Worker {
  try {
    return new Worker(url, { execArgv: [] });
  } catch (error) {
    if (!/EAGAIN/.test(messageOf(error))) throw error;
    const advice =
      "allow more (ulimit -u; in a container its limit of processes), or take fewer by the option threads: 1";
    throw new Error(`the system refuses another thread (EAGAIN) → ${advice}`, { cause: error });
  }
}

/** Starts the worker whose script lies at `address`, an absolute URL. */
export function startWorker(address: string, events: WorkerEvents): WorkerHandle {
  const worker = newWorker(new URL(address));
  worker.on("message", (data: unknown) => events.message(data));
  worker.on("messageerror", (error) => events.failure(`a message could not be read (${error.message})`));
  worker.on("error", (error: unknown) => events.failure(messageOf(error)));
  worker.on("exit", (code) => events.failure(`it ended by itself, with exit code ${code}`));
  return {
    url: address,
    post: (message, transfer = []) => worker.postMessage(message, transfer as TransferListItem[]),
    terminate: async () => {
      await worker.terminate();
    },
    ref: () => worker.ref(),
    unref: () => worker.unref(),
  };
}
