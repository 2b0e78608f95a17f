/**
 * The errors of what went wrong inside an engine (faults.ts), as its owner throws them.
 */
import { FashionWasmError } from "../errors.js";
import { placeAdvice } from "../platform/packaged-url.js";
import type { Fault } from "./faults.js";
import type { WorkerProgram } from "./wasm-file.js";

/** The error of the call that was under way. */
export function faultError(where: string, fault: Fault): FashionWasmError {
  if (fault.outOfMemory) {
    return new FashionWasmError(
      "OUT_OF_MEMORY",
      `${where}: the engine could not get more memory, having ${fault.mebibytes} MiB → take a smaller batchSize, less data or a smaller model, or allow more with init({ maxMemoryMiB }), and create a new model: this one has ended`,
    );
  }
  return new FashionWasmError(
    "ENGINE_PANIC",
    `${where}: the engine has stopped (${fault.message.trim().replace(/\s*\n\s*/g, " ")}) → create a new model: this one has ended; this is a fault of fashion-wasm, please report it`,
  );
}

/** The error of an engine one of whose workers did not start; `reason` begins with its address. */
export function workerStartError(reason: string, program?: WorkerProgram): FashionWasmError {
  const option = program === "photos" ? "photoWorkerUrl" : "workerUrl";
  const advice = reason.includes("→") ? "" : ` → ${placeAdvice(reason, option)}`;
  return new FashionWasmError("ENGINE_START_FAILED", `engine: ${reason}${advice}`);
}

/** The error of calls that come after `first`, the one that ended the engine. */
export function laterError(where: string, first: FashionWasmError): FashionWasmError {
  return first.code === "DISPOSED"
    ? disposedError(where)
    : new FashionWasmError(first.code, `${where}: the engine had stopped before → create a new model`, {
        cause: first,
      });
}

/** The error of calls under way or made when an engine is disposed. */
export function disposedError(where: string): FashionWasmError {
  return new FashionWasmError("DISPOSED", `${where}: the model has been disposed → create a new model`);
}
