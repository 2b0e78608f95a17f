/** NaN and infinite numbers: outputs that are none have no class, and pixels that are none train nothing. */
import { dataset, dense, evaluateClassifier, flatten, type Model, sequential, sigmoid, softmax } from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compiled } from "./garments.js";
import { expectRefusal } from "./refusal.js";

const shape = { inputShape: [2, 2, 1], seed: 1, threads: 1, engine: "local" } as const;
const good = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const labels = [0, 1];

async function made(...last: Parameters<typeof sequential>[0]): Promise<Model> {
  const model = await sequential([flatten(), dense({ units: 3 }), ...last], shape);
  model.compile(compiled);
  return model;
}

let model: Model;
let predictor: inference.InferenceModel;
beforeAll(async () => {
  model = await made();
  predictor = await inference.loadModel(await model.serialize(), { engine: "local" });
});
afterAll(async () => {
  await model.dispose();
  await predictor.dispose();
});

describe.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("%d", (wrong) => {
  const images = good.with(5, wrong);
  const nested = [
    [1, 2, 3, 4],
    [5, wrong, 7, 8],
  ];

  it("is a pixel that predict hands through, and that has no class", async () => {
    for (const one of [model, predictor]) {
      const outputs = await one.predict(images);
      expect(outputs.subarray(0, 3)).toEqual((await one.predict(good)).subarray(0, 3));
      expect([...outputs.subarray(3)].filter(Number.isFinite)).toEqual([]);
      for (const given of [images, nested]) {
        const named = ["predictClasses", "output 0 of image 1", "finite", "pixels", "diverged"];
        await expectRefusal(() => one.predictClasses(given), "DATA_MISMATCH", named);
      }
      expect(await one.predictClasses(good)).toHaveLength(2);
      const place = wrong === Number.NEGATIVE_INFINITY ? 0 : 1;
      const scores = [0.5, 0.5, 0.5].with(place, wrong);
      await expectRefusal(() => one.topK(scores, 1), "DATA_MISMATCH", ["topK", `output ${place}`, String(wrong)]);
    }
  });

  it("is a pixel that no batch takes, and the model is as it was", async () => {
    const hash = await model.weightsSha256();
    for (const given of [images, nested]) {
      const named = ["value 1 of image 1", String(wrong), "finite number"];
      await expectRefusal(() => model.trainOnBatch(given, labels), "INVALID_ARGUMENT", ["trainOnBatch", ...named]);
      await expectRefusal(() => model.testOnBatch(given, labels), "INVALID_ARGUMENT", ["testOnBatch", ...named]);
      for (const method of ["fit", "evaluate"] as const) {
        const call = () => model[method]({ images: given, labels });
        await expectRefusal(call, "INVALID_ARGUMENT", [String(wrong), "every pixel must be a finite number"]);
      }
    }
    expect(await model.weightsSha256()).toBe(hash);
  });

  it("is no label, no learning rate", async () => {
    const hash = await model.weightsSha256();
    for (const label of [wrong, -1, 1.5, 3]) {
      const call = () => model.trainOnBatch(good, [0, label]);
      await expectRefusal(call, "DATA_MISMATCH", ["trainOnBatch", `label ${label === 3 ? 3 : 1}`]);
    }
    await expectRefusal(() => model.setLearningRate(wrong), "INVALID_ARGUMENT", ["setLearningRate", String(wrong)]);
    expect(await model.weightsSha256()).toBe(hash);
  });
});

it.each([
  ["logits", []],
  ["softmax", [softmax()]],
  ["sigmoid", [sigmoid()]],
])("a model of %s with NaN among its weights names no class, and is mended by others", async (_, last) => {
  await using broken = await made(...last);
  const weights = await broken.getWeights();
  const classes = await broken.predictClasses(good);
  await broken.setWeights(weights.map((weight) => ({ ...weight, data: weight.data.map(() => Number.NaN) })));
  expect((await broken.getWeights()).every(({ data }) => data.every(Number.isNaN))).toBe(true);
  expect((await broken.evaluate({ images: good, labels })).loss).toBeNaN();
  await expectRefusal(() => broken.predictClasses(good), "DATA_MISMATCH", ["output 0 of image 0 is NaN"]);
  await using other = await inference.loadModel(await broken.serialize(), { engine: "local" });
  await expectRefusal(() => other.predictClasses(good), "DATA_MISMATCH", ["output 0 of image 0 is NaN"]);
  const one = await broken.predictOne([1, 2, 3, 4]);
  await expectRefusal(() => broken.topK(one), "DATA_MISMATCH", ["topK", "NaN"]);
  await broken.setWeights(weights);
  expect(await broken.predictClasses(good)).toEqual(classes);
});

it("outputs that are not finite only after a shift are refused too", async () => {
  const test = dataset.fromArrays({ images: good, labels, imageShape: [2, 2, 1] });
  let calls = 0;
  const classifier = {
    outputShape: [3],
    outputActivation: "linear" as const,
    predict: async () => new Float32Array(6).fill(calls++ === 0 ? 0.5 : Number.NaN),
  };
  const named = ["evaluateClassifier", "output 0 of image 0 is NaN"];
  await expectRefusal(() => evaluateClassifier(classifier, test), "DATA_MISMATCH", named);
});
