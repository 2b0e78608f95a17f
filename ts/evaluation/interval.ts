/**
 * How far a share of n images may be from the true share: Wilson's score interval. Pure.
 */
import { integerOption, numberOption, optionsObject } from "../options/check.js";

/** The confidence interval of a share of n images (Wilson's). */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** E.g. 0.95: of intervals made in this way of other draws of images, so many hold the true share. */
  readonly level: number;
}

/** Options of {@link wilsonInterval}. */
export interface IntervalOptions {
  /** Share of intervals, over draws of the images, that hold the true share: above 0, at most 0.999999; default 0.95. */
  readonly level?: number | undefined;
}

/**
 * Returns the confidence interval of a share of which `hits` of `n` were seen: with `p = hits / n` and `z` the normal
 * distribution's quantile of `(1 + level) / 2`
 *
 * `(p + z²/2n ± z · √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)`
 *
 * Of the intervals of many draws of n images, about `level` hold the true share; that is a promise of the method, and no
 * probability of the one interval at hand. It lies within [0, 1] and means something for few images and shares near 0 or
 * 1, too. It covers the draw of the test images alone: not the draw of the seed, nor images from elsewhere. Two models on
 * the same images are not to be compared by whether their intervals overlap, which misses differences: count the images
 * that only one of them recognises (McNemar's test).
 *
 * @throws FashionWasmError INVALID_ARGUMENT for numbers that are no counts (0 ≤ hits ≤ n, 1 ≤ n ≤ 2^31 − 1), a level out
 * of bounds or an unknown option.
 * @see Wilson 1927, "Probable inference, the law of succession, and statistical inference"; scipy's
 * `binomtest(hits, n).proportion_ci(method="wilson")`
 */
export function wilsonInterval(hits: number, n: number, options?: IntervalOptions): Interval {
  const where = "wilsonInterval";
  const { level = 0.95 } = optionsObject(where, options, ["level"]);
  integerOption(where, "n", n, { min: 1 });
  integerOption(where, "hits", hits, { min: 0, max: n });
  numberOption(where, "level", level, { above: 0, max: 0.999_999 });
  const z = deviations(level);
  const [share, square] = [hits / n, (z * z) / n];
  const centre = (share + square / 2) / (1 + square);
  const half = (z * Math.sqrt((share * (1 - share)) / n + square / (4 * n))) / (1 + square);
  // 0 and 1 themselves are bounds by the formula; rounding must not move them.
  return { low: hits === 0 ? 0 : centre - half, high: hits === n ? 1 : centre + half, level };
}

/**
 * The z for which a normal variable lies within ±z standard deviations with probability `level`, to double precision.
 *
 * Newton's method on `P(z) = 2φ(z) · (z + z³/3 + z⁵/(3·5) + …)` (Abramowitz & Stegun 26.2.11): P is concave for z > 0,
 * so that from 0 on every step ends below the root or on it.
 */
function deviations(level: number): number {
  let z = 0;
  for (let step = 0; step < 100; step++) {
    let [series, term] = [0, z];
    for (let odd = 3; series + term !== series; odd += 2) {
      series += term;
      term *= (z * z) / odd;
    }
    const next = z + level * Math.sqrt(Math.PI / 2) * Math.exp((z * z) / 2) - series;
    if (!(next > z)) break;
    z = next;
  }
  return z;
}
