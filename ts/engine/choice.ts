/**
 * Which build an engine gets, and on how many threads: threads where memory can be shared, else one thread with SIMD.
 */
import { availableThreads, blockingAllowed, sharedMemoryAvailable } from "#platform/environment";
import type { Build } from "../platform/build.js";
import { checkThreads, threadsSetting } from "./settings.js";

/** The choice: `notice` says why fewer threads than wanted are taken, in one sentence, or is empty. */
export interface BuildChoice {
  readonly build: Build;
  readonly threads: number;
  readonly notice: string;
}

/** More threads have nothing to do: a batch is cut in at most 16 lanes. */
const MAX_THREADS = 16;

/** Chooses for `threads` (default: what `init` says, else all cores) and the place the engine will run in. */
export function chooseBuild(threads: number | undefined, place: "worker" | "local"): BuildChoice {
  const wanted = checkThreads("engine", threads) ?? threadsSetting() ?? Math.min(MAX_THREADS, availableThreads());
  if (wanted === 1) return { build: "simd", threads: 1, notice: "" };
  const blocking = place === "local" ? blockingAllowed() : { available: true, reason: "" };
  const refused = [sharedMemoryAvailable(), blocking].find((permission) => !permission.available);
  if (refused === undefined) return { build: "threads", threads: wanted, notice: "" };
  return { build: "simd", threads: 1, notice: `1 thread instead of ${wanted}: ${refused.reason}` };
}
