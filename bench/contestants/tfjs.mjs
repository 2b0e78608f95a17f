/**
 * TensorFlow.js, in Node, on the `backend` of the settings:
 *
 * - "cpu", plain JavaScript: the only one for CPUs that has the gradient of a convolution;
 * - "wasm", with SIMD, inference only (it has no Conv2DBackpropFilter). In Node it runs on one thread: the package
 *   itself says there that threads are not supported (https://github.com/tensorflow/tfjs/issues/3830), and without that
 *   it fails, for it starts threads from a `blob:` URL. The threads asked for are set all the same; `version` says how
 *   many there are.
 */
import { readImages, readLabels } from "./idx.mjs";
import { batches, gather, run, starts } from "./stepping.mjs";

/** @type {import("./contestant.js").Prepare} */
export async function prepare(settings, host) {
  const { default: tf } = await host.load(settings.packages, "@tensorflow/tfjs/dist/tf.node.js");
  const backend = await useBackend(tf, settings, host);
  const model = modelOf(tf, settings.layers);
  const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-7);
  const { batch, mode } = settings;
  /** @type {import("./idx.mjs").ReadFile} */
  const read = (name) => host.read(settings.data, `${name}.gz`);
  const images = await readImages(read, mode === "train" ? "train" : "t10k");

  /** @param {Uint8Array} pixels */
  const input = (pixels) => tf.tensor4d(new Float32Array(pixels), [batch, 28, 28, 1]).div(255);

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
      // In a block: tidy() walks through what it is given back, number by number, which takes longer than net S.
      tf.tidy(() => {
        model.apply(input(images.subarray(start, start + batch * 784)), { training: false }).dataSync();
      });
    };
  };
  const step = mode === "train" ? await train() : infer();
  await run(step, batch, settings.warmUpSeconds);
  const trainable = model.trainableWeights.reduce((/** @type {number} */ total, /** @type {any} */ weight) => {
    return total + weight.shape.reduce((/** @type {number} */ product, /** @type {number} */ n) => product * n, 1);
  }, 0);
  return {
    trainable,
    version: `TensorFlow.js ${tf.version.tfjs} (${backend})`,
    round: (seconds) => run(step, batch, seconds),
  };
}

/**
 * Makes the backend the one in use, and describes it.
 * @param {any} tf
 * @param {import("./contestant.js").Settings} settings
 * @param {import("./contestant.js").Host} host
 */
async function useBackend(tf, { backend = "cpu", packages, threads }, host) {
  if (backend === "cpu") {
    await tf.setBackend("cpu");
    return "cpu";
  }
  const { default: wasm } = await host.load(
    packages,
    "@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.node.js", // it finds its .wasm files beside itself
  );
  wasm.setThreadsCount(threads); // counts only before setBackend
  // A backend that fails answers false and is not replaced.
  if (!(await tf.setBackend("wasm"))) throw new Error("TensorFlow.js could not start its wasm backend");
  const simd = (await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT")) ? "with" : "without";
  const count = wasm.getThreadsCount();
  return `wasm ${wasm.version_wasm} ${simd} SIMD, ${count} thread${count === 1 ? "" : "s"}`;
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
