#!/usr/bin/env node
/**
 * Makes the checkpoint that ships with the package (data/pretrained): trains recipe.mjs on the real Fashion-MNIST files.
 *
 *   node scripts/pretrained/make.mjs [output file]
 *
 * About 20 minutes on two cores. The same bits for everybody, on any number of threads. The package must be built.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { BATCH_SIZE, layers, PHASES, SEED } from "./recipe.mjs";

/** @type {typeof import("fashion-wasm")} */
const api = await import(new URL("../../dist/node/index.js", import.meta.url).href);
const ours = new URL("../../data/pretrained/fashion-mnist.safetensors", import.meta.url);
const [target = fileURLToPath(ours)] = process.argv.slice(2);

const { train, test } = await api.loadFashionMnist();
const model = await api.sequential(layers(api), { inputShape: [28, 28, 1], seed: SEED, name: "fashion-mnist" });
model.compile({ optimizer: api.adam(), loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
for (const { epochs, learningRate } of PHASES) {
  await model.setLearningRate(learningRate);
  await model.fit(train, {
    epochs,
    batchSize: BATCH_SIZE,
    callbacks: [{ onEpochEnd: (epoch, logs) => console.error(`${learningRate}, epoch ${epoch + 1}:`, logs) }],
  });
}
console.error("test images:", await model.evaluate(test), "weightsSha256", await model.weightsSha256());
mkdirSync(dirname(target), { recursive: true });
await model.save(target, { weights: "int8", optimizer: false });
await model.dispose();
