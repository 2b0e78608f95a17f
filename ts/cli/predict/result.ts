/**
 * The result as one JSON object, and what of it is missing.
 */
import { Incomplete } from "../exit.js";
import { count, counted } from "../format.js";
import type { OutputFiles } from "../output-files.js";
import type { AnswerFields } from "./answer-fields.js";
import { type Failed, isFailed, type Row, rounded } from "./rows.js";
import type { Summary } from "./summary.js";
import { record } from "./table-file.js";
import { photosPerSecond } from "./ways.js";

/** What a program reads. */
export function resultJson(
  rows: readonly Row[],
  fields: AnswerFields,
  summary: Summary,
  facts: { readonly model: string; readonly others: number; readonly twice: number; readonly files: readonly string[] },
): Record<string, unknown> {
  const { photos, failed, review, reasons, classes, prepared, unprepared, seconds } = summary;
  return {
    model: facts.model,
    photos,
    failed,
    review,
    reasons: Object.fromEntries(reasons),
    classCounts: Object.fromEntries(classes),
    prepared,
    unprepared,
    seconds: rounded(seconds),
    photosPerSecond: rounded(photosPerSecond(summary)),
    otherFiles: facts.others,
    namedTwice: facts.twice,
    results: rows.map((row) => record(row, fields)),
    files: facts.files,
  };
}

/** Ends a command that has its result. Throws Incomplete where photos failed or a file is missing. */
export function finish(rows: readonly Row[], files: OutputFiles, json: Readonly<Record<string, unknown>> = {}): void {
  const failed = rows.filter(isFailed);
  const [first] = failed;
  if (first === undefined) {
    files.finish(json);
    return;
  }
  const missing = files.failures === "" ? "" : `; ${files.failures}`;
  throw new Incomplete(first.code, `${whatFailed(failed, first, rows.length)}${missing}`, { ...json, ...files.facts });
}

function whatFailed({ length }: readonly Failed[], { file, error }: Failed, photos: number): string {
  const shown = length === 1 ? `${file}: ${error}` : `the first, ${file}: ${error}`;
  return `${count(length)} of ${counted(photos, "photo")} failed: ${shown}`;
}
