/**
 * The numbers of a model for photos, fitted on held-out images: photos of the last training images, which it has not seen.
 */

/** Of the held-out images themselves so many are flagged as unlike any garment. */
const FLAGGED = 0.095;
/** Of the answers without a flag so many are to be right. */
const RIGHT = 0.98;

/**
 * @param {typeof import("fashion-wasm")} api
 * @param {import("fashion-wasm").Sequential} model
 * @param {number} learnt training images that it has learnt from
 * @returns {Promise<import("fashion-wasm").PhotoCalibration>}
 */
export async function calibrate(api, model, learnt) {
  const { train } = await api.loadFashionMnist();
  const held = train.slice(learnt, train.length);
  const photos = await api.photoExamples(held, { seed: 2 });
  const labels = /** @type {Uint32Array} */ (photos.labels);
  const { logits, unlikeness } = parts(await model.predict(photos, { checkImages: false }));
  const own = parts(await model.predict(held, { checkImages: false })).unlikeness;
  const threshold = own.sort((a, b) => b - a)[Math.floor(FLAGGED * own.length)] ?? 0;
  const temperature = rounded(api.fitTemperature(logits, labels, { classes: 10 }), 3);
  return {
    temperature,
    unlikeness: rounded(threshold, 3),
    probability: rounded(leastProbability(logits, labels, unlikeness, temperature, threshold), 3),
  };
}

/**
 * The logits of the classes, and how unlike any garment each image is.
 * @param {Float32Array} outputs
 */
function parts(outputs) {
  const width = 11;
  const count = outputs.length / width;
  const logits = new Float32Array(count * (width - 1));
  const unlikeness = [];
  for (let i = 0; i < count; i++) {
    const row = outputs.subarray(i * width, (i + 1) * width - 1);
    logits.set(row, i * (width - 1));
    const most = Math.max(...row);
    const sum = row.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
    unlikeness.push(Number(outputs[(i + 1) * width - 1]) - most - Math.log(sum));
  }
  return { logits, unlikeness };
}

/**
 * The least probability above which answers that are like a garment are right often enough.
 * @param {Float32Array} logits
 * @param {Uint32Array} labels
 * @param {number[]} unlikeness
 * @param {number} temperature
 * @param {number} threshold
 */
function leastProbability(logits, labels, unlikeness, temperature, threshold) {
  const answers = [...labels].map((label, i) => {
    const row = [...logits.subarray(i * 10, i * 10 + 10)].map((logit) => logit / temperature);
    const most = Math.max(...row);
    const sum = row.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
    return { probability: 1 / sum, right: row.indexOf(most) === label, like: Number(unlikeness[i]) <= threshold };
  });
  const ranked = answers.filter(({ like }) => like).sort((a, b) => b.probability - a.probability);
  let [right, least] = [0, 1];
  ranked.forEach((answer, i) => {
    if (answer.right) right++;
    if (i >= 100 && right / (i + 1) >= RIGHT) least = answer.probability;
  });
  return least;
}

/**
 * Few digits: other hosts' exponentials may differ in the last.
 * @param {number} value
 * @param {number} digits
 */
function rounded(value, digits) {
  return Number(value.toFixed(digits));
}
