/** The lift that a backtest estimates, as it truly is: later purchases that are to be expected, by true rates and tastes. */
import type { BacktestResult, CustomerProfiles } from "fashion-wasm";
import type { Known } from "./measured.js";
import { DAYS, expectedLines } from "./shop.js";

/** Lifts of expected purchases. */
export interface TrueLift {
  /** Of all classes together. */
  readonly all: number;
  /** Of each class. */
  readonly classes: readonly number[];
}

/** The lift in expectation of the customers that a backtest chose: `profiles` are those of what was bought before `cutoff`. */
export function trueLift(
  profiles: CustomerProfiles,
  known: readonly Known[],
  { addressed, days }: BacktestResult,
  cutoff: number,
): TrueLift {
  const lines = known.map(({ truth }) => expectedLines(truth, cutoff, Math.min(DAYS, cutoff + days)));
  const expected = known.map(({ place }) => profiles.at(place).expectedPurchases);
  const share = addressed / known.length;
  let chosenOfAll = 0;
  let all = 0;
  const classes = profiles.classNames.map((_, k) => {
    const scores = known.map(({ affinity }, c) => [(expected[c] ?? 0) * (affinity[k] ?? 0), c] as const);
    const chosen = scores.toSorted(([a], [b]) => b - a).slice(0, addressed);
    const theirs = chosen.reduce((sum, [, c]) => sum + (lines[c]?.[k] ?? 0), 0);
    const everybodys = lines.reduce((sum, of) => sum + (of[k] ?? 0), 0);
    chosenOfAll += theirs;
    all += everybodys;
    return theirs / everybodys / share;
  });
  return { all: chosenOfAll / all / share, classes };
}
