/**
 * The rows as a file: CSV by RFC 4180, with a header, or JSON Lines. By the ending of its name.
 *
 * Names of files are written as they are, quoted where CSV wants it: also those that a spreadsheet would take for a formula.
 */
import { isFailed, type Row, rounded } from "./rows.js";

/** The endings of files that can be written. */
export const TABLE_ENDINGS = [".csv", ".jsonl"] as const;

/** The text of the file at `path`; `topK` is the number of classes of each row. */
export function tableText(path: string, rows: readonly Row[], topK: number): string {
  return path.toLowerCase().endsWith(".csv")
    ? csv(rows, topK)
    : rows.map((row) => `${JSON.stringify(record(row))}\n`).join("");
}

/** A row as programs read it. */
export function record(row: Row): Record<string, unknown> {
  if (isFailed(row)) {
    const unknown = { label: null, probability: null, topK: [], review: null, reason: null, preparation: null };
    return { file: row.file, ...unknown, background: null, objects: null, error: row.error };
  }
  const { file, topK, review, reason, preparation, background, objects, error } = row;
  const scored = topK.map(({ label, probability }) => ({ label, probability: rounded(probability) }));
  return { file, ...scored[0], topK: scored, review, reason, preparation, background, objects, error };
}

function csv(rows: readonly Row[], topK: number): string {
  const more = Array.from({ length: topK - 1 }, (_, i) => [`label${i + 2}`, `probability${i + 2}`]).flat();
  const names = [
    "file",
    "label",
    "probability",
    ...more,
    "review",
    "reason",
    "preparation",
    "background",
    "objects",
    "error",
  ];
  return [names, ...rows.map((row) => cells(row, topK))].map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

function cells(row: Row, topK: number): (string | number | boolean | null)[] {
  if (isFailed(row)) return [row.file, ...Array<null>(2 * topK + 5).fill(null), row.error];
  const scores = Array.from({ length: topK }, (_, i) => {
    const scored = row.topK[i];
    return scored === undefined ? [null, null] : [scored.label, scored.probability.toFixed(4)];
  });
  return [row.file, ...scores.flat(), row.review, row.reason, row.preparation, row.background, row.objects, null];
}

/** Quoted where a reader would take it apart, or take blanks off it. */
function field(value: string | number | boolean | null): string {
  const text = value === null ? "" : String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
