/**
 * The report per class in scikit-learn's layout, with what only a terminal has: its width, and colours.
 *
 * The class with the lowest F1 stands out; names are cut where the table would be wider than the terminal.
 */
import { createColors } from "picocolors";
import { type ClassificationReport, formatClassificationReport } from "../index.js";
import { cut } from "./fitted.js";

/** Columns of everything but the names. */
const NUMBERS = 41;
const DIGITS = 4;

/** The table as lines, without those that are empty at its ends. */
export function drawReportTable(
  report: ClassificationReport,
  { width, colours }: { readonly width: number; readonly colours: boolean },
): string[] {
  const colour = createColors(colours);
  const longest = Math.max("weighted avg".length, width - NUMBERS);
  const classes = report.classes.map((scores) => ({ ...scores, name: cut(scores.name, longest) }));
  const lines = formatClassificationReport({ ...report, classes }, { digits: DIGITS })
    .trimEnd()
    .split("\n");
  const lowest = Math.min(...classes.map(({ f1 }) => f1));
  return lines.map((line, i) => {
    if (i === 0) return colour.bold(line);
    const scores = classes[i - 2];
    if (scores === undefined) return i > classes.length ? colour.dim(line) : line;
    return scores.f1 === lowest ? colour.yellow(line) : line;
  });
}
