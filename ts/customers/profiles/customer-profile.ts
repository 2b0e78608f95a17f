/**
 * What is known of one customer.
 */

/** A customer of a shop. */
export interface CustomerProfile {
  /** The shop's id; where orders know customers by an address only, its SHA-256, trimmed and in lower case. */
  readonly id: string;
  readonly orders: number;
  /** Pieces bought. */
  readonly items: number;
  /** Lines of orders with a label: what the shares rest on. */
  readonly support: number;
  /** As `2026-01-31`. */
  readonly firstOrder: string;
  readonly lastOrder: string;
  /** Days since the last purchase. */
  readonly recencyDays: number;
  /** Days with purchases after the first, as lifetimes has it. */
  readonly frequency: number;
  /** Days from the first purchase to the last, and to the end: as lifetimes has them. */
  readonly recency: number;
  readonly T: number;
  /** All that was spent. */
  readonly monetary: number;
  /** Mean spend of a day with purchases after the first, as lifetimes has it. */
  readonly monetaryValue: number;
  /** Scores of recency, frequency and spend, each 1 to 5: 555 is best. */
  readonly rfmScore: string;
  /** What such customers are called, by their scores. */
  readonly segment: string;
  /** The class with the largest share. */
  readonly topCategory: string;
  /** How probable it is that it has. */
  readonly sure: number;
  /** The share of each class among the customer's purchases, in the order of `classNames`; they add up to 1. */
  readonly affinity: readonly number[];
  /** The share by that of the average customer: 100 is average. */
  readonly index: readonly number[];
  /** Labelled lines that are expected within the horizon, of all classes. */
  readonly expectedPurchases: number;
  /** What was last said to marketing, as far as orders tell. */
  readonly consent: "yes" | "no" | "unknown";
}

/** A share with its interval. */
export interface AffinityInterval {
  readonly name: string;
  readonly affinity: number;
  readonly lower: number;
  readonly upper: number;
  readonly index: number;
}
