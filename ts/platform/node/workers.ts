/**
 * Workers in Node: worker_threads behind the verbs of ../worker-handle.ts.
 *
 * `execArgv: []` because a worker would inherit flags that are not allowed in it (`--input-type`, `--eval`).
 */
import { type TransferListItem, Worker } from "node:worker_threads";
import { messageOf } from "../../options/kinds.js";
import { shownAddress } from "../address.js";
import type { WorkerEvents, WorkerHandle } from "../worker-handle.js";

function newWorker(address: string): Worker {
  try {
    if (process.getBuiltinModule !== undefined) return new Worker(new URL(address), { execArgv: [] });
    // Node 21 and 22.0 to 22.2, which have no other way from a script without imports to its owner (../worker-scope.ts).
    const script = `process.getBuiltinModule = require; import(${JSON.stringify(address)})`;
    return new Worker(script, { eval: true, execArgv: [] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_INVALID_URL_SCHEME") throw noFile(address, error);
    if (!/EAGAIN/.test(messageOf(error))) throw error;
    const advice =
      "allow more (ulimit -u; in a container its limit of processes), or take fewer by the option threads: 1";
    throw new Error(`the system refuses another thread (EAGAIN) → ${advice}`, { cause: error });
  }
}

function noFile(address: string, cause: unknown): Error {
  const advice =
    'copy the package\'s files by "npx fashion-wasm assets FOLDER" and give the folder\'s path, or compute in this thread: engine: "local"';
  return new Error(`worker ${shownAddress(address)}: Node starts workers from files only → ${advice}`, { cause });
}

/** Starts the worker whose script lies at `address`, an absolute URL. */
export function startWorker(address: string, events: WorkerEvents): WorkerHandle {
  const worker = newWorker(address);
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
