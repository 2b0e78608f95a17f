/**
 * What is left of models whose life is over: two lives of every kind, in a process of its own with --expose-gc.
 *
 * Writes, kind by kind, how many objects of each class the process has more than before.
 */
import { getEventListeners } from "node:events";
import { queryObjects } from "node:v8";
import { MessagePort, Worker } from "node:worker_threads";
import {
  conv2d,
  dataset,
  dense,
  featureExtractor,
  flatten,
  init,
  loadModel,
  rescaling,
  sequential,
} from "../../../dist/node/index.js";
import * as inference from "../../../dist/node/inference.js";

const images = Uint8Array.from({ length: 256 }, (_, i) => i);
const labels = Uint32Array.from({ length: 16 }, (_, i) => i % 2);
/** These three outlive all models. */
const data = dataset.fromArrays({ images, labels, imageShape: [4, 4, 1] });
const { signal } = new AbortController();
const log = [];

const LAYERS = [rescaling({ scale: 1 / 255 }), conv2d({ filters: 2, kernelSize: 3 }), flatten(), dense({ units: 2 })];
async function make(options = {}) {
  const model = await sequential(LAYERS, { inputShape: [4, 4, 1], seed: 1, threads: 1, ...options });
  model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
  return model;
}
const fails = (promise) =>
  promise.then(
    () => Promise.reject(new Error("it did not fail")),
    (error) => void log.push(error),
  );
let file;
const nowhere = { workerUrl: "file:///nowhere/worker.js" };

/** Makes a model, lets `work` use it, and disposes of it. */
async function live(making, work) {
  const model = await making;
  await work(model);
  await model.dispose();
}

const LIVES = {
  "trained, one thread": () => live(make(), (model) => model.fit(data, { epochs: 1, signal })),
  "trained, two threads": () =>
    live(make({ threads: 2 }), (model) =>
      model.fit(data, { epochs: 1, callbacks: [{ onEpochEnd: () => model.name }] }),
    ),
  "in this thread": () => live(make({ engine: "local" }), (model) => model.fit({ images, labels }, { epochs: 1 })),
  loaded: () => live(loadModel(file, { threads: 1 }), (model) => model.predict(images)),
  "looked into": () =>
    live(make(), (model) => live(featureExtractor(model, 1, { threads: 1 }), (first) => first.predict(images))),
  "of inference": () => live(inference.loadModel(file), (model) => model.predict(images)),
  "of inference, in this thread": () =>
    live(inference.loadModel(file, { engine: "local" }), (model) => model.predict(images)),
  async "disposed during fit"() {
    const model = await make();
    const fit = fails(model.fit(data, { epochs: 100_000 }));
    await model.dispose();
    await fit;
  },
  async "used afterwards, the error kept"() {
    const model = await make();
    await model.dispose();
    await fails(model.predict(images));
  },
  "saved nowhere, the error kept": () =>
    live(make(), (model) => fails(model.save("/nowhere/at/all/model.safetensors"))),
  "in this thread, the error kept": () =>
    live(make({ engine: "local" }), (model) => fails(model.predict(new Uint8Array(5)))),
  async "aborted, and forgotten"() {
    const model = await make();
    const abort = new AbortController();
    const fit = fails(model.fit(data, { epochs: 100_000, signal: abort.signal }));
    setTimeout(() => abort.abort(), 5);
    await fit;
  },
  "refused by the engine, two threads": () =>
    fails(sequential([conv2d({ filters: 2, kernelSize: 9 })], { inputShape: [4, 4, 1], threads: 2 })),
  async "without a worker, two threads"() {
    await init(nowhere);
    await fails(make({ threads: 2 }));
    await init();
  },
};

await live(make({ engine: "local" }), async (model) => {
  file = await model.serialize();
});
const local = [await make({ engine: "local" }), await inference.loadModel(file, { engine: "local" })];
const CLASSES = { models: local[0].constructor, predictors: local[1].constructor, workers: Worker, ports: MessagePort };
for (const model of local) await model.dispose();

function count() {
  const counts = Object.entries(CLASSES).map(([name, kind]) => [name, queryObjects(kind, { format: "count" })]);
  return { ...Object.fromEntries(counts), listeners: getEventListeners(signal, "abort").length };
}

/** Collects what is free, also what workers leave a little later. */
async function settle() {
  for (let round = 0; round < 4; round++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    globalThis.gc();
  }
}

const left = {};
await live(make({ threads: 2 }), () => undefined);
await settle();
let before = count();
for (const [kind, lead] of Object.entries(LIVES)) {
  await lead();
  await lead();
  await settle();
  const after = count();
  left[kind] = Object.fromEntries(Object.keys(after).map((name) => [name, after[name] - before[name]]));
  before = after;
}
console.log(JSON.stringify({ left, errors: log.length }));
process.exit();
