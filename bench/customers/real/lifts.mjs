/**
 * Lifts by the counts of pandas: those of `backtest` once more, written down naively, and of choices that it does not try.
 */

/** @typedef {Map<string, Map<string, Record<"before" | "recent" | "after", number>>>} Counts of a household, of a class */
/** @typedef {{ name: string, score: (customer: string, label: string) => number }} Choice */
/** @typedef {{ lift: number, lower: number, upper: number }} Gain */

/** A normal's, of 90 % intervals. */
const Z = 1.6448536269514722;

/**
 * @param {readonly Record<string, string>[]} rows of a table journey-CUTOFF.csv
 * @returns {Counts}
 */
export function countsOf(rows) {
  /** @type {Counts} */
  const counts = new Map();
  for (const { household_id: id = "", label = "", before, recent, after } of rows) {
    const of = counts.get(id) ?? new Map();
    of.set(label, { before: Number(before), recent: Number(recent), after: Number(after) });
    counts.set(id, of);
  }
  return counts;
}

/**
 * @param {Choice} choice @param {Counts} counts
 * @param {readonly string[]} customers @param {readonly string[]} labels
 * @param {number} share
 */
export function liftOf(choice, counts, customers, labels, share) {
  const most = Math.round(share * customers.length);
  const part = most / customers.length;
  const chosen = new Float64Array(customers.length);
  const all = new Float64Array(customers.length);
  const classes = labels.map((label) => {
    const bought = customers.map((id) => counts.get(id)?.get(label)?.after ?? 0);
    const weights = chosenOf(
      customers.map((id) => choice.score(id, label)),
      most,
    );
    let [theirs, sum] = [0, 0];
    bought.forEach((one, place) => {
      const weight = weights[place] ?? 0;
      chosen[place] = (chosen[place] ?? 0) + weight * one;
      all[place] = (all[place] ?? 0) + one;
      theirs += weight * one;
      sum += one;
    });
    return { label, purchases: sum, lift: theirs / sum / part };
  });
  return { name: choice.name, lift: ratio(chosen, all).value / part, classes, chosen, all, part };
}

/**
 * How much greater the lift of a is, customers being drawn at random (linearised ratio), with an interval of 90 %.
 * @param {ReturnType<typeof liftOf>} a @param {ReturnType<typeof liftOf>} b
 * @returns {Gain}
 */
export function gainOf(a, b) {
  const { value, half } = ratio(
    a.chosen.map((one, place) => one - (b.chosen[place] ?? 0)),
    a.all,
  );
  return { lift: value / a.part, lower: (value - half) / a.part, upper: (value + half) / a.part };
}

/** @param {Float64Array} x @param {Float64Array} y */
function ratio(x, y) {
  const all = y.reduce((sum, one) => sum + one, 0);
  const value = x.reduce((sum, one) => sum + one, 0) / all;
  const squares = x.reduce((sum, one, place) => sum + (one - value * (y[place] ?? 0)) ** 2, 0);
  return { value, half: (Z * Math.sqrt((squares * x.length) / (x.length - 1))) / all };
}

/**
 * Who is chosen: 1, 0, or of those with the score of the last one the part for which there is room.
 * @param {readonly number[]} scores @param {number} most
 */
function chosenOf(scores, most) {
  const last = scores.toSorted((a, b) => b - a)[most - 1] ?? 0;
  const above = scores.filter((score) => score > last).length;
  const equal = scores.filter((score) => score === last).length;
  return scores.map((score) => (score > last ? 1 : score === last ? (most - above) / equal : 0));
}
