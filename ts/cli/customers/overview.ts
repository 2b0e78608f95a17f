/**
 * What customers are all together, from one pass over their profiles: of a large shop these are not kept.
 */
import { pauses } from "../../data/busy.js";
import type { CustomerProfile, CustomerProfiles } from "../../index.js";
import type { SegmentView, TasteView } from "../../report.js";
import { SegmentSums } from "./segment-sums.js";

/** From this probability on a first class counts as sure. */
export const SURE_FROM = 0.8;

/** Facts of all customers. */
export interface Overview {
  /** Of each class, in their order. */
  readonly tastes: readonly TasteView[];
  /** The largest first. */
  readonly segments: readonly SegmentView[];
  /** Customers by their scores of recency and frequency. */
  readonly rfm: readonly (readonly number[])[];
  /** Pieces bought. */
  readonly items: number;
  /** Purchases within the horizon. */
  readonly expectedPurchases: number;
}

/** Looks at all profiles. Errors: the signal's reason. */
export async function overviewOf(profiles: CustomerProfiles, signal: AbortSignal): Promise<Overview> {
  const pause = pauses(signal);
  const { classNames, size } = profiles;
  const shares = classNames.map(() => new Float64Array(size));
  const [first, sure] = [classNames.map(() => 0), classNames.map(() => 0)];
  const places = new Map(classNames.map((name, place) => [name, place]));
  const segments = new SegmentSums();
  const rfm = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0]);
  let [items, expectedPurchases, hasPrices] = [0, 0, profiles.orders.summary.currency !== null];
  for (let place = 0; place < size; place++) {
    const profile = profiles.at(place);
    for (const [i, share] of profile.affinity.entries()) (shares[i] as Float64Array)[place] = share;
    const top = places.get(profile.topCategory) ?? 0;
    first[top] = (first[top] as number) + 1;
    if (profile.sure >= SURE_FROM) sure[top] = (sure[top] as number) + 1;
    segments.add(profile);
    countScores(rfm, profile);
    items += profile.items;
    if (!Number.isNaN(profile.expectedPurchases)) expectedPurchases += profile.expectedPurchases;
    hasPrices ||= profile.monetary !== 0;
    if (place % 1000 === 999) await pause();
  }
  const tastes: TasteView[] = [];
  for (const [i, list] of shares.entries()) {
    tastes.push({ customersTop: first[i] as number, sure: sure[i] as number, ...quantiles(list.sort()) });
    await pause();
  }
  return { tastes, segments: segments.views(hasPrices), rfm, items, expectedPurchases };
}

function countScores(rfm: number[][], { rfmScore }: CustomerProfile): void {
  const row = rfm[Number(rfmScore[0]) - 1];
  const column = Number(rfmScore[1]) - 1;
  if (row?.[column] !== undefined) row[column] += 1;
}

function quantiles(sorted: Float64Array): Pick<TasteView, "medianAffinity" | "deciles"> {
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { medianAffinity: at(0.5), deciles: Array.from({ length: 11 }, (_, i) => at(i / 10)) };
}
