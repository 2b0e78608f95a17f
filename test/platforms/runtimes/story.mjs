/**
 * What a user does with the package, by the public API only: trains twenty steps with two threads, saves, loads, predicts,
 * takes the pretrained model and classifies a photo, in workers and without. The same code in every runtime.
 *
 * Plain JavaScript, because every runtime loads this very file.
 */

/**
 * @param {typeof import("fashion-wasm")} fashion
 * @param {typeof import("fashion-wasm/inference")} inference
 * @param {string} file where the model is saved
 */
export async function story(fashion, inference, file) {
  const { adam, conv2d, dense, flatten, loadFashionMnist, loadModel, maxPool2d, rescaling, sequential } = fashion;
  const { train, test } = await loadFashionMnist({ data: "sample" });
  const layers = [
    rescaling({ scale: 1 / 255 }),
    conv2d({ filters: 8, kernelSize: 3, activation: "relu" }),
    maxPool2d(),
    flatten(),
    dense({ units: 10 }),
  ];
  const model = await sequential(layers, { inputShape: [28, 28, 1], seed: 5, threads: 2 });
  model.compile({ optimizer: adam(), loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  await model.fit(train, { epochs: 2, batchSize: 50 });
  const weightsSha256 = await model.weightsSha256();
  const outputs = bits(await model.predict(test.images));
  const { threads } = model.engine;
  await model.save(file);
  await model.dispose();

  const same = { loaded: false, inference: false };
  const loaded = await loadModel(file, { threads: 1 });
  same.loaded = (await loaded.weightsSha256()) === weightsSha256 && bits(await loaded.predict(test.images)) === outputs;
  await loaded.dispose();
  const small = await inference.loadModel(file);
  same.inference = bits(await small.predict(test.images)) === outputs;
  await small.dispose();

  const pretrained = [];
  for (const entry of [fashion, inference]) {
    for (const engine of ["worker", "local"]) {
      const ready = await entry.pretrained(entry === fashion ? { engine, threads: 1 } : { engine });
      pretrained.push(bits(await ready.predictOne(test.image(0))));
      await ready.dispose();
    }
  }
  const photos = [];
  for (const entry of [fashion, inference]) {
    for (const engine of ["worker", "local"]) photos.push(await classified(entry, engine));
  }
  const [once, answers] = [pretrained, photos].map((values) => [...new Set(values)]);
  return { weightsSha256, threads, steps: (2 * train.length) / 50, same, pretrained: once, photos: answers };
}

/**
 * What a classifier says of a dark square on white.
 * @param {typeof import("fashion-wasm/inference")} entry
 * @param {"worker" | "local"} engine
 */
async function classified({ photoClassifier }, engine) {
  const side = 300;
  const dark = (/** @type {number} */ i) => [i % side, Math.floor(i / side)].every((at) => at > 60 && at < 220);
  const bytes = Array.from({ length: side * side }, (_, i) => (dark(i) ? [90, 60, 40, 255] : [255, 255, 255, 255]));
  const classifier = await photoClassifier({ engine });
  const photo = { width: side, height: side, data: Uint8ClampedArray.from(bytes.flat()) };
  const { topK, unlikeness } = await classifier.classify(photo);
  await classifier.dispose();
  return bits(Float32Array.from([...topK.map(({ probability }) => probability), unlikeness]));
}

/** @param {Float32Array} values */
function bits(values) {
  return [...new Uint32Array(values.slice().buffer)].join();
}
