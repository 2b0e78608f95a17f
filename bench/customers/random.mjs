/**
 * What the made-up shop is drawn from: numbers that are the same on every run, and the distributions of its customers and items.
 */

/**
 * Uniform numbers of [0, 1), by mulberry32.
 * @param {number} seed
 * @returns {() => number}
 */
export function randomNumbers(seed) {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Cumulative shares of ranks, of 1 / (rank + shift) ** exponent each.
 * @param {number} count
 * @param {number} exponent
 * @param {number} shift
 */
export function zipf(count, exponent, shift) {
  return cumulated(
    Float64Array.from({ length: count }, (_, rank) => (rank + 1 + shift) ** -exponent),
    0,
    count,
  );
}

/**
 * Turns the shares from `start` on into cumulative ones, in place.
 * @param {Float64Array} shares
 * @param {number} start
 * @param {number} count
 */
function cumulated(shares, start, count) {
  let sum = 0;
  for (let i = start; i < start + count; i++) {
    sum += shares[i] ?? 0;
    shares[i] = sum;
  }
  for (let i = start; i < start + count; i++) shares[i] = (shares[i] ?? 0) / sum;
  return shares;
}

/**
 * Which of `count` cumulative shares from `start` on a uniform number falls to.
 * @param {Float64Array} shares
 * @param {number} start
 * @param {number} count
 * @param {number} uniform
 */
export function draw(shares, start, count, uniform) {
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shares[start + middle] ?? 1) > uniform) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Cumulative shares of a taste for each customer, of Dirichlet(a, …, a) with a < 1.
 * @param {number} customers
 * @param {number} classes
 * @param {number} a
 * @param {() => number} random
 */
export function tastes(customers, classes, a, random) {
  const all = Float64Array.from({ length: customers * classes }, () => gamma(a, random));
  for (let start = 0; start < all.length; start += classes) {
    // All may be too small for a number: then the customer likes one class.
    if (all.subarray(start, start + classes).every((one) => one === 0)) all[start + Math.floor(random() * classes)] = 1;
    cumulated(all, start, classes);
  }
  return all;
}

/**
 * Marsaglia and Tsang (2000), for a shape below 1.
 * @param {number} shape
 * @param {() => number} random
 */
function gamma(shape, random) {
  const d = shape + 1 - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * normal * normal + d - d * v + d * Math.log(v)) {
      return d * v * (1 - random()) ** (1 / shape);
    }
  }
}

/**
 * The probability that a good classifier gives its first class: above .99 for four items of five.
 * @param {() => number} random
 */
export function sureness(random) {
  const [bin, within] = [random(), random()];
  if (bin < 0.8) return 1 - 0.01 * within ** 3 - 1e-4;
  if (bin < 0.9) return 0.9 + 0.09 * within;
  if (bin < 0.97) return 0.6 + 0.3 * within;
  return 0.4 + 0.2 * within;
}

/** Classes that are taken for one another, by number. */
const ALIKE = [
  [6, 3, 2],
  [3, 4, 0],
  [4, 6, 0],
  [0, 4, 6],
  [2, 6, 3],
  [7, 9, 8],
  [0, 2, 4],
  [5, 9, 8],
  [6, 0, 9],
  [7, 5, 8],
];

/**
 * The second and the third class that a classifier names.
 * @param {number} label
 * @param {() => number} random
 * @returns {[number, number]}
 */
export function confusable(label, random) {
  const [first = 0, second = 0, third = 0] = ALIKE[label] ?? [];
  const at = random();
  return at < 0.6 ? [first, second] : at < 0.85 ? [second, first] : [third, first];
}
