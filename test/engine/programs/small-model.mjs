/**
 * The network S with random images, for the programs of test/engine/programs.ts: plain JavaScript, as node runs it.
 */

const WEIGHTS = { useBias: true, kernelInitializer: "glorotUniform", biasInitializer: "zeros" };
const CONV = { type: "conv2d", filters: 32, kernelSize: [3, 3], strides: [3, 3], padding: "valid", activation: "relu" };

const SPEC = {
  inputShape: [28, 28, 1],
  seed: 3,
  layers: [
    { type: "rescaling", scale: 1 / 255, offset: 0 },
    { ...CONV, ...WEIGHTS },
    { type: "maxPooling2d", poolSize: [2, 2], strides: [2, 2], padding: "valid" },
    { type: "flatten" },
    { type: "dense", units: 32, activation: "relu", ...WEIGHTS },
    { type: "dense", units: 10, activation: "linear", ...WEIGHTS },
  ],
};

const COMPILE = {
  optimizer: { type: "adam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  loss: "sparseCategoricalCrossentropy",
  metrics: ["accuracy"],
};

/** The first `count` indices. */
export const first = (count) => Uint32Array.from({ length: count }, (_, i) => i);

/** Gives `engine` the model and 512 images; resolves to the dataset's id. */
export async function prepare(engine) {
  await engine.call("createSession", SPEC);
  await engine.call("compile", COMPILE);
  const images = Uint8Array.from({ length: 512 * 784 }, (_, i) => (i * 2654435761) >>> 24);
  return engine.call("addDataset", { count: 512, images, labels: first(512).map((i) => i % 10) });
}
