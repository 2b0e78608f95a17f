/**
 * The accuracy in words, the same on the page and in the terminal.
 */
import type { Estimate } from "./strata.js";

/** The accuracy and what is known of it. */
export interface AccuracyWords {
  /** `93.1 %`, or bounds. */
  readonly value: string;
  /** The interval, or why there is none. */
  readonly note: string;
  /** What would make it narrower. */
  readonly next: string;
}

const INTERVAL = 0.001;

/** `93.1 %`. Never 100 or 0 by rounding. */
export function percent(share: number): string {
  const rounded = (100 * share).toFixed(1);
  if (share < 1 && rounded === "100.0") return "> 99.9 %";
  if (share > 0 && rounded === "0.0") return "< 0.1 %";
  return `${rounded} %`;
}

/** `1,234`, in English form on each host. */
export function number(value: number): string {
  return value.toLocaleString("en-US");
}

function photos(value: number): string {
  return `${number(value)} ${value === 1 ? "photo" : "photos"}`;
}

/** In words. */
export function accuracyWords(estimate: Estimate): AccuracyWords {
  const { share, low, high, toHalve, leftOut, unseenDoubtful, unseenRest } = estimate;
  const between = `${percent(low)} to ${percent(high)}`;
  const skipped =
    leftOut === 0
      ? ""
      : `; ${photos(leftOut)} left out on the way ${leftOut === 1 ? "counts" : "count"} as right and as wrong`;
  const next =
    toHalve === null
      ? "all photos are decided"
      : `${photos(toHalve)} more would halve ${share === null ? "this range" : "the interval"}`;
  if (share !== null) {
    const isExact = high - low < INTERVAL && toHalve === null;
    return { value: percent(share), note: isExact ? `exact${skipped}` : `95 % interval ${between}${skipped}`, next };
  }
  const unseen = [
    ...(unseenDoubtful > 0 ? [`${number(unseenDoubtful)} doubtful`] : []),
    ...(unseenRest > 0 ? [`${number(unseenRest)} other`] : []),
  ];
  const why = unseen.length === 0 ? "too few are decided" : `nothing is known yet of ${unseen.join(" and ")} photos`;
  return { value: between, note: `a range, no estimate: ${why}${skipped}`, next };
}
