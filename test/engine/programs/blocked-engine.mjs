/**
 * An engine that is stuck: at its first call it lets a thread of its pool fail and then waits for ever, as an engine
 * does that waits for the work of a thread which has died.
 */
import { parentPort } from "node:worker_threads";

let threadPorts = [];
parentPort.on("message", (message) => {
  if (message.type === "start") {
    threadPorts = message.threadPorts;
    parentPort.postMessage({ type: "ready", notice: "" });
    return;
  }
  threadPorts[0].postMessage({ module: "none", memory: "none", receiver: 0 });
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
parentPort.postMessage({ type: "hello" });
