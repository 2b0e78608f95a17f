/**
 * The random order behind `split`: Philox 4x32-10, a counter-based generator, and a Fisher–Yates shuffle.
 *
 * Counter-based means: the n-th number is a function of seed and n alone. Only 32-bit integer arithmetic and one
 * double multiplication per draw, so every runtime gives the same order. Source: Salmon, Moraes, Dror, Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3", SC 2011; checked against the authors' known answers.
 */

const ROUNDS = 10;
const MULTIPLIERS = [0xd2511f53, 0xcd9e8d57] as const;
const KEY_STEPS = [0x9e3779b9, 0xbb67ae85] as const;

/** Keeps the numbers of a split apart from others drawn with the same seed: "data" in ASCII. */
const STREAM = 0x64617461;

/** Four 32-bit words. */
export type Words = readonly [number, number, number, number];

/** One block of Philox 4x32-10: four random words for a 128-bit counter and a 64-bit key. */
export function philox(counter: Words, key: readonly [number, number]): Words {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIERS[0], c0);
    const low0 = Math.imul(MULTIPLIERS[0], c0);
    const high1 = multiplyHigh(MULTIPLIERS[1], c2);
    const low1 = Math.imul(MULTIPLIERS[1], c2);
    [c0, c1, c2, c3] = [high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0];
    k0 = (k0 + KEY_STEPS[0]) | 0;
    k1 = (k1 + KEY_STEPS[1]) | 0;
  }
  return [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0];
}

/** A random order of 0 … n − 1, the same for the same `seed` (an integer from 0 to 2^53 − 1) everywhere. */
export function permutation(n: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const key = [seed >>> 0, Math.floor(seed / 2 ** 32)] as const;
  let block: Words = [0, 0, 0, 0];
  for (let last = n - 1, draw = 0; last > 0; last--, draw++) {
    if (draw % 2 === 0) block = philox([draw / 2, 0, 0, STREAM], key);
    const [high, low] = draw % 2 === 0 ? [block[0], block[1]] : [block[2], block[3]];
    // 53 random bits as a fraction below 1: the product stays below last + 1, rounding included.
    const fraction = (high * 2 ** 21 + (low >>> 11)) / 2 ** 53;
    const other = Math.floor(fraction * (last + 1));
    const kept = order[last] as number;
    order[last] = order[other] as number;
    order[other] = kept;
  }
  return order;
}

/** The upper 32 bits of a 32 × 32 bit product, in halves of 16 bits so that no double rounds. */
function multiplyHigh(a: number, b: number): number {
  const [aHigh, aLow, bHigh, bLow] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return aHigh * bHigh + Math.floor(middle / 2 ** 16) + Math.floor(carry / 2 ** 16);
}
