/**
 * The inside of a worker in browsers, behind the verbs of ../worker-handle.ts.
 */
import type { WorkerScope } from "../worker-handle.js";

/** The inside of the worker this code runs in. */
export function workerScope(): WorkerScope {
  // TypeScript's page and worker types exclude each other; a worker's own port looks like any MessagePort.
  const scope = globalThis as unknown as MessagePort;
  return {
    post: (message, transfer = []) => scope.postMessage(message, transfer as Transferable[]),
    listen: (handler) => scope.addEventListener("message", (event) => handler(event.data)),
  };
}
