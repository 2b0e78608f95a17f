/**
 * Where a review stands when it ends: for a person and for a program.
 */
import { counted } from "../format.js";
import { REVIEWED } from "./columns.js";
import type { Progress } from "./views.js";
import { accuracyWords, number } from "./words.js";

/** Lines for a terminal. */
export function drawSummary(progress: Progress, table: string): string[] {
  const { rows, decided, confirmed, corrected, named, doubtful, doubtfulDecided, estimate } = progress;
  const others = named > 0 ? `, ${number(named)} named that had no label` : "";
  const lines = [
    `${counted(decided, "photo")} of ${number(rows)} decided: ${number(confirmed)} confirmed, ${number(corrected)} corrected${others}`,
    `${number(doubtfulDecided)} of ${number(doubtful)} doubtful ones are decided; ${number(rows - decided)} of all remain`,
  ];
  if (decided > 0) lines.push(`column ${REVIEWED} of ${table} has them`);
  if (estimate === null || decided === 0) return lines;
  const { value, note, next } = accuracyWords(estimate);
  return [...lines, `accuracy on these photos: ${value} (${note}); ${next}`];
}

/** The object for `--json`. */
export function summaryJson(
  progress: Progress,
  facts: { readonly table: string; readonly journal: string | null },
): Record<string, unknown> {
  const { rows, decided, confirmed, corrected, named, doubtful, doubtfulDecided, failed, estimate } = progress;
  return {
    table: facts.table,
    column: REVIEWED,
    rows,
    decided,
    confirmed,
    corrected,
    namedWithoutLabel: named,
    remaining: rows - decided,
    doubtful,
    doubtfulDecided,
    failed,
    accuracy: estimate?.share ?? null,
    accuracyInterval: estimate === null ? null : { low: estimate.low, high: estimate.high, level: 0.95 },
    photosToHalveInterval: estimate?.toHalve ?? null,
    leftOut: estimate?.leftOut ?? 0,
    journal: facts.journal,
  };
}
