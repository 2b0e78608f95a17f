/**
 * What travels between the caller's thread, the engine's worker and the threads of its pool.
 *
 * Each worker says "hello" first. An engine then gets "start" once, answers "ready" or "failed", and gets calls; it
 * answers them in order. A fault ends it. Results are fresh copies, so their buffers are handed over, not cloned.
 */
import type { Fault, Refusal } from "./faults.js";
import type { InstanceOptions } from "./instance.js";
import type { EngineMethod } from "./protocol.js";

/** From the caller to the engine. */
export type ToEngine =
  | { readonly type: "start"; readonly options: InstanceOptions }
  | { readonly type: "call"; readonly id: number; readonly method: EngineMethod; readonly args: readonly unknown[] };

/** From the engine to the caller. */
export type FromEngine =
  | { readonly type: "hello" }
  | { readonly type: "ready"; readonly notice: string; readonly faultPorts: readonly MessagePort[] }
  | ({ readonly type: "failed" } & Refusal)
  | { readonly type: "result"; readonly id: number; readonly result: unknown }
  | ({ readonly type: "refused"; readonly id: number } & Refusal)
  | { readonly type: "fault"; readonly fault: Fault };

/** From the engine to a thread of its pool. */
export interface ToThread {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Address of the channel on which the thread receives its place in the pool. */
  readonly receiver: number;
  /** Leads to the caller itself: when a thread of the pool fails, the engine waits for it and hears nothing. */
  readonly faultPort: MessagePort;
}

/** From a thread to the engine. */
export interface FromThread {
  readonly type: "hello" | "ready";
}

/** Returns the buffers of `result` that can be handed over. */
export function buffersOf(result: unknown): Transferable[] {
  return ArrayBuffer.isView(result) && result.buffer instanceof ArrayBuffer ? [result.buffer] : [];
}

/**
 * Copies the typed arrays of `args`, also inside plain objects, and lists the copies' buffers to hand over. Cloning
 * would copy the whole buffer under a view, and would share a shared one.
 */
export function packArguments(args: readonly unknown[]): {
  readonly packed: unknown[];
  readonly transfer: Transferable[];
} {
  const transfer: Transferable[] = [];
  const pack = (value: unknown, depth: number): unknown => {
    if (isTypedArray(value)) {
      const copy = value.slice();
      transfer.push(copy.buffer);
      return copy;
    }
    if (depth > 0 || value === null || typeof value !== "object" || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, pack(member, depth + 1)]));
  };
  return { packed: args.map((value) => pack(value, 0)), transfer };
}

function isTypedArray(value: unknown): value is Uint8Array<ArrayBuffer> {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}
