/**
 * The script of one thread of a pool: joins the engine's instance over its shared memory and works until it is ended.
 *
 * A panic or trap here would leave the engine waiting for this thread for ever, so it is told to the owner of the
 * worker, and to the engine through shared memory.
 */
import { workerScope } from "#platform/workers";
import { initSync, outOfMemory, reportFault, wbg_rayon_start_worker } from "#wasm-threads";
import { describeFault } from "./faults.js";
import type { FromThread, ThreadStart, ToThread } from "./messages.js";

const scope = workerScope();
const post = (message: FromThread) => scope.post(message);

scope.listen((data) => {
  const { port } = data as ToThread;
  port.onmessage = (event) => work(event.data as ThreadStart, port);
});
post({ type: "hello" });

function work({ module, memory, receiver }: ThreadStart, port: MessagePort): void {
  initSync({ module, memory });
  port.postMessage("ready");
  try {
    wbg_rayon_start_worker(receiver); // returns when the engine ends
  } catch (thrown) {
    const fault = describeFault(thrown, { outOfMemory }, memory);
    post({ type: "fault", fault });
    reportFault(fault.message);
  }
}
