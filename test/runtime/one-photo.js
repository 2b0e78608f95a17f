/**
 * One photo, prepared and classified through the entry that only predicts: the same code in Node and in pages.
 *
 * Plain JavaScript, because a browser loads this very file.
 */

/**
 * @param {typeof import("fashion-wasm/inference")} fashion
 * @param {{ engine?: "worker" | "local" }} options
 */
export async function onePhoto({ photoClassifier }, options) {
  const [width, height] = [300, 260];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 40; y < 220; y++) {
    // A shirt: a body with sleeves, darker towards the hem.
    for (let x = y < 100 ? 30 : 90; x < (y < 100 ? 270 : 210); x++)
      data.set([160 - (y >> 1), 40, 60], 4 * (y * width + x));
  }
  const classifier = await photoClassifier(options);
  const { label, topK, unlikeness, prepared } = await classifier.classify({ width, height, data });
  await classifier.dispose();
  const numbers = Float32Array.from([...topK.map(({ probability }) => probability), unlikeness]);
  return { label, bits: [...new Uint32Array(numbers.buffer)].join(), pixels: prepared.pixels.join() };
}
