/**
 * Training on batches that an async generator draws on the way: `node bench/batches.mjs [NET] [PAIRS]` trains a net of nets.json on
 * 60,000 images held as a dataset and on as many from a generator, in turns, and prints the ratio of their speeds (median and
 * quartiles). `node bench/batches.mjs memory [NET] [IMAGES] [EPOCHS]` trains on so many images from the generator, and prints the most
 * memory the process has had: ask it for 1,000,000 images and 1 epoch, and for 60,000 and 17, which is as long a training.
 */
import { readFileSync } from "node:fs";

/** @type {typeof import("fashion-wasm")} */
const api = await import(new URL("../dist/node/index.js", import.meta.url).href);
const isMemory = process.argv[2] === "memory";
const [net = "L", number = isMemory ? "1000000" : "15", epochs = "1"] = process.argv.slice(isMemory ? 3 : 2);
const { batch: size, layers } = JSON.parse(readFileSync(new URL("nets.json", import.meta.url), "utf8"))[net];
const { train } = await api.loadFashionMnist();
const { images: pixels, labels } = train;
const garments = train.length;

/**
 * Garments as they are not in the data: each drawn at random, moved by up to two pixels, in a buffer that the next batch is drawn in.
 *
 * @param {number} count
 */
async function* drawn(count) {
  const [images, classes] = [new Uint8Array(size * 784), new Uint8Array(size)];
  let state = 1;
  for (let done = 0; done < count; done += size) {
    const length = Math.min(size, count - done);
    images.fill(0);
    for (let i = 0; i < length; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      const from = ((state >>> 4) & 0xff_ffff) % garments;
      classes[i] = labels?.[from] ?? 0;
      // Rows and columns at once: what leaves a row on one side comes in on the other, where garments are black.
      const by = (((state >>> 8) % 5) - 2) * 28 + ((state >>> 16) % 5) - 2;
      const source = from * 784 + Math.max(0, -by);
      images.set(pixels.subarray(source, source + 784 - Math.abs(by)), i * 784 + Math.max(0, by));
    }
    yield/** @type {const} */ ([images.subarray(0, length * 784), classes.subarray(0, length)]);
  }
}

async function made() {
  const of = (/** @type {any} */ { type, inputs, ...options }) => {
    const places = inputs && { inputs: inputs.map((/** @type {number} */ place) => place + 1) };
    return /** @type {any} */ (api)[type]({ ...options, ...places });
  };
  const all = [api.rescaling({ scale: 1 / 255 }), ...layers.map(of)];
  const model = await api.sequential(all, { inputShape: [28, 28, 1], seed: 7 });
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  return model;
}

const model = await made();
if (isMemory) {
  const begun = performance.now();
  const { history } = await model.fit(() => drawn(Number(number)), { epochs: Number(epochs), verbose: 0 });
  const seconds = (performance.now() - begun) / 1000;
  const most = process.resourceUsage().maxRSS / 1024;
  console.log(
    `net ${net}, ${number} images, ${epochs} epochs: ${most.toFixed(0)} MiB at most, ${((Number(epochs) * Number(number)) / seconds).toFixed(0)} images/s, loss ${history.loss.at(-1)}`,
  );
  process.exit(0);
}
const runs = [
  () => model.fit(train, { batchSize: size, shuffle: false, verbose: 0 }),
  () => model.fit(() => drawn(garments), { verbose: 0 }),
];
for (const run of runs) await run();
/** @type {number[]} */
const ratios = [];
for (let pair = 0; pair < Number(number); pair++) {
  const times = [0, 0];
  for (const which of pair % 2 === 0 ? [0, 1] : [1, 0]) {
    const begun = performance.now();
    await runs[which]?.();
    times[which] = performance.now() - begun;
  }
  ratios.push((times[0] ?? 0) / (times[1] ?? 1));
}
ratios.sort((a, b) => a - b);
const at = (/** @type {number} */ share) => ratios[Math.round(share * (ratios.length - 1))]?.toFixed(3);
console.log(
  `net ${net}: speed on batches of a generator over speed on a dataset: ${at(0.5)} (quartiles ${at(0.25)} – ${at(0.75)}, ${number} pairs)`,
);
process.exit(0);
