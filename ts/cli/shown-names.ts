/**
 * The names of classes in what a person reads: other names than the model's where `--class-names` gave some, and none that
 * could move a terminal's cursor. Classes are matched by their real names before.
 */
import type { ClassificationReport, Dataset } from "../index.js";
import { withNames } from "./class-names.js";
import { printable, printableNames } from "./printable.js";
import type { Terminal } from "./terminal.js";
import type { TestResult } from "./test-model.js";
import { drawReport } from "./test-report.js";

/** The report as lines that a terminal can show. */
export function drawPrintableReport(test: Dataset, origin: string, result: TestResult, terminal: Terminal): string[] {
  const names = printableNames(result.report.classes.map(({ name }) => name));
  return drawReport(withNames(test, names), printable(origin), withClassNames(result, names), terminal);
}

/** The result with other names of the classes, in the order of their numbers. */
export function withClassNames(result: TestResult, names: readonly string[]): TestResult {
  const renamed = (report: ClassificationReport): ClassificationReport => ({
    ...report,
    classes: report.classes.map((scores, i) => ({ ...scores, name: names[i] ?? scores.name })),
  });
  const { evaluation } = result;
  return {
    ...result,
    report: renamed(result.report),
    evaluation: evaluation && { ...evaluation, report: renamed(evaluation.report) },
  };
}
