/**
 * A control group with a quota of computing time, where this machine lets one be made: as root, with the cpu controller of
 * version 1 or 2 to be written to.
 */
import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PERIOD_US = 100_000;

/** One that was made; its processes must have ended before it is removed. */
export interface ControlGroup {
  /** A line of sh that joins the group and becomes the program `"$@"`. */
  readonly shell: string;
  remove(): void;
}

/** Makes a group of `cpus` CPUs, and one without a quota in it, which is the one that is joined; null where none can be made. */
export function quotaGroup(cpus: number): ControlGroup | null {
  const quota = Math.round(cpus * PERIOD_US);
  const name = `fashion-wasm-test-${process.pid}-${quota}`;
  for (const [mount, file, text] of [
    ["/sys/fs/cgroup/cpu", "cpu.cfs_quota_us", String(quota)],
    ["/sys/fs/cgroup/cpu,cpuacct", "cpu.cfs_quota_us", String(quota)],
    ["/sys/fs/cgroup", "cpu.max", `${quota} ${PERIOD_US}`],
  ] as const) {
    const folder = join(mount, name);
    const inner = join(folder, "inner");
    const remove = () => {
      for (const each of [inner, folder]) rmdirSync(each);
    };
    try {
      mkdirSync(folder);
    } catch {
      continue;
    }
    try {
      mkdirSync(inner);
      writeFileSync(join(folder, file), text, { flag: "r+" }); // none is made: a folder of no hierarchy has no such file
      return { shell: `echo $$ > ${inner}/cgroup.procs && exec "$@"`, remove };
    } catch {
      remove();
    }
  }
  return null;
}
