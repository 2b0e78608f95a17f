/** Everything in one call: on models trained for a moment on the sample, and on one whose answers are known. */
import {
  type Classifier,
  calibration,
  type Dataset,
  dataset,
  dense,
  type Evaluation,
  evaluateClassifier,
  evaluationJson,
  flatten,
  loadFashionMnist,
  type OutputActivation,
  rescaling,
  sequential,
  shiftImages,
} from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { compiled } from "../model/garments.js";
import { expectRefusal, refusal } from "../model/refusal.js";

const { train, test } = await loadFashionMnist({ data: "sample" });

/** A model of one layer, trained for two epochs. */
async function trained(activation: OutputActivation) {
  const layers = [rescaling({ scale: 1 / 255 }), flatten(), dense({ units: 10, activation })];
  const model = await sequential(layers, { inputShape: [28, 28, 1], seed: 5, threads: 1 });
  model.compile(compiled);
  await model.fit(train, { epochs: 2, batchSize: 32 });
  return model;
}

describe("evaluateClassifier on a trained model", () => {
  for (const activation of ["linear", "softmax", "sigmoid"] as const) {
    it(`agrees with evaluate, predict and shiftImages after ${activation}`, async () => {
      await using model = await trained(activation);
      const calibrationData = train.slice(0, 100);
      const result = await evaluateClassifier(model, test, { calibrationData, batchSize: 50 });

      const { loss, accuracy } = await model.evaluate(test);
      expect(result.images).toBe(test.length);
      expect(result.accuracy).toBe(accuracy);
      expect(result.report.accuracy).toBe(accuracy);
      expect(result.calibration.nll).toBeCloseTo(loss, 5);
      expect(result.predictions).toEqual(await model.predictClasses(test));
      expect(result.accuracyInterval.low).toBeLessThan(accuracy);
      expect(result.accuracyInterval.high).toBeGreaterThan(accuracy);
      expect(result.top2Accuracy).toBeGreaterThan(accuracy);
      expect(result.probabilities).toHaveLength(test.length * 10);
      expect(result.calibration).toEqual(calibration(test.labels, result.probabilities, { classes: 10 }));
      expect(result.scaledCalibration?.fittedOn).toBe(100);
      expect(result.scaledCalibration?.temperature).toBeGreaterThan(0.01);
      expect(result.coverage).toBeNull();
      expect(result.coverageNotice).toBe("100 held-out images are too few (at least 300 are needed)");
      expect(result.report.classes.map(({ name }) => name)).toEqual(test.classNames);

      expect(result.shifts.map(({ dx, dy }) => [dx, dy])).toEqual([
        [-1, 0],
        [1, 0],
        [0, -1],
        [0, 1],
        [-2, 0],
        [2, 0],
        [0, -2],
        [0, 2],
      ]);
      for (const shift of result.shifts) {
        const { dx, dy } = shift;
        expect(shift.accuracy).toBe((await model.evaluate(shiftImages(test, { dx, dy }))).accuracy);
      }
    });
  }

  it("leaves a temperature that lowers the likelihood's mean on the images it was fitted on", async () => {
    await using model = await trained("linear");
    const { calibration: before, scaledCalibration: after } = await evaluateClassifier(model, test, {
      calibrationData: test,
      shifts: false,
    });
    expect(after?.nll).toBeLessThan(before.nll);
  });
});

/** Two pixels an image, two classes: the pixels are the logits, and what is predicted is remembered. */
function known(activation: OutputActivation = "linear") {
  const calls: { images: unknown; options: unknown }[] = [];
  const model: Classifier = {
    outputShape: [2],
    outputActivation: activation,
    async predict(images, options) {
      calls.push({ images, options });
      return Float32Array.from(images instanceof Uint8Array || images instanceof Float32Array ? images : images.images);
    },
  };
  return { model, calls };
}

const pixels = (images: number[], labels: number[], classNames?: string[]): Dataset =>
  dataset.fromArrays({
    images: Float32Array.from(images),
    labels,
    imageShape: [1, 2, 1],
    ...(classNames && { classNames }),
  });

const three = pixels([2, 1, 1, 2, 3, 3], [0, 0, 0]);

describe("evaluateClassifier on known answers", () => {
  it("predicts the test images once, as a dataset, and takes of equals the first", async () => {
    const { model, calls } = known();
    const result = await evaluateClassifier(model, three, { shifts: false, batchSize: 7 });
    expect(calls).toEqual([{ images: three, options: { batchSize: 7 } }]);
    expect([...result.predictions]).toEqual([0, 1, 0]);
    expect(result.accuracy).toBe(2 / 3);
    expect(result.report.confusionMatrix).toEqual([
      [2, 1],
      [0, 0],
    ]);
    expect(result.report.classes.map(({ name }) => name)).toEqual(["0", "1"]);
    expect(result.top2Accuracy).toBe(1);
    expect(result.scaledCalibration).toBeNull();
    expect(result.shifts).toEqual([]);
  });

  it("counts what shifts do, also where an image is too small to be moved that far", async () => {
    const { shifts } = await evaluateClassifier(known().model, pixels([0, 1, 0, 1, 1, 0], [1, 1, 0]));
    // To the left [1, 0], [1, 0], [0, 0]; to the right [0, 0], [0, 0], [0, 1]; else black: class 0.
    const accuracies = Object.fromEntries(shifts.map(({ dx, dy, accuracy }) => [`${dx} ${dy}`, accuracy]));
    expect(accuracies).toEqual({
      "-1 0": 1 / 3,
      "1 0": 0,
      "0 -1": 1 / 3,
      "0 1": 1 / 3,
      "-2 0": 1 / 3,
      "2 0": 1 / 3,
      "0 -2": 1 / 3,
      "0 2": 1 / 3,
    });
  });

  it("writes JSON without what there is one of an image, and null for what an empty bin has not", async () => {
    const evaluation = await evaluateClassifier(known().model, three, { calibrationData: three });
    const json = evaluationJson(evaluation);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
    expect(Object.keys(json).sort()).toEqual([
      "accuracy",
      "accuracyInterval",
      "calibration",
      "coverage",
      "coverageNotice",
      "images",
      "report",
      "scaledCalibration",
      "shifts",
      "top2Accuracy",
    ]);
    expect(json.calibration.bins[0]).toEqual({ low: 0, high: 1 / 15, count: 0, confidence: null, accuracy: null });
    expect(json.scaledCalibration?.temperature).toBe(evaluation.scaledCalibration?.temperature);
    expect(evaluation.calibration.bins[0]?.accuracy).toBeNaN();
  });

  it("ends between two predictions when it is told to", async () => {
    const reason = new Error("enough");
    const ended = async (after: number): Promise<[unknown, number]> => {
      const { model, calls } = known();
      const controller = new AbortController();
      const counted: Classifier = {
        ...model,
        predict: (images, options) => {
          if (calls.length + 1 === after) controller.abort(reason);
          return model.predict(images, options);
        },
      };
      if (after === 0) controller.abort(reason);
      const run: Promise<Evaluation> = evaluateClassifier(counted, three, { signal: controller.signal });
      return [await run.catch((error: unknown) => error), calls.length];
    };
    expect(await ended(0)).toEqual([reason, 0]);
    expect(await ended(1)).toEqual([reason, 1]);
    expect(await ended(4)).toEqual([reason, 4]);
  });

  it("refuses labels without an output before anything is predicted", async () => {
    const { model, calls } = known();
    const beyond = pixels([1, 2], [2]);
    await expectRefusal(() => evaluateClassifier(model, beyond), "DATA_MISMATCH", ["label 0 is 2", "0 to 1"]);
    const asked = () => evaluateClassifier(model, three, { calibrationData: beyond });
    await expectRefusal(asked, "DATA_MISMATCH", ["evaluateClassifier", "label 0 is 2"]);
    expect(calls).toEqual([]);
  });

  it("refuses outputs of a training that diverged", async () => {
    const model: Classifier = { ...known().model, predict: async () => new Float32Array(6).fill(Number.NaN) };
    const { message } = await refusal(() => evaluateClassifier(model, three));
    expect(message).toContain("output 0 of image 0 is NaN");
  });

  it("refuses what is no model, no dataset, no option", async () => {
    const untyped = evaluateClassifier as (...args: unknown[]) => Promise<unknown>;
    const { model } = known();
    await expectRefusal(() => untyped({}, three), "INVALID_ARGUMENT", ["received {}", "model"]);
    await expectRefusal(() => untyped(undefined, three), "INVALID_ARGUMENT", ["undefined", "model"]);
    const square = { ...model, outputShape: [2, 2, 1] };
    await expectRefusal(() => untyped(square, three), "SHAPE_MISMATCH", ["[2, 2, 1]", "[classes]"]);
    await expectRefusal(() => untyped(model, [1, 2]), "INVALID_ARGUMENT", ["[1, 2]", "Dataset"]);
    await expectRefusal(() => untyped(model, three, { shift: false }), "INVALID_ARGUMENT", ['did you mean "shifts"']);
    await expectRefusal(() => untyped(model, three, { shifts: 2 }), "INVALID_ARGUMENT", ['"shifts"']);
    await expectRefusal(() => untyped(model, three, { batchSize: 0 }), "INVALID_ARGUMENT", ['"batchSize"']);
    await expectRefusal(() => untyped(model, three, { signal: {} }), "INVALID_ARGUMENT", ['"signal"']);
    await expectRefusal(() => untyped(model, three, { calibrationData: [] }), "INVALID_ARGUMENT", ["Dataset"]);
  });
});
