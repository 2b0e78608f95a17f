/**
 * This package, through its public face only: `fit` on `loadFashionMnist().train`, `predict` on its test images.
 *
 * A round is one or more calls of `fit`, each timed whole: as many epochs of all 60,000 images as fill the round, or
 * one epoch over as many images as fill it where all of them would take longer. Inference is whole calls of
 * `predict` on 10,000 images.
 */

/** @typedef {typeof import("fashion-wasm")} Package */

/** @type {import("./contestant.js").Prepare} */
export async function prepare(settings, host) {
  const inBrowser = typeof document !== "undefined";
  /** @type {Package} */
  const api = await host.load(settings.repository, inBrowser ? "dist/browser/index.js" : "dist/node/index.js");
  const { version } = JSON.parse(new TextDecoder().decode(await host.read(settings.repository, "package.json")));
  const { train, test } = await api.loadFashionMnist({ data: settings.data });
  const model = await api.sequential([api.rescaling({ scale: 1 / 255 }), ...settings.layers.map(layerOf(api))], {
    inputShape: [28, 28, 1],
    seed: 7,
    threads: settings.threads,
  });
  model.compile({ optimizer: api.adam({ learningRate: 1e-3 }), loss: "sparseCategoricalCrossentropy" });
  const weights = await model.getWeights();
  const trainable = weights
    .filter(({ name }) => !/moving/i.test(name))
    .reduce((total, { shape }) => total + shape.reduce((product, length) => product * length, 1), 0);

  const { batch } = settings;
  let rate = 0;
  /** @param {number} images */
  const fit = async (images) => {
    const count = Math.min(train.length, images);
    const epochs = Math.max(1, Math.ceil(images / train.length));
    await model.fit(count === train.length ? train : train.take(count), { epochs, batchSize: batch });
    return count * epochs;
  };
  const predict = async () => {
    await model.predict(test.images, { batchSize: batch });
    return test.length;
  };
  /** @param {number} seconds the time that is left */
  const call = (seconds) =>
    settings.mode === "infer" ? predict() : fit(Math.max(1, Math.ceil((seconds * rate * 1.05) / batch)) * batch);

  /** @param {number} seconds */
  const round = async (seconds) => {
    let images = 0;
    let elapsed = 0;
    while (elapsed < seconds) {
      const start = performance.now();
      images += await call(seconds - elapsed);
      elapsed += (performance.now() - start) / 1000;
      rate = images / elapsed;
    }
    return { images, seconds: elapsed };
  };
  await call(0);
  await round(settings.warmUpSeconds);
  const { build, threads } = model.engine;
  return { trainable, version: `fashion-wasm ${version} (${build}, ${threads} threads)`, round };
}

/**
 * The package's layers have the names and options of nets.json.
 * @param {Package} api
 * @returns {(description: import("./contestant.js").LayerDescription) => any}
 */
function layerOf(api) {
  return ({ type, ...options }) => {
    const make = /** @type {Record<string, any>} */ (api)[type];
    if (make === undefined) throw new Error(`fashion-wasm has no ${type} yet → leave this net out, or add the layer`);
    return Object.keys(options).length === 0 ? make() : make(options);
  };
}
