/**
 * What went wrong inside an engine, told apart: a refusal leaves the engine good, a fault ends it.
 *
 * Rust refuses by throwing a plain object `{ code, message }`. Anything else that leaves wasm is a fault: a panic or trap, an
 * Error of the host without a text of ours, or an allocation that failed, which looks like a trap and is known by the flag
 * that the allocator sets. After a fault, memory may hold half-done work, so the engine answers nothing more.
 *
 * This is told where the engine is; its owner makes errors of it (fault-errors.ts).
 */
import type { ErrorCode } from "../errors.js";
import type { ProgramGlue } from "./glue.js";

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

/** What is asked of an instance after a fault. */
type FaultGlue = Pick<ProgramGlue, "outOfMemory" | "reportedFault">;

/** Tells what `thrown`, caught from a call into wasm, means. */
export function readThrown(
  thrown: unknown,
  glue: FaultGlue,
  memory: WebAssembly.Memory,
): { readonly refusal: Refusal } | { readonly fault: Fault } {
  return isRefusal(thrown) ? { refusal: thrown } : { fault: describeFault(thrown, glue, memory) };
}

/** Describes a fault; asks the instance that failed, which still answers. */
export function describeFault(thrown: unknown, glue: FaultGlue, memory: WebAssembly.Memory): Fault {
  const message = thrown instanceof Error ? `${thrown.message}${functionOf(thrown)}` : String(thrown);
  // The copy of a result can fail outside of wasm, in the host's own heap.
  const copyFailed = thrown instanceof RangeError && /allocation/i.test(message);
  return {
    outOfMemory: copyFailed || glue.outOfMemory(),
    message: glue.reportedFault?.() ?? message,
    mebibytes: Math.round(memory.buffer.byteLength / 2 ** 20),
  };
}

/** The function that failed, by the number that scripts/wasm-function.mjs knows; nothing where the host does not say. */
export function functionOf({ stack }: Error): string {
  const found = /wasm-function\[\d+\](:0x[\da-f]+)?/.exec(stack ?? "");
  return found === null ? "" : ` in ${found[0]}`;
}

/** Whether what was thrown leaves the engine good. */
export function isRefusal(thrown: unknown): thrown is Refusal {
  if (typeof thrown !== "object" || thrown === null || thrown instanceof Error) return false;
  const { code, message } = thrown as Partial<Refusal>;
  return typeof code === "string" && typeof message === "string";
}
