/**
 * How many threads of this process can run at the same time: one for each core it may use, fewer under a quota of
 * computing time.
 */
import { availableParallelism, cpus as onlineCores } from "node:os";
import type { Parallelism } from "../worker-handle.js";
import { type CpuQuota, cpuQuota, cpus } from "./cpu-quota.js";
import { readSystemFile } from "./system-file.js";

/** Returns how many threads can run at the same time, as things stand. */
export function availableThreads(): Parallelism {
  const quota = cpuQuota();
  if (quota === null) return { threads: availableParallelism(), cores: availableParallelism(), limit: "" };
  return underQuota(quota, Math.max(availableParallelism(), usableCores()));
}

/**
 * The threads that a quota feeds on `cores`. Rounded up, as the JVM and Go do: a thread that runs for half of the time adds
 * half a core. The last one must get a tenth of its time: less is lost by waiting for it.
 */
export function underQuota(quota: CpuQuota, cores: number): Parallelism {
  const threads = Math.max(1, Math.ceil(cpus(quota) - LEAST_SHARE));
  if (threads >= cores) return { threads: cores, cores, limit: "" };
  const { milliseconds, periodMs } = quota;
  const amount = Number(cpus(quota).toPrecision(3));
  const limit = `this process may use ${amount} CPU${amount === 1 ? "" : "s"} (cgroup quota of ${milliseconds} ms in ${periodMs} ms)`;
  return { threads, cores, limit };
}

const LEAST_SHARE = 0.1;

/** Cores by affinity; 0 where it is not told. Node's own number may be smaller: newer ones round quotas down. */
function usableCores(): number {
  const [, list = ""] = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readSystemFile("/proc/self/status")) ?? [];
  return Math.min(onlineCores().length, countListed(list));
}

/** `0-3,8` → 5 */
export function countListed(list: string): number {
  return list.split(",").reduce((sum, range) => {
    const [first, last = first] = range.split("-").map(Number);
    return first === undefined || last === undefined || range === "" ? sum : sum + last - first + 1;
  }, 0);
}
