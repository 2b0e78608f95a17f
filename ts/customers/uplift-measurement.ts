/**
 * What is known after a campaign was measured: plain objects that can be written as JSON.
 */

/** One group, or the part of it that was looked at. */
export interface UpliftGroup {
  readonly customers: number;
  /** Sum of their outcomes; of binary ones the number of customers with outcome 1. */
  readonly total: number;
  readonly mean: number;
  /** Of the outcomes, with n − 1; null of a single customer. */
  readonly standardDeviation: number | null;
}

/** What the true difference may be. */
export interface UpliftInterval {
  readonly low: number;
  readonly high: number;
  /** E.g. 0.9: of intervals made in this way of other campaigns, about so many hold the true difference. */
  readonly level: number;
  /** How it was made: `newcombe` of binary outcomes, `welch` of amounts. */
  readonly method: "newcombe" | "welch";
}

/** Target group against control group. */
export interface UpliftEstimate {
  /** `mean(target) − mean(control)`: percentage points / 100 of binary outcomes, amount a customer of others. */
  readonly uplift: number;
  /** Null where none can be computed: amounts that do not vary, or one customer in a group. */
  readonly interval: UpliftInterval | null;
  /** `not shown` where the interval holds 0 or there is none. */
  readonly effect: "raised" | "lowered" | "not shown";
  /** `uplift / mean(control)`; null where the mean of control is 0. */
  readonly relativeLift: number | null;
  readonly target: UpliftGroup;
  readonly control: UpliftGroup;
}

/** Target against control among the first by score. */
export interface UpliftAtK extends UpliftEstimate {
  /** Customers left out though their score is that of the last one taken: the order of the lists decided. */
  readonly tied: number;
}

/** A curve of what is gained when the campaign goes to the first by score alone. */
export interface UpliftCurve {
  /** `area / perfectArea`: 0 for a random order, 1 for the perfect one; null for amounts, and where perfectArea is null or 0. */
  readonly coefficient: number | null;
  /** Area between the curve and the straight line to its end. */
  readonly area: number;
  /** That of the perfect order; null for amounts, and where there is no such order. */
  readonly perfectArea: number | null;
  /** At most 200 points for a chart; areas are computed of all. */
  readonly points: readonly UpliftPoint[];
}

/** A point of an {@link UpliftCurve}. */
export interface UpliftPoint {
  /** The first so many by score. */
  readonly customers: number;
  /** Outcomes gained by the campaign among them. */
  readonly gain: number;
}

/** Whether the score found those on whom the campaign had an effect. */
export interface UpliftRanking {
  /** The share that is looked at in {@link upliftAtK}. */
  readonly k: number;
  readonly upliftAtK: {
    /** Of the first `⌊k · n⌋` of all customers. */
    readonly overall: UpliftAtK;
    /** Of the first `⌊k · n₁⌋` of target and the first `⌊k · n₀⌋` of control. */
    readonly byGroup: UpliftAtK;
  };
  /** Its coefficient is the Qini coefficient. */
  readonly qini: UpliftCurve;
  /** Its coefficient is the AUUC. */
  readonly upliftCurve: UpliftCurve;
  /** Mean uplift of ten bins by score, weighted by target customers; null where a bin lacks a group. */
  readonly weightedAverageUplift: {
    /** Bins of all customers. */
    readonly overall: number | null;
    /** Bins of each group. */
    readonly byGroup: number | null;
  };
}

/** The size of control against the one that was meant. */
export interface ControlShareCheck {
  readonly expected: number;
  readonly observed: number;
  /** Pearson's statistic, one degree of freedom. */
  readonly chiSquare: number;
  /** Probability of a deviation at least as large in fair dealing. */
  readonly pValue: number;
}

/** The scores of both groups: dealt at random, their means differ by chance only. */
export interface ScoreBalance {
  /** Mean score of the target group. */
  readonly target: number;
  /** Mean score of control. */
  readonly control: number;
  /** Difference of the means in standard deviations; null where each group has one score, and another. */
  readonly standardizedDifference: number | null;
  /** Probability of a difference at least as large in fair dealing, by Welch's test. */
  readonly pValue: number;
}

/** What {@link measureUplift} returns. */
export interface UpliftMeasurement {
  /** One or two sentences that say no more than was shown. */
  readonly summary: string;
  /** What speaks against the result, with numbers; empty where nothing does. */
  readonly warnings: readonly string[];
  /** `binary` where each outcome is 0 or 1. */
  readonly outcomeKind: "binary" | "amount";
  readonly customers: number;
  /** The whole target group against the whole control group. */
  readonly overall: UpliftEstimate;
  /** Null without scores. */
  readonly ranking: UpliftRanking | null;
  /** Null without `controlShare`. */
  readonly controlShare: ControlShareCheck | null;
  /** Null without scores. */
  readonly scoreBalance: ScoreBalance | null;
}
