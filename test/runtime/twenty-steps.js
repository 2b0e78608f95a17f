/**
 * Twenty steps of the network S on the sample, through the public API only: the same code in Node and in pages.
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
  return result;
}
