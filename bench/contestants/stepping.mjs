/**
 * Rounds of contestants that are driven step by step: whole steps, at least one, until the time is over.
 */

/**
 * Positions of one batch after the other, in a new order every epoch; an incomplete last batch is left out.
 * @param {number} count images there are
 * @param {number} size images a batch
 * @returns {Generator<number[], never>}
 */
export function* batches(count, size) {
  const order = Array.from({ length: count }, (_, i) => i);
  for (;;) {
    for (let i = count - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [order[i], order[j]] = [/** @type {number} */ (order[j]), /** @type {number} */ (order[i])];
    }
    for (let start = 0; start + size <= count; start += size) yield order.slice(start, start + size);
  }
}

/**
 * Where each whole batch begins, in the order of the data, over and over.
 * @param {number} count
 * @param {number} size
 * @returns {Generator<number, never>}
 */
export function* starts(count, size) {
  for (;;) {
    for (let start = 0; start + size <= count; start += size) yield start;
  }
}

/**
 * Copies the images at `positions` behind each other.
 * @param {Uint8Array} images
 * @param {readonly number[]} positions
 */
export function gather(images, positions) {
  const pixels = new Uint8Array(positions.length * 784);
  positions.forEach((position, i) => {
    pixels.set(images.subarray(position * 784, position * 784 + 784), i * 784);
  });
  return pixels;
}

/**
 * @param {() => Promise<unknown>} step resolves when its result is there
 * @param {number} images images a step
 * @param {number} seconds
 * @returns {Promise<import("./contestant.js").RoundResult>}
 */
export async function run(step, images, seconds) {
  const start = performance.now();
  for (let steps = 1; ; steps++) {
    await step();
    const elapsed = (performance.now() - start) / 1000;
    if (elapsed >= seconds) return { images: steps * images, seconds: elapsed };
  }
}
