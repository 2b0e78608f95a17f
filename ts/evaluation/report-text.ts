/**
 * A report as text, character for character the table that scikit-learn prints.
 */
import { FashionWasmError } from "../errors.js";
import { integerOption, optionsObject } from "../options/check.js";
import { show } from "../options/show.js";
import type { ClassificationReport, Scores } from "./classification-report.js";

/** Options of {@link formatClassificationReport}. */
export interface ReportTextOptions {
  /** Digits behind the point, 0 to 15; default 2. */
  readonly digits?: number | undefined;
}

const HEADER = ["precision", "recall", "f1-score", "support"];
const COLUMN = 9;

/**
 * Returns the report as a table: a line per class, accuracy, and the averages over classes (macro) and images (weighted).
 * It ends with a newline.
 *
 * Numbers are rounded as Python does it: to the nearest, and of two equally near ones (0.125) to the even one. Supports
 * are whole numbers; scikit-learn prints them with digits where not a single image was recognised.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for what is no report, digits out of bounds or an unknown option.
 * @see scikit-learn `sklearn.metrics.classification_report`, with labels, target_names and digits, and zero_division=0
 */
export function formatClassificationReport(report: ClassificationReport, options?: ReportTextOptions): string {
  const where = "formatClassificationReport";
  const { digits = 2 } = optionsObject(where, options, ["digits"]);
  integerOption(where, "digits", digits, { min: 0, max: 15 });
  const received: Partial<ClassificationReport> | null | undefined = report;
  if (!Array.isArray(received?.classes) || !received.macroAverage || !received.weightedAverage) {
    const advice = "give what classificationReport returned";
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: received ${show(report)} → ${advice}`);
  }
  const { accuracy, classes, macroAverage, weightedAverage } = report;
  const width = Math.max("weighted avg".length, digits, ...classes.map(({ name }) => lengthOf(name)));
  const line = (heading: string, cells: readonly string[]) =>
    `${" ".repeat(width - lengthOf(heading))}${heading} ${cells.map((cell) => ` ${cell.padStart(COLUMN)}`).join("")}\n`;
  const scores = (name: string, { precision, recall, f1, support }: Scores) =>
    line(name, [...[precision, recall, f1].map((value) => rounded(value, digits)), String(support)]);
  return [
    line("", HEADER),
    "\n",
    ...classes.map((row) => scores(row.name, row)),
    "\n",
    line("accuracy", ["", "", rounded(accuracy, digits), String(macroAverage.support)]),
    scores("macro avg", macroAverage),
    scores("weighted avg", weightedAverage),
  ].join("");
}

/** Characters as Python counts them. */
function lengthOf(text: string): number {
  return [...text].length;
}

/**
 * `value` in [0, 1] with `digits` digits, as Python's `format(value, ".2f")`.
 *
 * toFixed() differs in one case, where `value` lies exactly between two numbers: it takes the larger one. That is so when
 * `value · 2^(digits + 1)`, which is exact, is an odd number: then `value · 10^digits` is a half more than an integer.
 */
function rounded(value: number, digits: number): string {
  const scaled = value * 2 ** (digits + 1);
  const below = (scaled * 5 ** digits - 1) / 2;
  const isBetween = scaled % 2 === 1;
  return isBetween && below % 2 === 0 ? (below / 10 ** digits).toFixed(digits) : value.toFixed(digits);
}
