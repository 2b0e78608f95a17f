/**
 * Small files by which Linux tells of a process and its limits: /proc, /sys/fs/cgroup.
 */
import { readFileSync } from "node:fs";

/** The text; "" where it cannot be read: another system, a sandbox, a host's permissions. */
export function readSystemFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
