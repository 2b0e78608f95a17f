/**
 * jax-js, its "wasm" backend: one jitted function for a whole step, rescaling and Adam included. The net: jax-js-net.mjs.
 *
 * In Node it runs on one thread, for it starts threads by the browsers' `Worker`.
 */
import { readImages, readLabels } from "./idx.mjs";
import { forward, initial } from "./jax-js-net.mjs";
import { batches, gather, run, starts } from "./stepping.mjs";

/** @type {import("./contestant.js").Prepare} */
export async function prepare(settings, host) {
  const jax = await host.load(settings.packages, "@jax-js/jax/dist/index.js");
  const { version } = JSON.parse(
    new TextDecoder().decode(await host.read(settings.packages, "@jax-js/jax/package.json")),
  );
  const { numpy: np } = jax;
  await jax.init("wasm");
  jax.defaultDevice("wasm");
  const { batch, layers, mode } = settings;
  /** @type {import("./idx.mjs").ReadFile} */
  const read = (name) => host.read(settings.data, `${name}.gz`);
  const images = await readImages(read, mode === "train" ? "train" : "t10k");
  const labels = await readLabels(read, mode === "train" ? "train" : "t10k");
  /** @param {Uint8Array} pixels */
  const input = (pixels) => np.array(Float32Array.from(pixels)).reshape([batch, 1, 28, 28]);

  let { weights, statistics } = initial(jax, layers);
  const trainable = weights.reduce((total, { shape }) => total + shape.reduce(product, 1), 0);
  const train = () => {
    const update = trainStep(jax, layers);
    const order = batches(labels.length, batch);
    let first = weights.map(({ shape }) => np.zeros(shape));
    let second = weights.map(({ shape }) => np.zeros(shape));
    let steps = 0;
    return async () => {
      const positions = order.next().value;
      const pixels = input(gather(images, positions));
      const wanted = np.array(Int32Array.from(positions, (position) => labels[position] ?? 0));
      steps++;
      const rate = np.array((1e-3 * Math.sqrt(1 - 0.999 ** steps)) / (1 - 0.9 ** steps));
      const key = jax.random.key(steps);
      let loss;
      [weights, statistics, first, second, loss] = update(
        weights,
        statistics,
        first,
        second,
        pixels,
        wanted,
        rate,
        key,
      );
      await loss.data();
    };
  };
  const infer = () => {
    const order = starts(labels.length, batch);
    const logits = jax.jit(
      (/** @type {any[]} */ weights, /** @type {any[]} */ statistics, /** @type {any} */ x) =>
        forward(jax, layers, weights, statistics, x, null).logits,
    );
    return async () => {
      const start = order.next().value * 784;
      const pixels = input(images.subarray(start, start + batch * 784));
      const kept = [weights, statistics].map((list) => list.map((array) => array.ref));
      return logits(...kept, pixels).data();
    };
  };
  const step = mode === "train" ? train() : infer();
  await run(step, batch, settings.warmUpSeconds);
  return { trainable, version: `jax-js ${version}`, round: (seconds) => run(step, batch, seconds) };
}

/** @param {number} total @param {number} length */
const product = (total, length) => total * length;

/**
 * @param {any} jax
 * @param {readonly import("./contestant.js").LayerDescription[]} layers
 */
function trainStep(jax, layers) {
  const { numpy: np, nn } = jax;
  /** @typedef {any[]} Arrays */
  /** @type {(weights: Arrays, statistics: Arrays, x: any, wanted: any, key: any) => [loss: any, moved: Arrays]} */
  const lossOf = (weights, statistics, x, wanted, key) => {
    const { logits, moved } = forward(jax, layers, weights, statistics, x, key);
    const logs = nn.logSoftmax(logits).mul(nn.oneHot(wanted, 10));
    return [np.mean(np.sum(logs, -1)).neg(), moved];
  };
  const gradientOf = jax.valueAndGrad(lossOf, { hasAux: true });
  return jax.jit(
    /** @type {(...parts: any[]) => any} */
    (weights, statistics, first, second, x, wanted, rate, key) => {
      const held = weights.map((/** @type {any} */ weight) => weight.ref);
      const [[loss, moved], gradients] = gradientOf(held, statistics, x, wanted, key);
      const firsts = first.map((/** @type {any} */ m, /** @type {number} */ i) =>
        m.mul(0.9).add(gradients[i].ref.mul(0.1)),
      );
      const seconds = second.map((/** @type {any} */ v, /** @type {number} */ i) =>
        v.mul(0.999).add(np.square(gradients[i]).mul(0.001)),
      );
      const moves = firsts.map((/** @type {any} */ m, /** @type {number} */ i) =>
        m.ref.mul(rate.ref).div(np.sqrt(seconds[i].ref).add(1e-7)),
      );
      rate.dispose();
      const next = weights.map((/** @type {any} */ weight, /** @type {number} */ i) => weight.sub(moves[i]));
      return [next, moved, firsts, seconds, loss];
    },
  );
}
