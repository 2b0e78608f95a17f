/**
 * The inside of a worker: an engine, which starts its instance and then answers one call after the other, or a thread of an
 * engine's pool. Which of them, its owner says.
 *
 * entry-simd.ts, entry-threads.ts, inference/entry.ts and photo/worker-entry.ts are the scripts, one for each wasm file, each a
 * file that imports nothing: bundlers copy it as it is. A call blocks this thread, which nobody else uses.
 */
import { VERSION } from "../platform/version.js";
import { workerScope } from "../platform/worker-scope.js";
import type { Dispatcher } from "./dispatcher.js";
import { readThrown } from "./faults.js";
import { type Program, startInstance } from "./instance.js";
import { buffersOf, type FromEngine, type FromThread, spareOf, type ToEngine, type ToThread } from "./messages.js";

/** Serves this worker's owner with `program`; `joinPool` makes the worker a thread of a pool. */
export function serve(
  program: Program,
  joinPool?: (message: ToThread, post: (message: FromThread) => void) => void,
): void {
  const scope = workerScope();
  const post = (message: FromEngine, transfer: readonly Transferable[] = []) => scope.post(message, transfer);
  const dispatcher = program.createDispatcher();
  let memory: WebAssembly.Memory | undefined;

  scope.listen((data) => {
    const message = data as ToEngine | ToThread;
    if (message.type === "join") {
      joinPool?.(message, post);
    } else if (message.type === "start") {
      void startInstance(program, message.options, message.threadPorts).then((outcome) => {
        if ("refused" in outcome) return post({ type: "failed", failure: outcome });
        memory = outcome.memory;
        post({ type: "ready", mebibytes: outcome.mebibytes });
      });
    } else if (memory !== undefined) {
      answer(message, program, dispatcher, memory, post);
    }
  });
  post({ type: "hello", version: VERSION, program: program.name });
}

function answer(
  { id, method, args }: Extract<ToEngine, { type: "call" }>,
  { glue }: Program,
  dispatcher: Dispatcher,
  memory: WebAssembly.Memory,
  post: (message: FromEngine, transfer?: readonly Transferable[]) => void,
): void {
  try {
    const result = dispatcher.run(method, args);
    const spare = spareOf(args);
    if (spare === undefined) post({ type: "result", id, result }, buffersOf(result));
    else post({ type: "result", id, result, spare }, [spare, ...buffersOf(result)]);
  } catch (thrown) {
    const read = readThrown(thrown, glue, memory);
    post("refusal" in read ? { type: "refused", id, ...read.refusal } : { type: "fault", fault: read.fault });
  }
}
