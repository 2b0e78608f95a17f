/**
 * What the page of these tests can do; a test calls it with page.evaluate("runtime.…") and gets plain data back.
 *
 * The package is imported from `base`, an origin of its own when the test plays a CDN.
 */

import { customerBits } from "./customer-profiles.js";
import { graphBits, predictedGraph } from "./graph-bits.js";
import { hundredGarments } from "./hundred-garments.js";
import { memories } from "./memories.js";
import { otherRealm } from "./other-realm.js";
import { photoDifferences, photoFiles, photoPictures, photoRefusals } from "./photographs.js";
import { rightNumbers } from "./right-numbers.js";
import { sixtyImages } from "./sixty-images.js";
import { twentySteps } from "./twenty-steps.js";

/** @param {unknown} error */
const plain = (error) =>
  error instanceof Error
    ? { name: error.name, code: "code" in error ? error.code : "", message: error.message }
    : { message: String(error) };

/** @param {Promise<unknown>} promise */
async function settle(promise) {
  const started = performance.now();
  try {
    const value = await promise;
    return { value, milliseconds: performance.now() - started };
  } catch (error) {
    return { error: plain(error), milliseconds: performance.now() - started };
  }
}

const SPEC = {
  inputShape: [4, 4, 1],
  seed: 1,
  layers: [
    { type: "flatten" },
    {
      type: "dense",
      units: 3,
      activation: "linear",
      useBias: true,
      kernelInitializer: "glorotUniform",
      biasInitializer: "zeros",
    },
  ],
};

/** @param {string} base */
const engineModule = (base = "") => import(`${base}/dist/browser/engine.js`);

globalThis.runtime = {
  /** Trains on the sample. */
  async train(options) {
    return twentySteps(await import("/dist/browser/index.js"), options);
  },

  /** Trains a net that is a graph, and predicts with what it saved. */
  async trainGraph(net, options) {
    return graphBits(await import("/dist/browser/index.js"), await import("/dist/browser/inference.js"), net, options);
  },

  /** Predicts with a saved graph. */
  async predictGraph(url) {
    return predictedGraph(await import("/dist/browser/inference.js"), url);
  },

  /** Memory of every kind, and texts that are no address. */
  async memories(places) {
    return memories(await import("/dist/browser/index.js"), await import("/dist/browser/inference.js"), places);
  },

  /** Inputs that are easily misunderstood. */
  async rightNumbers() {
    return rightNumbers(await import("/dist/browser/index.js"), await import("/dist/browser/inference.js"));
  },

  /** Reads data of every format. */
  async data(options) {
    return hundredGarments(await import("/dist/browser/index.js"), options);
  },

  /** Reads orders, and profiles customers. */
  async customers() {
    return customerBits(await import("/dist/browser/index.js"));
  },

  /** Reads data and models that an iframe made. */
  async realms(places) {
    const inference = await import("/dist/browser/inference.js");
    return otherRealm(await import("/dist/browser/index.js"), inference, places);
  },

  /** Classifies files of photos by an entry. */
  async photoFiles(entry, urls) {
    return photoFiles(await import(`/dist/browser/${entry}.js`), urls);
  },

  /** Classifies what a page can draw. */
  async photoPictures(url) {
    return photoPictures(await import("/dist/browser/inference.js"), url);
  },

  /** Compares photos that the host decoded with their files. */
  async photoDifferences(urls) {
    return photoDifferences(await import("/dist/browser/inference.js"), urls);
  },

  /** Pictures whose pixels cannot be read. */
  async photoRefusals(there, path) {
    return photoRefusals(await import("/dist/browser/inference.js"), there, path);
  },

  /** Reads IDX files alone. */
  async idx({ images, labels }) {
    const { dataset } = await import("/dist/browser/index.js");
    return (await dataset.fromIdx({ images, labels })).shape;
  },

  /** Reads a table, and again when it was said where the reader's wasm file is. */
  async twice({ csv }, dataWasm) {
    const { dataset, init } = await import("/dist/browser/index.js");
    const { error } = await settle(dataset.fromCsv({ csv }));
    await init({ dataWasm });
    return { error, shape: (await dataset.fromCsv({ csv })).shape };
  },

  /** Predicts with the pretrained model. */
  async predict({ base = "", engine = "worker" }) {
    const predicted = await settle(
      import(`${base}/dist/browser/inference.js`).then((fashion) => sixtyImages(fashion, { engine })),
    );
    return predicted.value ?? predicted;
  },

  /** Makes, trains and disposes of `count` models; returns the prototype of all, by which a test counts the living. */
  async lives({ count, threads }) {
    const { dense, flatten, sequential } = await import("/dist/browser/index.js");
    let prototype = null;
    for (let i = 0; i < count; i++) {
      const model = await sequential([flatten(), dense({ units: 2 })], { inputShape: [2, 2, 1], threads });
      model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
      await model.fit({ images: new Uint8Array(16), labels: [0, 1, 0, 1] }, { epochs: 1 });
      await model.dispose();
      prototype = Object.getPrototypeOf(model);
    }
    return prototype;
  },

  /** Starts and ends `rounds` engines, one after the other; with `compile` from a module that the page has compiled. */
  async rounds({ rounds, threads, compile = "" }) {
    const { createEngine, init } = await engineModule();
    await init(compile === "" ? {} : { module: await WebAssembly.compileStreaming(fetch(compile)) });
    for (let round = 0; round < rounds; round++) {
      const engine = await createEngine({ threads });
      await engine.call("createSession", SPEC);
      await engine.dispose();
    }
    return rounds;
  },

  /** Starts an engine with what `init` is given, and ends it again. */
  async start({ base, settings = {}, threads }) {
    const { createEngine, init } = await engineModule(base);
    await init(settings);
    const outcome = await settle(createEngine(threads === undefined ? {} : { threads }));
    if (outcome.value === undefined) return outcome;
    const engine = outcome.value;
    const description = await engine.call("createSession", SPEC);
    await engine.dispose();
    return { value: { info: engine.info, parameters: description.parameters } };
  },

  /** Makes a running engine fail, and starts another one. */
  async fault({ base, method, threads }) {
    const { createEngine, init } = await engineModule(base);
    await init({ maxMemoryMiB: 128 });
    const engine = await createEngine({ threads });
    await engine.call("createSession", SPEC);
    const failing = settle(engine.call(method));
    const queued = settle(engine.call("getWeights"));
    const outcome = { failing: await failing, queued: await queued, later: await settle(engine.call("getWeights")) };
    const next = await createEngine({ threads });
    const weights = await next.call("createSession", SPEC).then(() => next.call("getWeights"));
    await next.dispose();
    await engine.dispose();
    return { ...outcome, info: next.info, weights: weights.length };
  },
};
