/**
 * The inside of an engine's worker: starts the instance, then answers one call after the other.
 *
 * entry-simd.ts, entry-threads.ts and inference/entry.ts are its scripts, one for each wasm file: a bundler must see the
 * import of the glue, and only what was picked is fetched. A call blocks this thread, which nobody else uses.
 */
import { workerScope } from "#platform/workers";
import { FashionWasmError } from "../errors.js";
import type { Dispatcher } from "./dispatcher.js";
import { readThrown } from "./faults.js";
import { type Instance, type InstanceOptions, type Program, startInstance } from "./instance.js";
import { buffersOf, type FromEngine, spareOf, type ToEngine } from "./messages.js";

/** Serves this worker's owner with `program`. */
export function serve(program: Program): void {
  const scope = workerScope();
  const post = (message: FromEngine, transfer: readonly Transferable[] = []) => scope.post(message, transfer);
  const dispatcher = program.createDispatcher();
  let memory: WebAssembly.Memory | undefined;

  scope.listen((data) => {
    const message = data as ToEngine;
    if (message.type === "start") {
      startInstance(program, message.options, message.threadPorts).then(
        (instance) => {
          memory = instance.memory;
          tellReady(instance, message.options, post);
        },
        (error: unknown) => post({ type: "failed", ...startFailure(error) }),
      );
    } else if (memory !== undefined) {
      answer(message, program, dispatcher, memory, post);
    }
  });
  post({ type: "hello" });
}

/** The caller keeps the module for its next engines, unless it is from there. */
function tellReady(
  { module, notice }: Instance,
  { compiled, wasm }: InstanceOptions,
  post: (message: FromEngine) => void,
): void {
  const isKnown = compiled !== undefined || (wasm !== undefined && "module" in wasm);
  try {
    post({ type: "ready", notice, ...(!isKnown && { compiled: module }) });
  } catch {
    post({ type: "ready", notice }); // a host whose modules stay where they are
  }
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

function startFailure(error: unknown): Pick<FashionWasmError, "code" | "message"> {
  if (error instanceof FashionWasmError) return { code: error.code, message: error.message };
  return { code: "ENGINE_START_FAILED", message: `engine: ${String(error)}` };
}
