/**
 * First weights and samples by formula, for nets whose weights are too many to keep in a fixture; the same numbers as
 * scripts/golden/first_weights.py makes, to the bit.
 */

/** The values of weight `number`: evenly spread in [low, high), by MurmurHash3's finaliser. */
export function firstWeights(number: number, length: number, low: number, high: number): Float32Array {
  const start = Math.imul(number, 0x9e3779b9);
  return Float32Array.from({ length }, (_, index) => {
    let word = (start + index) | 0;
    word ^= word >>> 16;
    word = Math.imul(word, 0x85ebca6b);
    word ^= word >>> 13;
    word = Math.imul(word, 0xc2b2ae35);
    word ^= word >>> 16;
    return low + ((word >>> 0) / 2 ** 32) * (high - low);
  });
}

/** At most about `samples` of a tensor's values, evenly apart; all without `samples`. */
export function sampled(values: Float32Array, samples: number | undefined): Float32Array {
  if (samples === undefined || values.length <= samples) return values;
  const step = Math.ceil(values.length / samples) | 1;
  return values.filter((_, index) => index % step === 0);
}
