/**
 * What went wrong inside an engine, told apart: a refusal leaves the engine good, a fault ends it.
 *
 * Rust refuses by throwing a plain object `{ code, message }`. Anything else that leaves wasm is a fault: a panic
 * (an Error, thrown by the panic hook), a trap, or an allocation that failed, which looks like a trap and is known by
 * the flag the allocator sets. After a fault, memory may hold half-done work, so the engine answers nothing more.
 */
import { type ErrorCode, FashionWasmError } from "../errors.js";

/** A request the engine turned down. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Why an engine stopped. */
export interface Fault {
  readonly outOfMemory: boolean;
  readonly message: string;
  /** Size of the wasm memory when it happened. */
  readonly mebibytes: number;
}

/** Tells what `thrown`, caught from a call into wasm, means. */
export function readThrown(
  thrown: unknown,
  glue: { outOfMemory(): boolean },
  memory: WebAssembly.Memory,
): { readonly refusal: Refusal } | { readonly fault: Fault } {
  if (thrown instanceof FashionWasmError) return { refusal: { code: thrown.code, message: thrown.message } };
  return isRefusal(thrown) ? { refusal: thrown } : { fault: describeFault(thrown, glue, memory) };
}

/** Describes a fault; asks the instance that failed, which still answers. */
export function describeFault(thrown: unknown, glue: { outOfMemory(): boolean }, memory: WebAssembly.Memory): Fault {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  // The copy of a result can fail outside of wasm, in the host's own heap.
  const copyFailed = thrown instanceof RangeError && /allocation/i.test(message);
  return {
    outOfMemory: copyFailed || glue.outOfMemory(),
    message,
    mebibytes: Math.round(memory.buffer.byteLength / 2 ** 20),
  };
}

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
export function workerStartError(reason: string): FashionWasmError {
  const advice = reason.includes("→")
    ? ""
    : " → copy or serve the package's dist folder whole, or say where its workers are with init({ workerUrl })";
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

/** The error of calls that come before `first`, which makes the model. */
export function earlyError(first: string): FashionWasmError {
  return new FashionWasmError("INVALID_ARGUMENT", `engine: there is no model yet → ${first} must be the first call`);
}

/** Whether what was thrown leaves the engine good. */
export function isRefusal(thrown: unknown): thrown is Refusal {
  if (typeof thrown !== "object" || thrown === null || thrown instanceof Error) return false;
  const { code, message } = thrown as Partial<Refusal>;
  return typeof code === "string" && typeof message === "string";
}
