/**
 * This package, through its public face only: `fit` on `loadFashionMnist().train`, `predict` on its test images.
 *
 * A round is one or more calls of `fit`, each timed whole: as many epochs of all 60,000 images as fill the round, or
 * one epoch over as many images as fill it where all of them would take longer. Inference is whole calls of
 * `predict` on the 10,000 test images, a dataset that the engine holds after the first call.
 *
 * It runs older builds, too (`--baseline`): it may use nothing of the package that the version before lacks.
 */

/** @typedef {typeof import("fashion-wasm")} Package */

/** @type {import("./contestant.js").Prepare} */
export async function prepare(settings, host) {
  const inBrowser = typeof document !== "undefined";
  /** @type {Package} */
  const api = await host.load(settings.build, inBrowser ? "dist/browser/index.js" : "dist/node/index.js");
  const { version } = JSON.parse(new TextDecoder().decode(await host.read(settings.build, "package.json")));
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

  const { batch, mode } = settings;
  let rate = 0;
  /**
   * What is to be called to fill a time, and the number of images in it.
   * @param {number} seconds
   */
  const work = (seconds) => {
    if (mode === "infer") return { images: test.length, call: () => model.predict(test, { batchSize: batch }) };
    const wanted = Math.max(1, Math.ceil((seconds * rate * 1.05) / batch)) * batch;
    const part = wanted < train.length ? train.take(wanted) : train;
    const epochs = Math.ceil(wanted / train.length);
    return { images: part.length * epochs, call: () => model.fit(part, { epochs, batchSize: batch }) };
  };

  /** @param {number} seconds */
  const round = async (seconds) => {
    let total = { images: 0, seconds: 0 };
    while (total.seconds < seconds) {
      const { images, call } = work(seconds - total.seconds);
      const start = performance.now();
      await call();
      const elapsed = (performance.now() - start) / 1000;
      rate = images / elapsed;
      total = { images: total.images + images, seconds: total.seconds + elapsed };
    }
    return total;
  };
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
    // The rescaling comes first in the list.
    const places = options.inputs && { inputs: options.inputs.map((place) => place + 1) };
    return Object.keys(options).length === 0 ? make() : make({ ...options, ...places });
  };
}
