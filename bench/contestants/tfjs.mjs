/**
 * TensorFlow.js, its "cpu" backend: the only one for CPUs that has the gradient of a convolution (the "wasm" backend has
 * no Conv2DBackpropFilter).
 */
import { readImages, readLabels } from "./idx.mjs";
import { batches, gather, run, starts } from "./stepping.mjs";

/** @type {import("./contestant.js").Prepare} */
export async function prepare(settings, host) {
  const { default: tf } = await host.load(settings.packages, "@tensorflow/tfjs/dist/tf.node.js");
  await tf.setBackend("cpu");
  const model = modelOf(tf, settings.layers);
  const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-7);
  const { batch, mode } = settings;
  /** @type {import("./idx.mjs").ReadFile} */
  const read = (name) => host.read(settings.data, `${name}.gz`);
  const images = await readImages(read, mode === "train" ? "train" : "t10k");

  /** @param {Uint8Array} pixels */
  const input = (pixels) => tf.tensor4d(Float32Array.from(pixels), [batch, 28, 28, 1]).div(255);

  const train = async () => {
    const labels = await readLabels(read, "train");
    const order = batches(labels.length, batch);
    return async () => {
      const positions = order.next().value;
      tf.tidy(() => {
        const wanted = tf.oneHot(
          Int32Array.from(positions, (position) => labels[position] ?? 0),
          10,
        );
        const pixels = input(gather(images, positions));
        optimizer.minimize(() => tf.losses.softmaxCrossEntropy(wanted, model.apply(pixels, { training: true })));
      });
    };
  };
  const infer = () => {
    const positions = starts(images.length / 784, batch);
    return async () => {
      const start = positions.next().value * 784;
      tf.tidy(() => model.predictOnBatch(input(images.subarray(start, start + batch * 784))).dataSync());
    };
  };
  const step = mode === "train" ? await train() : infer();
  await run(step, batch, settings.warmUpSeconds);
  const trainable = model.trainableWeights.reduce((/** @type {number} */ total, /** @type {any} */ weight) => {
    return total + weight.shape.reduce((/** @type {number} */ product, /** @type {number} */ n) => product * n, 1);
  }, 0);
  return { trainable, version: `TensorFlow.js ${tf.version.tfjs}`, round: (seconds) => run(step, batch, seconds) };
}

/**
 * @param {any} tf
 * @param {import("./contestant.js").Settings["layers"]} layers
 */
function modelOf(tf, layers) {
  /** @type {Record<string, string>} */
  const names = { maxPool2d: "maxPooling2d", relu: "reLU" };
  const model = tf.sequential();
  layers.forEach(({ type, ...options }, i) => {
    const pool = type === "maxPool2d" && { poolSize: 2, strides: 2 };
    const shape = i === 0 && { inputShape: [28, 28, 1] };
    model.add(tf.layers[names[type] ?? type]({ ...options, ...pool, ...shape }));
  });
  return model;
}
