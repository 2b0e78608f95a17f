/**
 * Workers in browsers, behind the verbs of ../worker-handle.ts.
 *
 * A script of another origin (a CDN), or one that a bundler has made a data: URL, is imported by a small script of our own
 * origin: `new Worker` refuses the first, and the second would be of no origin, with which no memory is shared. The origins
 * are compared first because Chromium throws there and Firefox only fires an event.
 */
import { messageOf } from "../../options/kinds.js";
import { shownAddress } from "../address.js";
import type { WorkerEvents, WorkerHandle } from "../worker-handle.js";
import { checkWorkers } from "./host.js";
import { isForeign } from "./origin.js";
import { diagnoseScript } from "./script-diagnosis.js";
import { TRUSTED_ADVICE, trusted } from "./trusted-script.js";

/** Starts the worker whose script lies at `address`, an absolute URL. */
export function startWorker(address: string, events: WorkerEvents): WorkerHandle {
  checkWorkers();
  // A sandboxed frame is of no origin: only a classic script of its own is allowed there.
  if (globalThis.origin === "null")
    return startByBlob(`importScripts(${JSON.stringify(address)})`, "classic", address, events);
  if (!isForeign(address)) return watch(made(address, "module", address), address, events);
  return startByBlob(`import ${JSON.stringify(address)}`, "module", address, events);
}

function startByBlob(code: string, type: WorkerType, address: string, events: WorkerEvents): WorkerHandle {
  const blobUrl = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const revoke = () => URL.revokeObjectURL(blobUrl);
  return watch(made(blobUrl, type, address), address, {
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

/** A new worker from `script`. Errors: of a policy for Trusted Types, what to allow; of others the browser tells later. */
function made(script: string, type: WorkerType, address: string): Worker {
  try {
    return new Worker(trusted(script), { type });
  } catch (cause) {
    const message = messageOf(cause);
    if (!/Trusted|Sink type/.test(message)) throw cause;
    const reason = `worker ${shownAddress(address)}: the browser refuses it (${message})`;
    throw new Error(`${reason} → ${TRUSTED_ADVICE}, or compute in this thread: engine: "local"`, { cause });
  }
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
