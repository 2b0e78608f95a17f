/**
 * An engine that is stuck, and a thread of its pool: at its first call the engine lets the thread fail and then waits for
 * ever, as an engine does that waits for the work of a thread which has died.
 */
import { readFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";

let threadPorts = [];
parentPort.on("message", (message) => {
  if (message.type === "join") {
    message.port.on("message", () => {
      throw new Error("this thread has failed");
    });
    return;
  }
  if (message.type === "start") {
    threadPorts = message.threadPorts;
    parentPort.postMessage({ type: "ready", mebibytes: message.options.maxMemoryMiB });
    return;
  }
  threadPorts[0].postMessage("fail");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
parentPort.postMessage({ type: "hello", version, program: "threads" });
