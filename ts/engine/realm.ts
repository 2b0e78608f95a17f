/**
 * The engine that trains in the caller's own thread: which program, and its pool.
 *
 * The pool lives as long as the thread, asleep and without keeping the process alive.
 */
import { messageOf } from "../options/kinds.js";
import type { BuildChoice } from "./choice.js";
import { workerStartError } from "./fault-errors.js";
import { type Started, startProgram } from "./local.js";
import { type Pool, spawnPool } from "./pool.js";
import { program as simdProgram } from "./program-simd.js";
import { program as threadsProgram } from "./program-threads.js";
import { workerSetting } from "./settings.js";
import type { InstanceSource, WasmFiles } from "./wasm-file.js";

/** Starts the instance of this thread. */
export async function startRealm(
  { build, threads }: BuildChoice,
  source: InstanceSource,
  files: WasmFiles,
): Promise<Started> {
  if (build === "simd") return startProgram(simdProgram, source, files);
  const { promise: lost, reject: lose } = deferred();
  // A fault in a thread is thrown here by the engine, which sees it in shared memory: this thread cannot listen then.
  const pool = poolOf(threads - 1, workerSetting("threads"), (reason) => lose(workerStartError(reason)));
  try {
    const started = await Promise.race([startProgram(threadsProgram, source, files, pool.ports, lost), lost]);
    for (const thread of pool.threads) thread.unref();
    return started;
  } catch (error) {
    pool.close();
    await Promise.all(pool.threads.map((thread) => thread.terminate()));
    throw error;
  }
}

function poolOf(count: number, script: string, failure: (reason: string) => void): Pool {
  try {
    return spawnPool(count, script, { fault: () => undefined, failure });
  } catch (error) {
    throw workerStartError(messageOf(error));
  }
}

function deferred(): { readonly promise: Promise<never>; readonly reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_, rejectPromise) => {
    reject = rejectPromise;
  });
  promise.catch(() => undefined); // threads end with the process, long after the start
  return { promise, reject };
}
