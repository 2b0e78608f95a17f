/**
 * What precision, recall and F1 make of three numbers an output: true positives, false positives, false negatives.
 */
import type { MetricKind } from "./metric-spec.js";

/** How the values of outputs become one: of all counts together, the mean, the mean weighted by true images, or not at all. */
export type Average = "micro" | "macro" | "weighted" | null;

/** A value of true and false positives and false negatives. */
type Ratio = (tp: number, fp: number, fn: number) => number;

interface Counted {
  readonly average?: Average;
  readonly classId?: number;
}

/** The engine counts true positives of each output, then false positives, then false negatives. */
function ratioKind(ratio: Ratio, standard: Average): MetricKind<Counted> {
  return {
    counts: (units) => 3 * units,
    value(counts, { average = standard, classId }) {
      const units = counts.length / 3;
      const at = (i: number): [number, number, number] => [
        counts[i] ?? 0,
        counts[units + i] ?? 0,
        counts[2 * units + i] ?? 0,
      ];
      if (classId !== undefined) return ratio(...at(classId));
      const all = Array.from({ length: units }, (_, i) => at(i));
      if (average === "micro")
        return ratio(
          sum(all, ([tp]) => tp),
          sum(all, ([, fp]) => fp),
          sum(all, ([, , fn]) => fn),
        );
      const values = all.map((three) => ratio(...three));
      if (average === null) return values;
      const weights = all.map(([tp, , fn]) => (average === "macro" ? 1 : tp + fn));
      return share(
        sum(values, (value, i) => value * (weights[i] ?? 0)),
        sum(weights, (weight) => weight),
      );
    },
  };
}

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

function sum<T>(all: readonly T[], of: (one: T, i: number) => number): number {
  return all.reduce((total, one, i) => total + of(one, i), 0);
}

export const PRECISION = ratioKind((tp, fp) => share(tp, tp + fp), "micro");
export const RECALL = ratioKind((tp, _, fn) => share(tp, tp + fn), "micro");
export const F1_SCORE = ratioKind((tp, fp, fn) => share(2 * tp, 2 * tp + fp + fn), null);
