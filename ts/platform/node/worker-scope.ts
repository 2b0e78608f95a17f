/**
 * The inside of a worker in Node: worker_threads behind the verbs of ../worker-handle.ts.
 */
import { parentPort, type TransferListItem } from "node:worker_threads";
import type { WorkerScope } from "../worker-handle.js";

/** The inside of the worker this code runs in. */
export function workerScope(): WorkerScope {
  const port = parentPort;
  if (port === null)
    throw new Error("this file is the script of a worker thread, it does nothing when it is run by itself");
  return {
    post: (message, transfer = []) => port.postMessage(message, transfer as TransferListItem[]),
    listen: (handler) => void port.on("message", handler),
  };
}
