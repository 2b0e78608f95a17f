/**
 * What travels between the caller's thread, the engine's worker and the threads of its pool.
 *
 *   caller  ──start, call──▶  engine        the engine answers calls in the order they were made
 *   caller  ──join─────────▶  each thread   hands it its end of a channel to the engine
 *   thread  ──joined───────▶  engine        over that channel, and "ready" after the next
 *   engine  ──ThreadStart──▶  each thread   asked for by "joined", anew when Firefox has lost it
 *   thread  ──fault────────▶  caller        directly: the engine waits for the thread and hears nothing
 *
 * Engine and threads are all started by the caller. Each says "hello" first; nothing is sent to it before.
 */
import type { Fault, Refusal } from "./faults.js";
import type { Hello } from "./hello.js";
import type { InstanceOptions, StartFailure } from "./instance.js";

/** From the caller to the engine. */
export type ToEngine =
  | { readonly type: "start"; readonly options: InstanceOptions; readonly threadPorts: readonly MessagePort[] }
  | { readonly type: "call"; readonly id: number; readonly method: string; readonly args: readonly unknown[] };

/** From the engine to the caller. */
export type FromEngine =
  /** `mebibytes`: the limit of its memory. */
  | { readonly type: "ready"; readonly mebibytes: number }
  | { readonly type: "failed"; readonly failure: StartFailure }
  /** `spare`: the memory of an argument that has been read, to send the next in. */
  | { readonly type: "result"; readonly id: number; readonly result: unknown; readonly spare?: ArrayBuffer }
  | ({ readonly type: "refused"; readonly id: number } & Refusal)
  | FromThread;

/** From the caller to a thread of the pool. */
export interface ToThread {
  readonly type: "join";
  readonly port: MessagePort;
}

/** From a thread to the caller. */
export type FromThread = Hello | { readonly type: "fault"; readonly fault: Fault };

/** From a thread to its engine, over their channel. */
export type FromJoined = "joined" | "ready";

/** From the engine to a thread of its pool. */
export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Address of the channel on which the thread receives its place in the pool. */
  readonly receiver: number;
}

/** Smaller memory is copied sooner than it is handed over: one image and its answer take 5 µs less of 130 (Node). */
const WORTH_HANDING_OVER = 16_384;

/** Returns the buffers of `result`, or of its members, that can be handed over: results are fresh copies. */
export function buffersOf(result: unknown): Transferable[] {
  const isObject = typeof result === "object" && result !== null && !Array.isArray(result);
  const values: unknown[] = isObject && !ArrayBuffer.isView(result) ? Object.values(result) : [result];
  return values.flatMap((value) =>
    ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer && isWorthIt(value.buffer) ? [value.buffer] : [],
  );
}

/**
 * The memory of data that has been read: it goes back with the answer, to send the next piece in, or every piece would
 * leave its size to the collector of the engine's thread, which has no reason to run while it computes.
 */
export function spareOf(args: readonly unknown[]): ArrayBuffer | undefined {
  const last = args.at(-1);
  return isTypedArray(last) && isBytesOrFloats(last) && isWorthIt(last.buffer) ? last.buffer : undefined;
}

/**
 * Copies the typed arrays of `args`, also inside plain objects, and lists the copies' buffers to hand over. Cloning
 * would copy the whole buffer under a view, and would share a shared one. A copy that fits goes into `spare`.
 */
export function packArguments(
  args: readonly unknown[],
  spare?: ArrayBuffer,
): {
  readonly packed: unknown[];
  readonly transfer: Transferable[];
} {
  const transfer: Transferable[] = [];
  const pack = (value: unknown, depth: number): unknown => {
    if (isTypedArray(value)) {
      if (spare?.byteLength === value.byteLength && isBytesOrFloats(value)) {
        const copy = copyInto(spare, value);
        transfer.push(spare);
        spare = undefined;
        return copy;
      }
      // Not value.slice(): that of a Node Buffer is a view, and handing it over would take the user's memory.
      const copy: Uint8Array<ArrayBuffer> = Uint8Array.prototype.slice.call(value) as Uint8Array<ArrayBuffer>;
      if (isWorthIt(copy.buffer)) transfer.push(copy.buffer);
      return copy;
    }
    if (depth > 0 || value === null || typeof value !== "object" || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, pack(member, depth + 1)]));
  };
  return { packed: args.map((value) => pack(value, 0)), transfer };
}

function isWorthIt(buffer: ArrayBuffer): boolean {
  return buffer.byteLength >= WORTH_HANDING_OVER;
}

function isBytesOrFloats(value: unknown): value is Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer> {
  return value instanceof Uint8Array || value instanceof Float32Array;
}

function copyInto(spare: ArrayBuffer, value: Uint8Array | Float32Array): Uint8Array | Float32Array {
  const copy = value instanceof Float32Array ? new Float32Array(spare) : new Uint8Array(spare);
  copy.set(value);
  return copy;
}

function isTypedArray(value: unknown): value is Uint8Array<ArrayBuffer> {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}
