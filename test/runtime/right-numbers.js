/**
 * Inputs that are easily misunderstood, through both entries: the same code in Node and in pages, to the same numbers.
 *
 * Plain JavaScript, because a browser loads this very file.
 */

/** The pixels of a canvas; Node has none. @param {Uint8Array} tones */
function imageDataOf(tones) {
  const bytes = new Uint8ClampedArray(28 * 28 * 4);
  for (let i = 0; i < 784; i++) bytes.set([tones[i] ?? 0, tones[i] ?? 0, tones[i] ?? 0, 255], 4 * i);
  if (typeof OffscreenCanvas === "undefined") return { width: 28, height: 28, data: bytes };
  const context = new OffscreenCanvas(28, 28).getContext("2d");
  if (context === null) throw new Error("no 2d context");
  context.putImageData(new ImageData(bytes, 28), 0, 0);
  return context.getImageData(0, 0, 28, 28);
}

/** @param {() => unknown} call */
async function codeOf(call) {
  try {
    await call();
    return "no error";
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : String(error);
  }
}

/**
 * @param {typeof import("fashion-wasm")} fashion
 * @param {typeof import("fashion-wasm/inference")} inference
 */
export async function rightNumbers(fashion, inference) {
  /** @type {string[]} */
  const warnings = [];
  const { warn } = console;
  console.warn = (text) => void warnings.push(String(text));
  try {
    const { dataset, fashionMnistClassNames: names } = fashion;
    const { test, train } = await fashion.loadFashionMnist({ data: "sample" });
    const model = await fashion.pretrained({ threads: 1 });
    const small = await inference.pretrained();
    const image = /** @type {Uint8Array} */ (test.image(0));
    const canvas = imageDataOf(image);

    const alphabetical = [...names].sort();
    const labels = test.labels.map((label) => alphabetical.indexOf(names[label] ?? ""));
    const turned = dataset.fromArrays({
      images: test.images,
      labels,
      imageShape: [28, 28, 1],
      classNames: alphabetical,
    });
    const more = dataset.fromArrays({
      images: image,
      labels: [10],
      imageShape: [28, 28, 1],
      classNames: [...names, "Hat"],
    });

    const buffer = image.slice();
    const reused = [0, 1, 2].map((i) => {
      buffer.set(test.image(i));
      return small.predict(buffer);
    });
    buffer.fill(0);

    const genuine = [...warnings];
    const inverted = /** @type {Uint8Array} */ (test.images).map((tone) => 255 - tone);
    const unusual = [model.checkImages(test), model.checkImages(inverted), small.checkImages(inverted)];
    await small.predict(inverted);

    const own = await fashion.sequential([fashion.flatten(), fashion.dense({ units: 10 })], {
      inputShape: [28, 28, 1],
      seed: 1,
      threads: 1,
    });
    own.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
    const floats = Float32Array.from(train.images, (tone) => tone / 255);
    const scaled = dataset.fromArrays({
      images: floats,
      labels: train.labels,
      imageShape: [28, 28, 1],
      classNames: names,
    });
    await own.fit(scaled, { validationData: test });

    // Node 20 has none; whole tones are the same numbers in either.
    const Half = /** @type {{ Float16Array?: Float32ArrayConstructor }} */ (globalThis).Float16Array ?? Float32Array;
    const half = Half.from(image);

    const evaluated = await fashion.evaluateClassifier(model, turned, { shifts: false });
    model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
    const answer = {
      accuracy: [evaluated.accuracy, (await model.evaluate(turned)).accuracy, (await model.evaluate(test)).accuracy],
      refused: [
        await codeOf(() => model.evaluate(more)),
        await codeOf(() => small.predict(canvas.data)),
        await codeOf(() => model.predict(new Uint8Array(canvas.data))),
        await codeOf(() => dataset.fromArrays({ images: canvas.data, labels: null, imageShape: [28, 28, 1] })),
      ],
      canvas: [await model.predict(canvas), await small.predictOne(canvas), await model.predictOne(image)].map(String),
      half: [await model.predict(half), await small.predict(half), await model.predict(Float32Array.from(image))].map(
        String,
      ),
      reused: (await Promise.all(reused)).map(String),
      apart: [
        await small.predict(test.image(0)),
        await small.predict(test.image(1)),
        await small.predict(test.image(2)),
      ].map(String),
      genuine,
      unusual,
      warnings,
    };
    await model.dispose();
    await small.dispose();
    await own.dispose();
    return answer;
  } finally {
    console.warn = warn;
  }
}
