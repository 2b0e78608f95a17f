/**
 * Sixty images, predicted together and one by one, through the entry that only predicts: the same code in Node and in pages.
 *
 * Plain JavaScript, because a browser loads this very file.
 */

/**
 * @param {typeof import("fashion-wasm/inference")} fashion
 * @param {{ engine?: "worker" | "local" }} options
 */
export async function sixtyImages({ pretrained }, options) {
  const images = Uint8Array.from({ length: 60 * 784 }, (_, p) => (((p % 784) * 40503 + (p >> 4) * 977) >>> 3) & 255);
  const model = await pretrained(options);
  const outputs = await model.predict(images);
  const alone = [];
  for (let i = 0; i < 60; i++) alone.push(...(await model.predictOne(images.subarray(784 * i, 784 * i + 784))));
  const best = model.topK(outputs.subarray(0, 10));
  const { classNames } = model;
  const floats = await model.predict(new Float32Array(images), { batchSize: 7 });
  await model.dispose();
  const bits = [outputs, new Float32Array(alone), floats].map((values) => [...new Uint32Array(values.buffer)].join());
  return { bits, best, classNames };
}
