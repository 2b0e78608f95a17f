/**
 * The rows of all photos in a few numbers.
 */
import type { Row } from "./rows.js";
import { type Summary, Tally } from "./tally.js";

export type { Summary } from "./tally.js";

/** Counts the rows. */
export function summaryOf(rows: readonly Row[], classNames: readonly string[], seconds: number): Summary {
  const tally = new Tally(classNames);
  for (const row of rows) tally.add(row);
  return tally.summary(seconds);
}
