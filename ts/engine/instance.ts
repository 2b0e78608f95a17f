/**
 * From a compiled wasm file to a running instance: create its memory, link, start the pool.
 *
 * Runs in the thread that will own the instance; what was compiled comes from its owner (wasm-file.ts), which also makes an
 * error of a failure (start-failure.ts), so that a worker's script is small and needs no address. The memory is made here
 * and not by the generated glue, so that its limit is ours: smaller than the one the file declares, and halved twice where
 * a host refuses (phones do).
 */
import type { Dispatcher } from "./dispatcher.js";
import type { ProgramGlue } from "./glue.js";
import type { WorkerProgram } from "./wasm-file.js";

/** The glue of one of our wasm files, and what it does. */
export interface Program {
  readonly name: WorkerProgram;
  readonly glue: ProgramGlue;
  /** The threads build's: lets the threads at these ports join, for all engines of this instance. */
  readonly startPool?: (ports: readonly MessagePort[]) => Promise<void>;
  /** Returns what answers calls, for one engine. */
  readonly createDispatcher: () => Dispatcher;
}

/** What an instance is made of. */
export interface InstanceOptions {
  readonly module: WebAssembly.Module;
  readonly maxMemoryMiB: number;
}

/** A running instance. */
export interface Instance {
  readonly memory: WebAssembly.Memory;
  /** The limit of the memory: what was asked for, or a half or a quarter of it. */
  readonly mebibytes: number;
}

/** Why there is none: the host refuses the memory, there is not enough of it, or the file does not start. */
export interface StartFailure {
  readonly refused: "memory" | "size" | "start";
  readonly mebibytes: number;
  readonly reason: string;
}

/** 2 MiB: what the files declare, their stack and data, and little more: allocators take only what is grown behind it. */
export const INITIAL_PAGES = 32;
const PAGES_PER_MIB = 16;

/** Makes the glue ready for work, on this thread and those at `threadPorts`. */
export async function startInstance(
  { glue, startPool }: Program,
  { module, maxMemoryMiB }: InstanceOptions,
  threadPorts: readonly MessagePort[],
): Promise<Instance | StartFailure> {
  let mebibytes = maxMemoryMiB;
  let memory: WebAssembly.Memory | undefined;
  for (let halvings = 0; memory === undefined; halvings++) {
    try {
      memory = createMemory(startPool !== undefined, mebibytes);
    } catch (error) {
      if (!(error instanceof RangeError)) return { refused: "start", mebibytes, reason: String(error) };
      if (halvings === 2) return { refused: "memory", mebibytes: maxMemoryMiB, reason: String(error) };
      mebibytes = Math.max(mebibytes / 2, INITIAL_PAGES / PAGES_PER_MIB);
    }
  }
  try {
    memory = glue.initSync({ module, memory }).memory; // of a start before, where that failed later
    await startPool?.(threadPorts);
  } catch (error) {
    return { refused: ranOut(glue) ? "size" : "start", mebibytes, reason: String(error) };
  }
  return { memory, mebibytes };
}

function createMemory(shared: boolean, mebibytes: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: Math.floor(mebibytes * PAGES_PER_MIB), shared });
}

/** Whether an allocation failed; what did not come to life cannot tell. */
function ranOut(glue: ProgramGlue): boolean {
  try {
    return glue.outOfMemory();
  } catch {
    return false;
  }
}
