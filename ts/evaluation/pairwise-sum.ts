/**
 * Adding up in NumPy's order, so that averages have the very bits of scikit-learn's.
 *
 * A mean like 0.915 lies between two texts of two digits; which one is printed hangs on the last bit.
 */

/** Numbers up to which eight partial sums are kept; longer lists are halved. */
const BLOCK = 128;

/**
 * Returns the sum of the values from `start` up to `end`.
 *
 * @see NumPy `pairwise_sum` in `numpy/_core/src/umath/loops_utils.h.src`
 */
export function pairwiseSum(values: readonly number[], start = 0, end = values.length): number {
  const n = end - start;
  if (n > BLOCK) {
    const half = Math.floor(n / 2);
    const middle = start + half - (half % 8);
    return pairwiseSum(values, start, middle) + pairwiseSum(values, middle, end);
  }
  const value = (i: number) => values[i] ?? 0;
  const whole = n < 8 ? start : end - (n % 8);
  let sum = 0;
  if (whole > start) {
    const lane = (first: number) => {
      let partial = value(start + first);
      for (let i = start + first + 8; i < whole; i += 8) partial += value(i);
      return partial;
    };
    const four = (first: number) => lane(first) + lane(first + 1) + (lane(first + 2) + lane(first + 3));
    sum = four(0) + four(4);
  }
  for (let i = whole; i < end; i++) sum += value(i);
  return sum;
}
