/**
 * In which order photos are shown: the doubtful ones first, or a random sample; failed ones last.
 *
 * The random order is one of all photos that have a label. So those of it that were looked at, from its beginning on, are a
 * random sample of all, and of any group that was not made by looking.
 */

/** What is known of each row; a row without a label failed. */
export interface RowFacts {
  /** The place of the model's class, -1 where it has none. */
  readonly labels: Int32Array;
  readonly probabilities: Float64Array;
  /** 1 where the model asks for a person. */
  readonly flags: Uint8Array;
}

/** Rows by their numbers, in their orders. */
export interface Orders {
  /** The flagged ones, the least probable label first. */
  readonly doubtful: Uint32Array;
  /** The others that have a label, in random order. */
  readonly rest: Uint32Array;
  /** All that have a label, in random order. */
  readonly random: Uint32Array;
  /** The place of each row in `random`. */
  readonly ranks: Uint32Array;
  readonly failed: Uint32Array;
}

/** The ways through the photos. */
export const WALKS = ["doubtful", "random", "failed"] as const;

/** One of them. */
export type Walk = (typeof WALKS)[number];

/** Finds the orders; the random one is the same for the same `seed`. */
export function ordersOf({ labels, probabilities, flags }: RowFacts, seed: number): Orders {
  const rows = Uint32Array.from(labels.keys());
  const isFailed = (row: number) => (labels[row] as number) < 0;
  const random = shuffled(
    rows.filter((row) => !isFailed(row)),
    seed,
  );
  const ranks = new Uint32Array(rows.length);
  for (let rank = 0; rank < random.length; rank++) ranks[random[rank] as number] = rank;
  const isDoubtful = (row: number) => flags[row] === 1;
  const probability = (row: number) => probabilities[row] as number;
  return {
    doubtful: rows
      .filter((row) => !isFailed(row) && isDoubtful(row))
      .sort((a, b) => probability(a) - probability(b) || a - b),
    rest: random.filter((each) => !isDoubtful(each)),
    random,
    ranks,
    failed: rows.filter(isFailed),
  };
}

/** The rows of a walk, one after the other. */
export function walkOf({ doubtful, rest, random, failed }: Orders, walk: Walk): Uint32Array {
  const parts = { doubtful: [doubtful, rest, failed], random: [random, failed], failed: [failed] }[walk];
  const rows = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    rows.set(part, at);
    at += part.length;
  }
  return rows;
}

/** A Fisher–Yates shuffle, in place. */
function shuffled(rows: Uint32Array, seed: number): Uint32Array {
  const random = randomNumbers(seed);
  for (let last = rows.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [rows[last], rows[other]] = [rows[other] as number, rows[last] as number];
  }
  return rows;
}

/** Numbers from 0 to below 1 by sfc32 (Doty-Humphrey, PractRand); `seed` is a whole number below 2⁵³. */
export function randomNumbers(seed: number): () => number {
  let [a, b, c, counter] = [seed | 0, Math.floor(seed / 2 ** 32) | 0, 0x72657669, 1];
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let warm = 0; warm < 15; warm++) next();
  return () => (next() * 2 ** 21 + (next() >>> 11)) / 2 ** 53;
}
