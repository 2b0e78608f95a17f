/**
 * From what was decided to strata that an honest accuracy can be made of.
 *
 * Doubtful photos are walked by doubt, so those that were looked at first are no random sample of them: they are a stratum of
 * their own, `walked`, known as a whole. The other doubtful ones and the rest are known by photos of the random order alone.
 * Which photos were walked is not noted anywhere: it is read off which ones are decided, never off what was decided.
 */
import { type Accuracy, photosToHalve, type Stratum, stratifiedAccuracy } from "./estimate.js";
import type { Orders, Walk } from "./order.js";
import { cutOf, lastOf } from "./walked.js";

/** What a person has said: the class of a row, -1 where nobody has looked; and the model's. */
export interface Decided {
  readonly reviewed: Int32Array;
  readonly labels: Int32Array;
}

/** The photos that have a label, in three groups. */
export interface Strata {
  /** The doubtful ones that were walked by doubt. */
  readonly walked: Stratum;
  readonly otherDoubtful: Stratum;
  readonly rest: Stratum;
}

/** The accuracy as it is told. */
export interface Estimate extends Accuracy {
  /** Photos that would halve the interval's width, along the walk; null where all is known. */
  readonly toHalve: number | null;
  /** Photos that stand before decided ones and were left out: they count as right in one bound and as wrong in the other. */
  readonly leftOut: number;
  /** Doubtful photos and others of which nothing is known: why there are only bounds. */
  readonly unseenDoubtful: number;
  readonly unseenRest: number;
}

/** The accuracy of all photos that have a label; null where there are none. */
export function estimateOf(orders: Orders, decided: Decided, walk: Walk): Estimate | null {
  const strata = strataOf(orders, decided);
  const all = Object.values(strata) as readonly Stratum[];
  const left = all.reduce((sum, { size, drawn, unknown }) => sum + size - drawn + unknown, 0);
  if (all.every(({ size }) => size === 0)) return null;
  return {
    ...stratifiedAccuracy(all),
    toHalve: photosToHalve((more) => expectedAfter(strata, walk, more), left),
    leftOut: all.reduce((sum, { unknown }) => sum + unknown, 0),
    unseenDoubtful: strata.otherDoubtful.drawn === 0 ? strata.otherDoubtful.size : 0,
    unseenRest: strata.rest.drawn === 0 ? strata.rest.size : 0,
  };
}

/** Makes strata of the decided rows. */
export function strataOf({ doubtful, rest, ranks }: Orders, { reviewed, labels }: Decided): Strata {
  const isDecided = (row: number) => (reviewed[row] as number) >= 0;
  const stratum = (rows: Uint32Array, drawn: number): Stratum => {
    let [known, right] = [0, 0];
    for (const row of rows) {
      if (!isDecided(row)) continue;
      known += 1;
      if (reviewed[row] === labels[row]) right += 1;
    }
    return { size: rows.length, drawn, right, unknown: drawn - known };
  };
  const cut = cutOf(doubtful, rest, ranks, isDecided);
  const others = doubtful.subarray(cut);
  const last = lastOf(others, ranks, isDecided);
  const sampled = others.reduce((sum, row) => sum + ((ranks[row] as number) <= last ? 1 : 0), 0);
  return {
    walked: stratum(doubtful.subarray(0, cut), cut),
    otherDoubtful: stratum(others, sampled),
    rest: stratum(rest, rest.findLastIndex(isDecided) + 1),
  };
}

/**
 * The strata that are to be expected after `more` photos of a walk, those left out first: by doubt, then at random; or all at
 * random, as many of each stratum as it has photos left. Shares stay what they are; one that is not known is a half.
 */
function expectedAfter({ walked, otherDoubtful, rest }: Strata, walk: Walk, more: number): Stratum[] {
  let left = more;
  const filled = [walked, otherDoubtful, rest].map((stratum) => {
    const now = Math.min(left, stratum.unknown);
    left -= now;
    return { ...stratum, right: stratum.right + now * shareOf(stratum), unknown: stratum.unknown - now };
  }) as [Stratum, Stratum, Stratum];
  let [first, second, third] = filled;
  if (walk !== "random") {
    const now = Math.min(left, second.size - second.drawn);
    left -= now;
    // Those that were drawn already need not be looked at again.
    const moved = second.size === second.drawn ? second.size : now / (1 - second.drawn / second.size);
    const kept = second.size === 0 ? 0 : 1 - moved / second.size;
    const size = first.size + moved;
    first = { size, drawn: size, right: first.right + moved * shareOf(second), unknown: first.unknown };
    second = scaled(second, kept);
  }
  const undrawn = second.size - second.drawn + third.size - third.drawn;
  const part = undrawn <= 0 ? 0 : Math.min(1, left / undrawn);
  return [first, drawnOn(second, part), drawnOn(third, part)];
}

function shareOf({ drawn, right, unknown }: Stratum): number {
  return drawn > unknown ? right / (drawn - unknown) : 0.5;
}

function scaled({ size, drawn, right, unknown }: Stratum, by: number): Stratum {
  return { size: size * by, drawn: drawn * by, right: right * by, unknown: unknown * by };
}

/** With `part` of its undrawn photos drawn. */
function drawnOn(stratum: Stratum, part: number): Stratum {
  const now = (stratum.size - stratum.drawn) * part;
  return { ...stratum, drawn: stratum.drawn + now, right: stratum.right + now * shareOf(stratum) };
}
