/**
 * How accurate the model is on a person's own photos, from those that were looked at: pure arithmetic.
 *
 * Photos fall into strata; of each some were drawn, all of them or a random sample. How strata are made of a review: strata.ts.
 */

/** A group of photos of which some were drawn: all, or a random sample without replacement. */
export interface Stratum {
  /** Photos in it. */
  readonly size: number;
  /** Photos drawn; 0: nothing is known of it. Where it is less than `size`, which ones must have been left to chance. */
  readonly drawn: number;
  /** Of those drawn, photos on which the model was right. */
  readonly right: number;
  /** Of those drawn, photos that nobody has decided: each may be right or wrong. */
  readonly unknown: number;
}

/** An accuracy of which part is known. */
export interface Accuracy {
  /** The estimate; null where a stratum has no decided photo. */
  readonly share: number | null;
  /** Bounds of the interval of 95 %. */
  readonly low: number;
  readonly high: number;
}

/** The normal distribution's quantile of 0.975: intervals of 95 %. */
const Z = 1.959963984540054;

/**
 * Returns the accuracy on all photos of the strata, with its interval of 95 %.
 *
 * The estimate is `Σ wₕ pₕ` with `wₕ` the stratum's part of all photos and `pₕ` its share of right ones (Cochran 1977, chapter
 * 5). Of each stratum `(lₕ, uₕ)` is Wilson's score interval (Wilson 1927) with the variance of a draw without replacement,
 * `p(1 − p)/n · (N − n)/(N − 1)` (Cochran 1977, chapter 3): Wilson's formula with `n (N − 1)/(N − n)` in place of `n`. Where all
 * of a stratum was drawn, it is exact. As some of `N` photos are right, `lₕ` is rounded down to a whole number of photos and `uₕ` up. They are
 * combined by MOVER (Zou, Huang & Zhang 2009, "A note on confidence interval estimation for a linear function of binomial
 * proportions", Computational Statistics & Data Analysis 53:1080–1085):
 *
 * `Σ wₕ pₕ − √(Σ wₕ² (pₕ − lₕ)²)` and `Σ wₕ pₕ + √(Σ wₕ² (uₕ − pₕ)²)`
 *
 * What is not known is bounded: the lower bound takes photos that nobody decided, and strata of which nothing was drawn, as
 * wrong, the upper one as right.
 */
export function stratifiedAccuracy(strata: readonly Stratum[]): Accuracy {
  const all = strata.filter(({ size }) => size > 0);
  const photos = all.reduce((sum, { size }) => sum + size, 0);
  if (photos === 0) return { share: null, low: 0, high: 1 };
  const isKnown = all.every(({ drawn, unknown }) => drawn > unknown);
  const share = all.reduce(
    (sum, { size, drawn, right, unknown }) => sum + (size / photos) * (right / (drawn - unknown)),
    0,
  );
  return { share: isKnown ? share : null, ...boundsOf(all, photos, true) };
}

/** Both bounds; `whole`: rounded to whole photos, stratum by stratum. */
function boundsOf(strata: readonly Stratum[], photos: number, whole: boolean): { low: number; high: number } {
  let [low, high, below, above] = [0, 0, 0, 0];
  for (const { size, drawn, right, unknown } of strata) {
    const weight = size / photos;
    if (drawn === 0) {
      high += weight;
      continue;
    }
    const [worst, best] = [right / drawn, (right + unknown) / drawn];
    const [lowest, highest] = [scoreInterval(worst, drawn, size)[0], scoreInterval(best, drawn, size)[1]];
    const wrong = drawn - right - unknown;
    // What was seen bounds what can be, too.
    const l = Math.max(right / size, whole ? Math.floor(lowest * size + SLACK) / size : lowest);
    const u = Math.min((size - wrong) / size, whole ? Math.ceil(highest * size - SLACK) / size : highest);
    low += weight * worst;
    high += weight * best;
    below += (weight * Math.max(0, worst - l)) ** 2;
    above += (weight * Math.max(0, u - best)) ** 2;
  }
  return { low: Math.max(0, low - Math.sqrt(below)), high: Math.min(1, high + Math.sqrt(above)) };
}

/** Rounding errors must not cost a photo. */
const SLACK = 1e-9;

/** Wilson's interval of a share seen in `n` of `size` photos, drawn without replacement. */
function scoreInterval(share: number, n: number, size: number): readonly [low: number, high: number] {
  if (n >= size) return [share, share];
  const square = (Z * Z * (size - n)) / (n * (size - 1));
  const centre = (share + square / 2) / (1 + square);
  const half = Math.sqrt(square * share * (1 - share) + (square * square) / 4) / (1 + square);
  return [share === 0 ? 0 : centre - half, share === 1 ? 1 : centre + half];
}

/** The interval's width; the planning below keeps fractions of photos. */
function widthOf(strata: readonly Stratum[]): number {
  const all = strata.filter(({ size }) => size > 0);
  const photos = all.reduce((sum, { size }) => sum + size, 0);
  const { low, high } = boundsOf(all, photos, false);
  return high - low;
}

/**
 * Returns how many photos more would halve the interval's width, by the formula of {@link stratifiedAccuracy}: the smallest
 * number found by bisection; null where the width is 0.
 *
 * @param after the strata as they are expected after so many photos more, each with the share of right ones that it has now.
 * @param most photos that are left, after which all is known.
 */
export function photosToHalve(after: (more: number) => readonly Stratum[], most: number): number | null {
  const wanted = widthOf(after(0)) / 2;
  if (wanted <= SLACK) return null;
  let [tooFew, enough] = [0, most];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (widthOf(after(middle)) <= wanted) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
