/** What Keras and PyTorch compute is what this package computes: losses of every step, weights, optimizer state. */
import { describe, expect, it } from "vitest";
import { differences } from "./closeness.js";
import { sampled } from "./first-weights.js";
import { golden, goldenNames } from "./fixtures.js";
import { batchesOf, modelOf, replay } from "./replay.js";

describe("training as the reference trains", () => {
  it("has the fixtures of every case", () => {
    expect(goldenNames).toEqual([
      "activations",
      "adam-options",
      "concatenate",
      "d-adam",
      "d-wide",
      "dense-only",
      "depthwise",
      "forked-thrice",
      "forks-in-forks",
      "frozen",
      "l-adam",
      "l-sgd",
      "momentum-same",
      "nesterov",
      "net-m",
      "norm-conv",
      "norm-dense",
      "normalization",
      "residual-projected",
      "residual",
      "resnet20",
      "s-adam",
      "separable",
      "sgd",
      "softmax-axes",
      "zero-padding",
    ]);
  });

  it.each(["d-wide", "net-m", "resnet20"])(
    "has first weights of %s made by a formula as the reference made them",
    (name) => {
      const { initial, start, samples } = golden(name);
      for (const { name, data } of initial) expect(sampled(data, samples)).toEqual(start.get(name));
      expect(initial.map(({ name }) => name)).toEqual([...start.keys()]);
    },
  );

  // ResNet-20 is made of blocks and trained in resnet.test.ts.
  for (const name of goldenNames.filter((each) => each !== "resnet20")) {
    const expected = golden(name);
    it(`${name}: ${expected.about}`, async () => {
      expect(differences(await replay(expected), expected)).toEqual([]);
    });
  }
});

describe("fit without shuffling", () => {
  it("is trainOnBatch on batches in order, the last one partial", async () => {
    const expected = golden("s-adam");
    const { images, labels, batchSize, trace } = expected;
    await using model = await modelOf(expected);
    const perEpoch = Math.ceil(labels.length / batchSize);
    const epochs = trace.steps.length / perEpoch;

    const { history } = await model.fit({ images, labels }, { epochs, batchSize, shuffle: false });

    const final = new Map((await model.getWeights()).map(({ name, data }) => [name, data]));
    expect(final).toEqual((await replay(expected)).final);
    const sizes = batchesOf(expected).map(([start, end]) => end - start);
    for (let epoch = 0; epoch < epochs; epoch++) {
      let [loss, correct] = [0, 0];
      for (let step = epoch * perEpoch; step < (epoch + 1) * perEpoch; step++) {
        loss += (trace.steps[step]?.loss ?? Number.NaN) * (sizes[step] ?? 0);
        correct += trace.steps[step]?.correct ?? Number.NaN;
      }
      expect(history.loss[epoch]).toBeCloseTo(loss / labels.length, 4);
      expect(history.accuracy[epoch]).toBeCloseTo(correct / labels.length, 2);
    }
  });
});
