#!/usr/bin/env node
/**
 * Makes the model for photos that ships with the package (data/photos): trains recipe.mjs on photos that the data file makes
 * of the real Fashion-MNIST files, and calibrates it on held-out ones.
 *
 *   node scripts/photo-model/make.mjs [output file] [folder for examples]
 *
 * The same bits for everybody, on any number of threads. The package must be built. A run that was stopped takes up the
 * examples that were made.
 */
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { calibrate } from "./calibrate.mjs";
import { examples, packageApi } from "./examples.mjs";
import { BATCH_SIZE, LEARNT, layers, PHASES, ROUNDS, SEED, STRANGERS } from "./recipe.mjs";

const api = await packageApi();
const ours = new URL("../../data/photos/photos.safetensors", import.meta.url);
const [target = fileURLToPath(ours), folder = join(tmpdir(), "fashion-wasm-photo-examples")] = process.argv.slice(2);

const classNames = [...api.fashionMnistClassNames, "no garment"];
/** @param {number} round */
const round = async (round) => {
  const { images, labels } = await examples(folder, { round, count: LEARNT, strangers: STRANGERS, slices: 2 });
  return api.dataset.fromArrays({ images, labels, imageShape: [28, 28, 1], classNames });
};
const model = await api.sequential(layers(api), { inputShape: [28, 28, 1], seed: SEED, name: "photos" });
model.compile({ optimizer: api.adam(), loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
let epoch = 0;
for (const { epochs, learningRate } of PHASES) {
  await model.setLearningRate(learningRate);
  for (const end = epoch + epochs; epoch < end; epoch++) {
    const { history } = await model.fit(await round(epoch % ROUNDS), { epochs: 1, batchSize: BATCH_SIZE, verbose: 0 });
    console.error(`${learningRate}, epoch ${epoch + 1}:`, history);
  }
}
mkdirSync(dirname(target), { recursive: true });
// Calibrated as it will be loaded: with kernels of 8 bits.
const bytes = await model.serialize({ weights: "int8", optimizer: false });
const loaded = await api.loadModel(bytes);
const photo = await calibrate(api, loaded, LEARNT);
console.error("calibration:", photo, "weightsSha256", await loaded.weightsSha256());
await loaded.dispose();
await model.save(target, { weights: "int8", optimizer: false, photo });
await model.dispose();
