/**
 * Workers in browsers, behind the verbs of ../worker-handle.ts.
 *
 * A script of another origin (a CDN), or one that a bundler has made a data: URL, is imported by a small script of our own
 * origin: `new Worker` refuses the first, and the second would be of no origin, with which no memory is shared. The origins
 * are compared first because Chromium throws there and Firefox only fires an event.
 */
import type { WorkerEvents, WorkerHandle } from "../worker-handle.js";
import { checkWorkers } from "./host.js";
import { isForeign } from "./origin.js";
import { diagnoseScript } from "./script-diagnosis.js";

/** Starts the worker whose script lies at `address`, an absolute URL. */
export function startWorker(address: string, events: WorkerEvents): WorkerHandle {
  checkWorkers();
  // A sandboxed frame is of no origin: only a classic script of its own is allowed there.
  if (globalThis.origin === "null")
    return startByBlob(`importScripts(${JSON.stringify(address)})`, "classic", address, events);
  if (!isForeign(address)) return watch(new Worker(address, { type: "module" }), address, events);
  return startByBlob(`import ${JSON.stringify(address)}`, "module", address, events);
}

function startByBlob(code: string, type: WorkerType, address: string, events: WorkerEvents): WorkerHandle {
  const blobUrl = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const revoke = () => URL.revokeObjectURL(blobUrl);
  return watch(new Worker(blobUrl, { type }), address, {
    message: (data) => {
      revoke();
      events.message(data);
    },
    failure: (reason) => {
      revoke();
      events.failure(reason);
    },
  });
}

function watch(worker: Worker, url: string, events: WorkerEvents): WorkerHandle {
  let heard = false;
  worker.onmessage = (event) => {
    heard = true;
    events.message(event.data);
  };
  worker.onmessageerror = () => events.failure("a message could not be read");
  worker.onerror = (event) => {
    event.preventDefault();
    // importScripts does not say why a script failed to load.
    if (!heard && /^$|NetworkError/.test(event.message ?? "")) void diagnoseScript(url).then(events.failure);
    else events.failure(event.message || "it failed without a message");
  };
  return {
    url,
    post: (message, transfer = []) => worker.postMessage(message, transfer as Transferable[]),
    terminate: async () => worker.terminate(),
    ref: () => undefined,
    unref: () => undefined,
  };
}
