/**
 * The report per class in scikit-learn's layout, with what only a terminal has: its width, and colours.
 *
 * The class with the lowest F1 stands out; names are cut where the table would be wider than the terminal.
 */
import { createColors } from "picocolors";
import { type ClassificationReport, formatClassificationReport } from "../index.js";
import { columnsOf, cut, fitted } from "./fitted.js";

/** Columns of everything but the names. */
const NUMBERS = 41;
const DIGITS = 4;
/** Of no meaning, so that no name has it. */
const PLACE = "\uE000";
const PLACES = /\uE000+/;
const LONGEST_ROW = "weighted avg";

/** The table as lines, without those that are empty at its ends. */
export function drawReportTable(
  report: ClassificationReport,
  { width, colours }: { readonly width: number; readonly colours: boolean },
): string[] {
  const colour = createColors(colours);
  if (width < NUMBERS + LONGEST_ROW.length) return narrow(report, width);
  const longest = width - NUMBERS;
  const names = report.classes.map(({ name }) => cut(name, longest));
  // The table counts characters; a name takes the place of as many as it has columns.
  const classes = report.classes.map((scores, i) => ({
    ...scores,
    name: PLACE.repeat(Math.max(1, columnsOf(names[i] ?? ""))),
  }));
  const lines = formatClassificationReport({ ...report, classes }, { digits: DIGITS })
    .trimEnd()
    .split("\n")
    .map((line, i) => line.replace(PLACES, () => names[i - 2] ?? ""));
  const lowest = Math.min(...classes.map(({ f1 }) => f1));
  return lines.map((line, i) => {
    if (i === 0) return colour.bold(line);
    const scores = classes[i - 2];
    if (scores === undefined) return i > classes.length ? colour.dim(line) : line;
    return scores.f1 === lowest ? colour.yellow(line) : line;
  });
}

/** F1 alone, where the terminal has no room for more. */
function narrow({ classes }: ClassificationReport, width: number): string[] {
  const longest = Math.max(...classes.map(({ name }) => columnsOf(name)));
  const names = Math.max(1, Math.min(longest, width - DIGITS - 4));
  const lines = classes.map(({ name, f1 }) => `${fitted(name, names)}  ${f1.toFixed(DIGITS)}`);
  return [cut(`F1 of each class (${NUMBERS + LONGEST_ROW.length} columns show more)`, width), ...lines];
}
