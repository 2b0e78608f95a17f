/**
 * What the operating system knows of processes: CPU time and memory of a tree of them, CPU time of the machine.
 *
 * Linux's /proc; elsewhere all is null and the report says "not measured".
 */
import { readdirSync, readFileSync } from "node:fs";

/** The kernel's unit of times in /proc, the same on all common systems (USER_HZ). */
const TICKS = 100;

/**
 * @typedef {object} Process
 * @property {number} pid
 * @property {number} parent
 * @property {number} cpuSeconds its own, and those of children it has outlived
 */

/**
 * CPU time that all processors together have spent at work, and time that a hypervisor gave to others, in seconds.
 * @returns {import("./statistics.mjs").MachineTimes}
 */
export function machineTimes() {
  const text = read("/proc/stat");
  if (text === null) return null;
  const times = (text.split("\n")[0] ?? "").trim().split(/\s+/).slice(1).map(Number);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, stolen = 0] = times;
  return { busy: (user + nice + system + irq + softirq) / TICKS, stolen: stolen / TICKS };
}

/**
 * CPU seconds so far of the process trees that begin at `roots`.
 * @param {readonly number[]} roots
 * @returns {number[]}
 */
export function treeTimes(roots) {
  const all = processes();
  return roots.map((root) => treeOf(root, all).reduce((total, { cpuSeconds }) => total + cpuSeconds, 0));
}

/**
 * Highest resident memory of each process of the tree, added up, in MB (10^6 bytes). What processes share is counted in each.
 * @param {number} root
 * @returns {number | null}
 */
export function peakMemory(root) {
  const kibibytes = treeOf(root, processes()).map(({ pid }) =>
    Number(/VmHWM:\s+(\d+)/.exec(read(`/proc/${pid}/status`) ?? "")?.[1] ?? 0),
  );
  const total = kibibytes.reduce((sum, one) => sum + one, 0);
  return total === 0 ? null : (total * 1024) / 1e6;
}

/**
 * @param {number} root
 * @param {readonly Process[]} all
 * @returns {Process[]}
 */
function treeOf(root, all) {
  const own = all.filter(({ pid }) => pid === root);
  return [...own, ...all.filter(({ parent }) => parent === root).flatMap(({ pid }) => treeOf(pid, all))];
}

/** @returns {Process[]} */
function processes() {
  const names = process.platform === "linux" ? readdirSync("/proc") : [];
  return names.flatMap((name) => {
    const text = /^\d+$/.test(name) ? read(`/proc/${name}/stat`) : null;
    if (text === null) return [];
    // The second field is the program's name in brackets, which may hold anything.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const times = fields.slice(11, 15).map(Number);
    return [
      { pid: Number(name), parent: Number(fields[1]), cpuSeconds: times.reduce((sum, one) => sum + one, 0) / TICKS },
    ];
  });
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null; // a process that has ended, or no /proc
  }
}
