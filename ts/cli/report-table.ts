/**
 * A per-class report as a table of text: precision, recall, F1 and support of every class.
 *
 * Names are left-aligned, numbers right-aligned with four decimals; the class with the lowest F1 stands out
 * where there are colours.
 */
import { createColors } from "picocolors";
import type { ClassScores } from "../index.js";
import { count } from "./format.js";

const HEADER = ["class", "precision", "recall", "F1", "support"] as const;

/**
 * The table as lines; `summary` rows (averages) stand below a blank line.
 *
 * @param width columns of the terminal: class names are cut where the table would be wider.
 */
export function drawReportTable(
  classes: readonly ClassScores[],
  summary: readonly ClassScores[],
  { width, colours }: { readonly width: number; readonly colours: boolean },
): string[] {
  const colour = createColors(colours);
  const body = classes.map(cells);
  const foot = summary.map(cells);
  const widths = HEADER.map((title, column) =>
    Math.max(title.length, ...[...body, ...foot].map((row) => (row[column] as string).length)),
  );
  const numbers = widths.slice(1).reduce((sum, each) => sum + each + 2, 0);
  widths[0] = Math.max(HEADER[0].length, Math.min(widths[0] as number, width - numbers));
  const line = (row: readonly string[]) =>
    row.map((text, column) => align(text, widths[column] as number, column)).join("  ");
  const lowest = Math.min(...classes.map(({ f1 }) => f1));
  return [
    colour.bold(line(HEADER)),
    ...body.map((row, i) => (classes[i]?.f1 === lowest ? colour.yellow(line(row)) : line(row))),
    ...(foot.length > 0 ? ["", ...foot.map((row) => colour.dim(line(row)))] : []),
  ];
}

function cells({ name, precision, recall, f1, support }: ClassScores): string[] {
  return [name, precision.toFixed(4), recall.toFixed(4), f1.toFixed(4), count(support)];
}

function align(text: string, width: number, column: number): string {
  if (column > 0) return text.padStart(width);
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}
