/**
 * Workers in browsers: module Workers behind the verbs of ../worker-handle.ts.
 *
 * A script of another origin (a CDN) is refused by `new Worker`, so it is imported by a small script of our
 * own origin; the origins are compared first because Chromium throws there and Firefox only fires an event.
 */
import type { WorkerEvents, WorkerHandle, WorkerScope } from "../worker-handle.js";
import { checkWorkers } from "./host.js";
import { diagnoseScript } from "./script-diagnosis.js";

/**
 * Starts a worker of the package: from `script`, an absolute URL, or else from `url`, as `make` does it, unless that is of
 * another origin.
 */
export function startWorker(
  url: URL,
  make: () => Worker,
  script: string | undefined,
  events: WorkerEvents,
): WorkerHandle {
  checkWorkers();
  if (script !== undefined) {
    if (isForeign(script)) return startForeign(new URL(script), events);
    return watch(new Worker(script, { type: "module" }), script, events);
  }
  // Not `url`: bundlers turn it into another than where their worker comes from.
  return isForeign(import.meta.url) ? startForeign(url, events) : watch(make(), url.href, events);
}

/** The inside of the worker this code runs in. */
export function workerScope(): WorkerScope {
  // TypeScript's page and worker types exclude each other; a worker's own port looks like any MessagePort.
  const scope = globalThis as unknown as MessagePort;
  return {
    post: (message, transfer = []) => scope.postMessage(message, transfer as Transferable[]),
    listen: (handler) => scope.addEventListener("message", (event) => handler(event.data)),
  };
}

// Bundlers turn a bare import.meta.url into file:///…, which says nothing of where the worker will come from.
function isForeign(url: string): boolean {
  return /^https?:/.test(url) && new URL(url).origin !== globalThis.origin;
}

function startForeign(url: URL, events: WorkerEvents): WorkerHandle {
  const script = new Blob([`import ${JSON.stringify(url.href)};`], { type: "text/javascript" });
  const blobUrl = URL.createObjectURL(script);
  const revoke = () => URL.revokeObjectURL(blobUrl);
  return watch(new Worker(blobUrl, { type: "module" }), url.href, {
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
    if (event.message) events.failure(event.message);
    else if (heard) events.failure("it failed without a message");
    else void diagnoseScript(url).then(events.failure);
  };
  return {
    url,
    post: (message, transfer = []) => worker.postMessage(message, transfer as Transferable[]),
    terminate: async () => worker.terminate(),
    ref: () => undefined,
    unref: () => undefined,
  };
}
