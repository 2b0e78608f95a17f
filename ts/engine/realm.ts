/**
 * The engine that trains in the caller's own thread: which program, and its pool.
 *
 * The pool lives as long as the thread, asleep and without keeping the process alive.
 */
import { messageOf } from "../options/kinds.js";
import type { BuildChoice } from "./choice.js";
import { workerStartError } from "./faults.js";
import { type InstanceOptions, startInstance } from "./instance.js";
import type { Started } from "./local.js";
import { type Pool, spawnPool } from "./pool.js";

/** Starts the instance of this thread. */
export async function startRealm({ build, threads }: BuildChoice, options: InstanceOptions): Promise<Started> {
  if (build === "simd") {
    const { program } = await import("./program-simd.js");
    return { program, ...(await startInstance(program, options, [])) };
  }
  const { program } = await import("./program-threads.js");
  const { promise: lost, reject: lose } = deferred();
  // A fault in a thread is thrown here by the engine, which sees it in shared memory: this thread cannot listen then.
  const pool = poolOf(threads - 1, (reason) => lose(workerStartError(reason)));
  try {
    const instance = await Promise.race([startInstance(program, options, pool.ports), lost]);
    for (const thread of pool.threads) thread.unref();
    return { program, ...instance };
  } catch (error) {
    pool.close();
    await Promise.all(pool.threads.map((thread) => thread.terminate()));
    throw error;
  }
}

function poolOf(count: number, failure: (reason: string) => void): Pool {
  try {
    return spawnPool(count, { fault: () => undefined, failure });
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
