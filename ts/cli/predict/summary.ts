/**
 * All rows in a few numbers.
 */
import type { ReviewReason } from "../../index.js";
import { isFailed, type Row } from "./rows.js";

/** What a person wants to know first. */
export interface Summary {
  readonly photos: number;
  readonly failed: number;
  readonly review: number;
  /** How many for each first reason, the most frequent first. */
  readonly reasons: readonly (readonly [reason: ReviewReason, photos: number])[];
  /** How many of each class, in the order of the classes. */
  readonly classes: readonly (readonly [name: string, photos: number])[];
  /** How many were prepared, and how many went through as they are. */
  readonly prepared: number;
  readonly unprepared: number;
  /** From the first photo to the last. */
  readonly seconds: number;
}

/** Counts the rows. */
export function summaryOf(rows: readonly Row[], classNames: readonly string[], seconds: number): Summary {
  const done = rows.filter((row) => !isFailed(row));
  const classes = new Map(classNames.map((name) => [name, 0]));
  const reasons = new Map<ReviewReason, number>();
  for (const { topK, reason } of done) {
    classes.set(topK[0].label, (classes.get(topK[0].label) ?? 0) + 1);
    if (reason !== null) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const prepared = done.filter(({ preparation }) => preparation === "photo").length;
  return {
    photos: rows.length,
    failed: rows.length - done.length,
    review: done.filter(({ review }) => review).length,
    reasons: [...reasons].sort(([, a], [, b]) => b - a),
    classes: [...classes],
    prepared,
    unprepared: done.length - prepared,
    seconds,
  };
}
