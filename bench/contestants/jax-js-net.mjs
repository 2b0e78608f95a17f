/**
 * A net in jax-js' functions, in the layout of its convolutions (NCHW), for jax-js.mjs.
 *
 * jax-js counts references: a function owns its arguments, and `.ref` is what one writes to use an array once more.
 * Weights and moving statistics are two flat lists of arrays, in the order of the layers.
 */

/** @typedef {import("./contestant.js").LayerDescription} LayerDescription */
/** @typedef {any} NdArray an array of jax-js, which may not be installed */

/**
 * First values of weights (Glorot uniform) and of moving statistics.
 * @param {any} jax
 * @param {readonly LayerDescription[]} layers
 */
export function initial(jax, layers) {
  const { numpy: np } = jax;
  /** @type {NdArray[]} */
  const weights = [];
  /** @type {NdArray[]} */
  const statistics = [];
  let shape = [1, 28, 28];
  /** @param {number[]} size @param {number} fanIn @param {number} fanOut */
  const glorot = (size, fanIn, fanOut) => {
    const bound = Math.sqrt(6 / (fanIn + fanOut));
    const count = size.reduce((product, length) => product * length, 1);
    return np.array(Float32Array.from({ length: count }, () => bound * (2 * Math.random() - 1))).reshape(size);
  };
  for (const { type, filters = 0, kernelSize: k = 0, strides: s = 1, padding, units = 0 } of layers) {
    const [channels = 0, side = 1] = shape;
    if (type === "conv2d") {
      weights.push(glorot([filters, channels, k, k], channels * k * k, filters * k * k), np.zeros([filters]));
      const next = padding === "same" ? Math.ceil(side / s) : Math.floor((side - k) / s) + 1;
      shape = [filters, next, next];
    } else if (type === "dense") {
      weights.push(glorot([channels, units], channels, units), np.zeros([units]));
      shape = [units];
    } else if (type === "maxPool2d") {
      shape = [channels, Math.floor(side / 2), Math.floor(side / 2)];
    } else if (type === "flatten") {
      shape = [channels * side * side];
    } else if (type === "batchNormalization") {
      weights.push(np.ones([channels]), np.zeros([channels]));
      statistics.push(np.zeros([channels]), np.ones([channels]));
    } else if (type !== "relu" && type !== "dropout") {
      throw new Error(`this contestant has no layer for ${type}`);
    }
  }
  return { weights, statistics };
}

/**
 * Logits and the new moving statistics; with a key in training, with null in inference.
 * @param {any} jax
 * @param {readonly LayerDescription[]} layers
 * @param {NdArray[]} weights
 * @param {NdArray[]} statistics
 * @param {NdArray} x pixels 0 … 255, [count, 1, 28, 28]
 * @param {NdArray | null} key
 * @returns {{ logits: NdArray, moved: NdArray[] }}
 */
export function forward(jax, layers, weights, statistics, x, key) {
  const { numpy: np, lax, nn, random } = jax;
  const own = weights[Symbol.iterator]();
  const moving = statistics[Symbol.iterator]();
  const next = () => own.next().value;
  /** @type {NdArray[]} */
  const moved = [];
  x = x.mul(1 / 255);
  for (const { type, strides: s = 1, padding = "valid", activation, rate = 0 } of layers) {
    const axes = x.shape.length === 2 ? [0] : [0, 2, 3];
    const perChannel = x.shape.length === 2 ? [1, -1] : [1, -1, 1, 1];
    if (type === "conv2d") {
      x = lax.convGeneralDilated(x, next(), [s, s], padding.toUpperCase());
      x = x.add(next().reshape([1, -1, 1, 1]));
    } else if (type === "dense") {
      x = np.matmul(x, next()).add(next());
    } else if (type === "maxPool2d") {
      x = maxPool(x);
    } else if (type === "flatten") {
      x = x.reshape([x.shape[0], -1]);
    } else if (type === "dropout" && key !== null) {
      const [drawn, rest] = random.split(key, 2);
      key = rest;
      x = np.where(random.bernoulli(drawn, 1 - rate, x.shape), x.mul(1 / (1 - rate)), 0);
    } else if (type === "batchNormalization") {
      let [mean, variance] = [moving.next().value, moving.next().value];
      if (key !== null) {
        const now = [np.mean(x.ref, axes), np.mean(np.square(x.ref), axes)];
        const deviation = now[1].sub(np.square(now[0].ref));
        moved.push(mean.mul(0.99).add(lax.stopGradient(now[0].ref).mul(0.01)));
        moved.push(variance.mul(0.99).add(lax.stopGradient(deviation.ref).mul(0.01)));
        [mean, variance] = [now[0], deviation];
      }
      const scale = next().div(np.sqrt(variance.add(1e-3)));
      x = x.sub(mean.reshape(perChannel)).mul(scale.reshape(perChannel)).add(next().reshape(perChannel));
    }
    if (type === "relu" || activation === "relu") x = nn.relu(x);
  }
  key?.dispose();
  return { logits: x, moved };
}

/**
 * Max pooling of 2×2 by reshape, which has the cheaper gradient.
 * @param {NdArray} x
 */
function maxPool(x) {
  const [n, c, h, w] = x.shape;
  const [rows, columns] = [Math.floor(h / 2), Math.floor(w / 2)];
  const even = x.slice([], [], [0, rows * 2], [0, columns * 2]);
  return even.reshape([n, c, rows, 2, columns, 2]).max([3, 5]);
}
