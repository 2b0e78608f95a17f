/**
 * How much computing time a process gets on Linux: `docker --cpus`, Kubernetes' CPU limits and systemd's CPUQuota are
 * quotas of control groups, which the number of cores does not show.
 *
 * Node knows quotas from libuv 1.49 on (not Node 20), rounds them down, and of version 1 looks at the process's own group only.
 */
import { join } from "node:path";
import { groupFolders } from "./cgroup-folders.js";
import { readSystemFile } from "./system-file.js";

/** Computing time that is allowed in each period. */
export interface CpuQuota {
  readonly milliseconds: number;
  readonly periodMs: number;
}

/**
 * Returns the smallest quota of the process's group and the groups around it; null where there is none, the system is not
 * Linux, or it does not tell. Read anew by each call, for a quota can change.
 *
 * @param root a folder that stands for `/`.
 */
export function cpuQuota(root = "/"): CpuQuota | null {
  if (process.platform !== "linux") return null;
  const folders = groupFolders(
    readSystemFile(join(root, "proc/self/cgroup")),
    readSystemFile(join(root, "proc/self/mountinfo")),
  );
  const quotas = folders.flatMap(({ version, path }) => {
    const file = (name: string) => readSystemFile(join(root, path, name)).trim();
    const [quota, period] =
      version === 2 ? file("cpu.max").split(/\s+/) : [file("cpu.cfs_quota_us"), file("cpu.cfs_period_us")];
    return quotaOf(Number(quota || Number.NaN), Number(period || Number.NaN));
  });
  return quotas.reduce<CpuQuota | null>(
    (least, one) => (least === null || cpus(one) < cpus(least) ? one : least),
    null,
  );
}

/** How many CPUs a quota comes to, such as 1.5. */
export function cpus({ milliseconds, periodMs }: CpuQuota): number {
  return milliseconds / periodMs;
}

/** Of microseconds; none for `max` and -1. */
function quotaOf(quota: number, period: number): CpuQuota[] {
  return quota > 0 && period > 0 ? [{ milliseconds: quota / 1000, periodMs: period / 1000 }] : [];
}
