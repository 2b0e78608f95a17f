/**
 * The script of one thread of a pool: joins the engine's instance over its shared memory and works until it is ended.
 *
 * A panic or trap here would leave the engine waiting for this thread for ever, so it is told to the caller on a port
 * of its own, and to the engine through shared memory.
 */
import { workerScope } from "#platform";
import * as glue from "#wasm-threads";
import { describeFault } from "./faults.js";
import type { FromThread, ToThread } from "./messages.js";

const scope = workerScope();
const say = (type: FromThread["type"]) => scope.post({ type });

scope.listen((data) => {
  const { module, memory, receiver, faultPort } = data as ToThread;
  glue.initSync({ module, memory });
  say("ready");
  try {
    glue.wbg_rayon_start_worker(receiver);
  } catch (thrown) {
    const fault = describeFault(thrown, glue, memory);
    faultPort.postMessage(fault);
    glue.reportFault(fault.message);
  }
});
say("hello");
