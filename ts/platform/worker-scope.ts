/**
 * The inside of a worker, in browsers and Node alike: the script of a worker is one file for both.
 */

/** What a worker says to its owner, and hears of it. */
export interface WorkerScope {
  post(message: unknown, transfer?: readonly Transferable[]): void;
  listen(handler: (data: unknown) => void): void;
}

/** The inside of the worker this code runs in. */
export function workerScope(): WorkerScope {
  // TypeScript's page and worker types exclude each other; a worker's own port looks like any MessagePort.
  const port: MessagePort = parentPort() ?? (globalThis as unknown as MessagePort);
  return {
    post: (message, transfer = []) => port.postMessage(message, transfer as Transferable[]),
    listen: (handler) => {
      port.onmessage = (event) => handler(event.data);
    },
  };
}

/** Node's way to the owner; not imported, for what is no browser's. Of Node 20.16, 22.3 and newer, Deno and Bun. */
function parentPort(): MessagePort | null | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?(name: string): { parentPort: MessagePort | null } };
  };
  return process?.getBuiltinModule?.("node:worker_threads").parentPort;
}
