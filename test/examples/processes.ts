/**
 * The processes of a Linux machine and who started whom, by /proc.
 */
import { readdirSync, readFileSync } from "node:fs";

export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Its command line, with blanks between arguments. */
  readonly command: string;
}

/** All that run now, by their ids. */
export function processes(): Map<number, Process> {
  const all = new Map<number, Process>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      // `pid (name) state parent …`, where the name may hold blanks and parentheses.
      const parent = Number(/.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]);
      all.set(pid, { pid, parent, command });
    } catch {
      // It has ended.
    }
  }
  return all;
}

/** A process, who started it, who started that, and so on. */
export function ancestors(all: ReadonlyMap<number, Process>, pid: number): Process[] {
  const found: Process[] = [];
  for (let one = all.get(pid); one !== undefined && one.pid > 1; one = all.get(one.parent)) found.push(one);
  return found;
}
