/**
 * Whether the command was started so that it outlives its terminal: `nohup`, `trap '' HUP`.
 *
 * Such a start means "ignore SIGHUP". Other programs inherit that; Node forgets it when it starts (every disposition is set
 * back to its default), so that a run under nohup would end with its terminal. What it was can be seen from outside: a
 * parent or a leader of the process group that ignores the signal; or what nohup leaves, a stdin that is /dev/null open for
 * writing alone (GNU) and a shell's variable `_`.
 */
import { readFileSync, readlinkSync } from "node:fs";

/** Whether SIGHUP is to be ignored. */
export function isUnderNohup(): boolean {
  if (/(^|[/\\])nohup$/.test(process.env._ ?? "")) return true;
  if (process.platform !== "linux") return false;
  return hasStdinOfNohup() || ["self", String(process.ppid), groupLeader()].some(ignoresHangUp);
}

function hasStdinOfNohup(): boolean {
  try {
    const flags = Number.parseInt(/^flags:\s*([0-7]+)$/m.exec(read("self/fdinfo/0"))?.[1] ?? "", 8);
    const [access, writeOnly] = [flags & 3, 1];
    return access === writeOnly && readlinkSync("/proc/self/fd/0") === "/dev/null";
  } catch {
    return false;
  }
}

/** The last 16 hexadecimal digits are signals 64 to 1; SIGHUP is 1. */
function ignoresHangUp(process: string | undefined): boolean {
  try {
    const ignored = /^SigIgn:\s*([0-9a-f]+)$/m.exec(read(`${process}/status`))?.[1] ?? "0";
    return (Number.parseInt(ignored.slice(-1), 16) & 1) === 1;
  } catch {
    return false;
  }
}

/** The third field after the name in parentheses, which may hold anything. */
function groupLeader(): string | undefined {
  try {
    return /.*\) \S+ \d+ (\d+) /s.exec(read("self/stat"))?.[1];
  } catch {
    return undefined;
  }
}

function read(path: string): string {
  return readFileSync(`/proc/${path}`, "utf8");
}
