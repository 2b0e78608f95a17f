/**
 * What the bench found: a table for people, an object for programs.
 */
import { createColors } from "picocolors";
import { count } from "../format.js";
import type { Terminal } from "../terminal.js";
import type { Figures } from "./measure.js";
import type { NetName } from "./nets.js";

/** All that was measured. */
export interface Measured {
  readonly cpu: string;
  /** GFLOP/s of one thread. */
  readonly simdPeak: number;
  /** Where the images are from. */
  readonly origin: string;
  /** For each network what it reached on 1, 2 … threads. */
  readonly figures: ReadonlyMap<NetName, readonly Figures[]>;
}

const HEADER = ["net", "threads", "training/s", "inference/s", "latency", "GFLOP/s", "of SIMD peak"] as const;

/** The table as lines. */
export function drawFigures({ figures }: Measured, { colours }: Pick<Terminal, "colours">): string[] {
  const colour = createColors(colours !== "none");
  const rows = [...figures].map(([name, all]) => all.map((row) => cells(name, row)));
  const widths = HEADER.map((title, column) =>
    Math.max(title.length, ...rows.flat().map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)))
      .join("  ");
  return [colour.bold(line(HEADER)), ...rows.flatMap((net) => net.map(line))];
}

function cells(name: NetName, row: Figures): string[] {
  return [
    name,
    String(row.threads),
    count(row.trainImagesPerSecond),
    count(row.inferImagesPerSecond),
    `${row.latencyMs.toFixed(2)} ms`,
    row.gflops.toFixed(1),
    `${Math.round(row.simdPeakShare * 100)} %`,
  ];
}

/** The object of `--json`: each network's figures are those on the most threads, `byThreads` has them all. */
export function benchResult({ cpu, simdPeak, origin, figures }: Measured): Record<string, unknown> {
  const nets = [...figures].map(([name, all]) => {
    const { threads: _, ...largest } = facts(all.at(-1));
    return [name, { ...largest, byThreads: all.map(facts) }] as const;
  });
  return {
    cpu,
    threads: [...figures.values()][0]?.at(-1)?.threads,
    nets: Object.fromEntries(nets),
    simdPeakGflops: rounded(simdPeak, 2),
    data: origin,
    node: process.versions.node,
  };
}

function facts(row: Figures | undefined): Record<string, number> {
  if (row === undefined) return {};
  return {
    threads: row.threads,
    trainImagesPerSecond: rounded(row.trainImagesPerSecond, 1),
    inferImagesPerSecond: rounded(row.inferImagesPerSecond, 1),
    latencyMs: rounded(row.latencyMs, 4),
    gflops: rounded(row.gflops, 3),
    simdPeakShare: rounded(row.simdPeakShare, 4),
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
