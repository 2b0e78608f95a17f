/**
 * Bounds of a number that an option may be.
 */

/** Bounds of a number: inclusive, unless said otherwise. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
  /** The upper bound itself is not allowed. */
  readonly below?: number;
  /** The lower bound itself is not allowed. */
  readonly above?: number;
}
