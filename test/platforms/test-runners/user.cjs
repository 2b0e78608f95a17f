/**
 * A user's tests, the same for all test runners: a few steps of training, and the pretrained model.
 *
 * Plain JavaScript in CommonJS, which a test of either kind can load.
 */

/**
 * Trains, and reads the model back by the smaller entry.
 *
 * @param {typeof import("fashion-wasm")} fashion
 * @param {typeof import("fashion-wasm/inference")} inference
 */
async function train(fashion, inference) {
  const { dense, flatten, FashionWasmError, loadFashionMnist, rescaling, sequential } = fashion;
  const { train, test } = await loadFashionMnist({ data: "sample" });
  const options = { inputShape: [28, 28, 1], seed: 1, threads: 2 };
  const model = await sequential([rescaling({ scale: 1 / 255 }), flatten(), dense({ units: 10 })], options);
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  const { history } = await model.fit(train, { epochs: 1, batchSize: 100 });
  const loaded = await inference.loadModel(await model.serialize());
  const outputs = await model.predict(test.images);
  const again = await loaded.predict(test.images);
  const outcome = { loss: history.loss.length, same: outputs.every((value, i) => value === again[i]) };
  for (const one of [model, loaded]) await one.dispose();
  const refused = await sequential([], options).catch((error) => error instanceof FashionWasmError);
  return { ...outcome, refused };
}

/** What `train` returns when all is well. */
const TRAINED = { loss: 1, same: true, refused: true };

/** The class of a grey square by both entries' pretrained model, in a worker and local. */
async function predict(fashion, inference) {
  const names = [];
  for (const { pretrained } of [fashion, inference]) {
    for (const engine of ["worker", "local"]) {
      const model = await pretrained({ engine, ...(pretrained === fashion.pretrained ? { threads: 1 } : {}) });
      const [best] = model.topK(await model.predictOne(new Uint8Array(784).fill(100)), 1);
      names.push(best.className);
      await model.dispose();
    }
  }
  return names;
}

/** What `predict` returns. */
const PREDICTED = ["Bag", "Bag", "Bag", "Bag"];

module.exports = { train, TRAINED, predict, PREDICTED };
