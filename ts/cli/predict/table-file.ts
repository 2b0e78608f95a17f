/**
 * The rows of photos as a file: CSV by RFC 4180, with a header, or JSON Lines. By the ending of its name.
 *
 * Names of files are written as they are, quoted where CSV wants it: also those that a spreadsheet would take for a formula.
 */
import { type AnswerFields, cellNames, cells, field, hasGoogleCategories, members } from "./answer-fields.js";
import type { Row } from "./rows.js";

/** The endings of files that can be written. */
export const TABLE_ENDINGS = [".csv", ".jsonl"] as const;

/** What is told of photos by a model of these classes. */
export function photoFields(classNames: readonly string[], topK: number): AnswerFields {
  return { topK, review: true, google: hasGoogleCategories(classNames), photo: true, prefix: "" };
}

/** The text of the file at `path`. */
export function tableText(path: string, rows: readonly Row[], fields: AnswerFields): string {
  if (!path.toLowerCase().endsWith(".csv"))
    return rows.map((row) => `${JSON.stringify(record(row, fields))}\n`).join("");
  const lines = [["file", ...cellNames(fields)], ...rows.map((row) => [row.file, ...cells(row, fields)])];
  return lines.map((line) => `${line.map((cell) => field(cell)).join(",")}\r\n`).join("");
}

/** A row as programs read it. */
export function record(row: Row, fields: AnswerFields): Record<string, unknown> {
  return { file: row.file, ...members(row, fields) };
}
