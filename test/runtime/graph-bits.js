/**
 * A few steps of a net that is a graph, and predictions of the model they give, loaded by the entry that only predicts: the
 * same code in Node and in pages.
 *
 * Plain JavaScript, because a browser loads this very file.
 */
import { graphCompile, graphNets } from "./graph-nets.js";

/** Twenty images of noise in a black frame. */
const images = Uint8Array.from({ length: 20 * 784 }, (_, p) => {
  const isFrame = [p, Math.floor(p / 28)].some((place) => place % 28 < 7 || place % 28 > 20);
  return isFrame ? 0 : ((p * 40503 + (p >> 4) * 977) >>> 3) & 255;
});

const bitsOf = (/** @type {Float32Array} */ values) => [...new Uint32Array(Float32Array.from(values).buffer)].join();

/**
 * Trains a net: two epochs of a whole and a partial batch.
 * @param {typeof import("fashion-wasm")} fashion
 * @param {keyof ReturnType<typeof graphNets>} net
 * @param {{ threads?: number, seed?: number }} options
 */
export async function trainedGraph(fashion, net, options) {
  const { train } = await fashion.loadFashionMnist({ data: "sample" });
  const model = await fashion.sequential(graphNets(fashion)[net], { inputShape: [28, 28, 1], seed: 7, ...options });
  model.compile(graphCompile(fashion, net));
  const { history } = await model.fit(train.take(80), { epochs: 2, batchSize: 64 });
  const { build, threads } = model.engine;
  const trained = {
    engine: { build, threads },
    losses: history.loss,
    weightsSha256: await model.weightsSha256(),
    outputs: bitsOf(await model.predict(images)),
    file: await model.serialize(),
  };
  await model.dispose();
  return trained;
}

/**
 * What the saved model predicts, in a worker and in this thread.
 * @param {typeof import("fashion-wasm/inference")} inference
 * @param {string | Uint8Array} source
 */
export async function predictedGraph(inference, source) {
  const outputs = [];
  for (const engine of /** @type {const} */ (["worker", "local"])) {
    const model = await inference.loadModel(source, { engine });
    outputs.push(bitsOf(await model.predict(images)));
    await model.dispose();
  }
  return outputs;
}

/**
 * Both, the second of what the first saved.
 * @param {typeof import("fashion-wasm")} fashion
 * @param {typeof import("fashion-wasm/inference")} inference
 * @param {keyof ReturnType<typeof graphNets>} net
 * @param {{ threads?: number }} options
 */
export async function graphBits(fashion, inference, net, options) {
  const { file, ...trained } = await trainedGraph(fashion, net, options);
  return { ...trained, predicted: await predictedGraph(inference, file) };
}
