/**
 * One thread of a pool, in a worker of the same script as its engine's: joins the engine's instance over its shared memory and works until it is ended.
 *
 * A panic or trap here would leave the engine waiting for this thread for ever, so it is told to the owner of the
 * worker, and to the engine through shared memory.
 */
import { initSync, outOfMemory, reportFault, wbg_rayon_start_worker } from "#wasm-threads";
import { describeFault } from "./faults.js";
import type { FromJoined, FromThread, ThreadStart, ToThread } from "./messages.js";

/**
 * How often the engine is asked for its module and memory. Firefox (ESR 153) now and then loses what is shared on its way
 * through a port that has just changed hands: the event is a `messageerror`.
 */
const ATTEMPTS = 30;

/** Joins the engine at `port`; a fault is told to the owner by `post`. */
export function joinPool({ port }: ToThread, post: (message: FromThread) => void): void {
  port.onmessage = (event) => work(event.data as ThreadStart, port, post);
  const ask = () => port.postMessage("joined" satisfies FromJoined);
  let lost = 0;
  port.onmessageerror = () => {
    if (++lost > ATTEMPTS) throw new Error("the engine's memory cannot be received");
    setTimeout(ask, lost);
  };
  ask();
}

function work({ module, memory, receiver }: ThreadStart, port: MessagePort, post: (message: FromThread) => void): void {
  initSync({ module, memory });
  port.postMessage("ready" satisfies FromJoined);
  try {
    wbg_rayon_start_worker(receiver); // returns when the engine ends
  } catch (thrown) {
    const fault = describeFault(thrown, { outOfMemory }, memory);
    post({ type: "fault", fault });
    reportFault(fault.message);
  }
}
