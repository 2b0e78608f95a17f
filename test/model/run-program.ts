/** Runs the programs of test/model/programs, each in a process of its own with --expose-gc. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** What `cycles.mjs` reads of its process. */
export interface Reading {
  readonly heapKB: number;
  readonly rssWithoutHeapKB: number;
  /** This and what follows: only where the system tells. */
  readonly threads?: number;
  readonly files?: number;
  readonly addressesMB?: number;
}

/** Returns what the program writes, as JSON. */
export async function runProgram<T>(name: string, ...values: readonly number[]): Promise<T> {
  const path = fileURLToPath(new URL(`./programs/${name}.mjs`, import.meta.url));
  const command = ["--expose-gc", "--no-warnings", path, ...values.map(String)];
  const { stdout } = await promisify(execFile)(process.execPath, command, { maxBuffer: 1e8 });
  return JSON.parse(stdout) as T;
}

/** By how much `name` grows from one reading to the next: the middle of all these steps. */
export function middleGrowth(readings: readonly Reading[], name: keyof Reading): number {
  const values = readings.map((reading) => reading[name] ?? 0);
  const steps = values.slice(1).map((value, i) => value - (values[i] as number));
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] as number;
}
