/**
 * What Rust returns of a campaign (crates/customers/src/border_uplift.rs).
 */

/** The whole of it. */
export interface Found {
  readonly binary: boolean;
  readonly overall: FoundDifference;
  readonly ranked: {
    readonly topOverall: FoundTop;
    readonly topByGroup: FoundTop;
    readonly qini: FoundCurve;
    readonly uplift: FoundCurve;
    readonly averageOverall: number | null;
    readonly averageByGroup: number | null;
  } | null;
  readonly shares: Record<"expected" | "observed" | "chiSquare" | "probability", number> | null;
  readonly balance:
    | (Record<"target" | "control" | "probability", number> & { readonly standardized: number | null })
    | null;
}

/** One group. */
export type FoundGroup = Record<"count" | "total" | "mean", number> & { readonly variance: number | null };
/** The first by score. */
export type FoundTop = { readonly difference: FoundDifference; readonly tied: number };
/** A curve, thinned. */
export type FoundCurve = {
  readonly area: number;
  readonly coefficient: number | null;
  readonly perfect: number | null;
  readonly customers: Float64Array;
  readonly gains: Float64Array;
};

/** Target against control. */
export interface FoundDifference {
  readonly target: FoundGroup;
  readonly control: FoundGroup;
  readonly uplift: number;
  readonly lift: number | null;
  readonly interval: Float64Array | null;
}
