/**
 * Which build an engine gets, and on how many threads: threads where memory can be shared, else one thread with SIMD.
 */
import { availableThreads, blockingAllowed, sharedMemoryAvailable } from "#platform/environment";
import type { Build } from "../platform/build.js";
import type { Parallelism } from "../platform/worker-handle.js";
import { checkThreads, threadsSetting } from "./settings.js";

/** The choice: `notice` says why fewer threads than wanted are taken, or more than are of use, in one sentence, or is empty. */
export interface BuildChoice {
  readonly build: Build;
  readonly threads: number;
  readonly notice: string;
}

/** More threads have nothing to do: a batch is cut in at most 16 lanes. */
const MAX_THREADS = 16;

/** Chooses for `threads` (default: what `init` says, else what the process may use) and the place the engine will run in. */
export function chooseBuild(threads: number | undefined, place: "worker" | "local"): BuildChoice {
  const asked = checkThreads("engine", threads) ?? threadsSetting();
  const { threads: wanted, notice } = withinQuota(asked, availableThreads());
  if (wanted === 1) return { build: "simd", threads: 1, notice };
  const blocking = place === "local" ? blockingAllowed() : { available: true, reason: "" };
  const refused = [sharedMemoryAvailable(), blocking].find((permission) => !permission.available);
  if (refused === undefined) return { build: "threads", threads: wanted, notice };
  return { build: "simd", threads: 1, notice: `1 thread instead of ${wanted}: ${refused.reason}` };
}

/** Those that were `asked` for count, also where a quota makes them slower than fewer; but it is said. */
export function withinQuota(asked: number | undefined, available: Parallelism): Omit<BuildChoice, "build"> {
  const usual = Math.min(MAX_THREADS, available.cores);
  const fed = Math.min(MAX_THREADS, available.threads);
  const threads = asked ?? fed;
  if (available.limit === "") return { threads, notice: "" };
  if (asked !== undefined && asked > fed)
    return { threads, notice: `${named(asked)} may be slower than ${fed}: ${available.limit}` };
  const isFewer = asked === undefined && fed < usual;
  return { threads, notice: isFewer ? `${named(fed)} instead of ${usual}: ${available.limit}` : "" };
}

function named(threads: number): string {
  return threads === 1 ? "1 thread" : `${threads} threads`;
}
