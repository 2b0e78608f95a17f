/**
 * Twenty steps of the network S, and four of a small one with all that a plan can hold (tiles, pooled convolutions, batch
 * normalization, dropout), on the sample, through the public API only: the same code in Node and in pages.
 *
 * Plain JavaScript, because a browser loads this very file.
 */

/**
 * @param {typeof import("fashion-wasm")} fashion
 * @param {{ threads?: number }} options
 */
export async function twentySteps(fashion, options) {
  const { sequential, rescaling, conv2d, maxPool2d, flatten, dense, adam, dataset, loadFashionMnist } = fashion;
  const { train } = await loadFashionMnist({ data: "sample" });
  // 512 images: the first ones of the sample follow the last.
  const order = Array.from({ length: 512 }, (_, i) => i % train.length);
  const images = new Uint8Array(512 * 784);
  for (const [i, from] of order.entries()) images.set(train.image(from), i * 784);
  const batch = dataset.fromArrays({
    images,
    labels: Uint32Array.from(order, (from) => train.label(from)),
    imageShape: [28, 28, 1],
  });
  const layers = [
    rescaling({ scale: 1 / 255 }),
    conv2d({ filters: 32, kernelSize: 3, strides: 3, activation: "relu" }),
    maxPool2d(),
    flatten(),
    dense({ units: 32, activation: "relu" }),
    dense({ units: 10 }),
  ];
  const model = await sequential(layers, { inputShape: [28, 28, 1], seed: 7, ...options });
  model.compile({ optimizer: adam(), loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  const history = await model.fit(batch, { epochs: 20, batchSize: 512 });
  const result = { losses: history.history.loss, weightsSha256: await model.weightsSha256() };
  await model.dispose();
  return { ...result, normalised: await fourSteps(fashion, batch, options) };
}

/**
 * @param {typeof import("fashion-wasm")} fashion
 * @param {import("fashion-wasm").Dataset} batch
 * @param {{ threads?: number }} options
 */
async function fourSteps(fashion, batch, options) {
  const { sequential, rescaling, conv2d, batchNormalization, relu, maxPool2d, dropout, flatten, dense } = fashion;
  const layers = [
    rescaling({ scale: 1 / 255 }),
    conv2d({ filters: 8, kernelSize: 3, padding: "same" }),
    batchNormalization(),
    relu(),
    conv2d({ filters: 8, kernelSize: 3, padding: "same", activation: "relu" }),
    maxPool2d(),
    dropout({ rate: 0.25 }),
    conv2d({ filters: 16, kernelSize: 3 }),
    batchNormalization(),
    relu(),
    maxPool2d(),
    flatten(),
    dense({ units: 10 }),
  ];
  const model = await sequential(layers, { inputShape: [28, 28, 1], seed: 7, ...options });
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  const { history } = await model.fit(batch, { epochs: 1, batchSize: 128 });
  const outputs = await model.predict(batch.images.subarray(0, 20 * 784));
  const result = { loss: history.loss, weightsSha256: await model.weightsSha256(), outputs: [...outputs] };
  await model.dispose();
  return result;
}
