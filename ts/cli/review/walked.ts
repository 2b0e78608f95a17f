/**
 * Which of the doubtful photos were walked by doubt, and which belong to the random sample: read off which ones are decided.
 */

/** The place in the random order of the last that is decided, -1 where none is. */
export function lastOf(rows: Uint32Array, ranks: Uint32Array, isDecided: (row: number) => boolean): number {
  return rows.reduce((last, row) => (isDecided(row) ? Math.max(last, ranks[row] as number) : last), -1);
}

/**
 * How many of the doubtful ones count as walked: the cut that leaves the fewest undecided in the walk before it and in the
 * random order, from its beginning to the last decided photo, without those; of equals the first, so that a review
 * at random has no walk. A walk by doubt is taken for one at random only where chance puts them in the same order.
 */
export function cutOf(
  doubtful: Uint32Array,
  rest: Uint32Array,
  ranks: Uint32Array,
  isDecided: (row: number) => boolean,
): number {
  const rankOf = (place: number) => ranks[doubtful[place] as number] as number;
  const decided = Uint8Array.from(doubtful, (row) => Number(isDecided(row)));
  let before = decided.reduce((sum, each) => sum + each, 0); // decided ones before the cut
  if (before === 0) return 0;
  let after = rest.reduce((sum, row) => sum + Number(isDecided(row)), 0); // and decided ones in the random order
  let last = lastOf(rest, ranks, isDecided);
  const walked = new Counter(ranks.length);
  for (const row of doubtful) walked.add(ranks[row] as number);
  let best = { cut: 0, undecided: Number.POSITIVE_INFINITY };
  for (let cut = doubtful.length; ; cut--) {
    // Right after an undecided one, a cut is never better than before it.
    if (cut === 0 || decided[cut - 1] === 1) {
      const sample = last < 0 ? 0 : last + 1 - walked.upTo(last);
      const undecided = cut - before + sample - after;
      if (undecided <= best.undecided) best = { cut, undecided };
    }
    if (cut === 0) return best.cut;
    walked.add(rankOf(cut - 1), -1);
    if (decided[cut - 1] === 0) continue;
    before -= 1;
    after += 1;
    last = Math.max(last, rankOf(cut - 1));
  }
}

/** Counts how many of the numbers that were added are at most a given one (Fenwick 1994, "A new data structure for cumulative frequency tables"). */
class Counter {
  readonly #sums: Int32Array;

  constructor(size: number) {
    this.#sums = new Int32Array(size + 1);
  }

  add(number: number, times = 1): void {
    for (let i = number + 1; i < this.#sums.length; i += i & -i) this.#sums[i] = (this.#sums[i] as number) + times;
  }

  upTo(number: number): number {
    let sum = 0;
    for (let i = number + 1; i > 0; i -= i & -i) sum += this.#sums[i] as number;
    return sum;
  }
}
