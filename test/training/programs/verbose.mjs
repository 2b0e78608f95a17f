/** Trains and evaluates a small model with `verbose` as it is told, "default" for none; writes nothing of its own. */
import { dataset, dense, flatten, rescaling, sequential } from "fashion-wasm";

const [verbose = "default", images = "2000"] = process.argv.slice(2);
const given = verbose === "default" ? {} : { verbose: verbose === "auto" ? verbose : Number(verbose) };
const count = Number(images);
const pixels = Uint8Array.from({ length: count * 784 }, (_, i) => (i * 7919) % 251);
const labels = Uint32Array.from({ length: count }, (_, i) => i % 3);
const data = dataset.fromArrays({ images: pixels, labels, imageShape: [28, 28, 1] });
const model = await sequential([rescaling({ scale: 1 / 255 }), flatten(), dense({ units: 3 })], {
  inputShape: [28, 28, 1],
  seed: 1,
  threads: 1,
  engine: "local",
});
model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
const halve = { onEpochEnd: (_, { learningRate }) => model.setLearningRate(learningRate / 2) };
await model.fit(data, { epochs: 2, batchSize: 8, validationData: data, callbacks: [halve], ...given });
await model.evaluate(data, given);
await model.dispose();
