/** The part of a checkpoint that TypeScript owns, read from what a stranger might have written there. */
import { describe, expect, it } from "vitest";
import { decodeRecord, encodeRecord } from "../../ts/checkpoint/record.js";

describe("a checkpoint's record", () => {
  it("comes back as it went", () => {
    const record = {
      name: "kept",
      classNames: ["a", "b"],
      epochs: [
        { epoch: 0, loss: 0.1 + 0.2, accuracy: 1 / 3 },
        { epoch: 1, loss: 5e-324, accuracy: 1, valLoss: 1e300, valAccuracy: 0, learningRate: 1e-3 },
        {
          epoch: 2,
          loss: 1,
          accuracy: 1,
          f1Score: [0.5, 0.25],
          valConfusion: [
            [1, 0],
            [2, 3],
          ],
          learningRate: 1e-3,
        },
      ],
      input: {
        images: 60,
        bytes: true,
        min: 0,
        max: 255,
        corners: [0, 0.1],
        background: 0,
        backgroundShare: [0.2, 0.8],
        contrast: [1, 1],
      },
      photo: { temperature: 1.25, unlikeness: -0.5, probability: 0.8 },
    } as const;
    expect(decodeRecord("loadModel", encodeRecord(record))).toEqual(record);
  });

  it("keeps values that are no numbers as NaN", () => {
    const epochs = [{ epoch: 3, loss: Number.NaN, accuracy: 0, valLoss: Number.POSITIVE_INFINITY, valAccuracy: 0 }];
    const { epochs: read } = decodeRecord(
      "loadModel",
      encodeRecord({ name: "n", classNames: null, epochs, input: null, photo: null }),
    );
    expect(read).toEqual([{ epoch: 3, loss: Number.NaN, accuracy: 0, valLoss: Number.NaN, valAccuracy: 0 }]);
  });

  it("may be missing, in whole or in part, and may hold more", () => {
    const nothing = { name: "sequential", classNames: null, epochs: [], input: null, photo: null };
    expect(decodeRecord("loadModel", "{}")).toEqual(nothing);
    expect(decodeRecord("loadModel", '{"later": {"version": 2}}')).toEqual(nothing);
  });

  it.each([
    "{",
    "null",
    "[]",
    "7",
    '"text"',
    '{"name": 5}',
    '{"classNames": "ab"}',
    '{"classNames": [1, 2]}',
    '{"epochs": {}}',
    '{"epochs": [null]}',
    '{"epochs": [{"loss": 1, "accuracy": 1}]}',
    '{"epochs": [{"epoch": -1, "loss": 1, "accuracy": 1}]}',
    '{"epochs": [{"epoch": 0.5, "loss": 1, "accuracy": 1}]}',
    '{"epochs": [{"epoch": 0, "loss": "1", "accuracy": 1}]}',
    '{"epochs": [{"epoch": 0, "loss": 1}]}',
    '{"epochs": [{"epoch": 0, "loss": 1, "accuracy": 1, "valLoss": true}]}',
    '{"epochs": [{"epoch": 0, "loss": 1, "accuracy": 1, "learningRate": [1]}]}',
  ])("%s is refused", (extra) => {
    expect(() => decodeRecord("loadModel", extra)).toThrow(
      expect.objectContaining({ code: "CHECKPOINT_INVALID", message: expect.stringMatching(/^loadModel: .* → /) }),
    );
  });

  it.each([
    '{"input": 7}',
    '{"input": {"min": 0, "max": 1}}',
    '{"input": {"images": 9, "bytes": true, "min": 1, "max": 1, "corners": null, "background": 0, "backgroundShare": [0, 1], "contrast": [0, 1]}}',
    '{"input": {"images": 9, "bytes": 1, "min": 0, "max": 1, "corners": null, "background": 0, "backgroundShare": [0, 1], "contrast": [0, 1]}}',
    '{"input": {"images": 9, "bytes": true, "min": 0, "max": 1, "corners": [0], "background": 0, "backgroundShare": [0, 1], "contrast": [0, 1]}}',
  ])("%s is no way that images look, and is left out", (extra) => {
    expect(decodeRecord("loadModel", extra).input).toBeNull();
  });

  it("leaves out what is no value of a metric", () => {
    const epoch =
      '{"epoch": 0, "loss": 1, "accuracy": 1, "a": null, "b": "1", "c": {"d": 1}, "e": [1, true], "f": [[[1]]]}';
    const { epochs } = decodeRecord("loadModel", `{"epochs": [${epoch}]}`);
    expect(epochs).toEqual([{ epoch: 0, loss: 1, accuracy: 1, a: Number.NaN }]);
  });

  it("cannot reach a prototype", () => {
    const read = decodeRecord(
      "loadModel",
      '{"__proto__": {"name": "evil"}, "epochs": [{"epoch":0,"loss":1,"accuracy":1,"__proto__":{"valLoss":1}}]}',
    );
    expect(read.name).toBe("sequential");
    expect(Object.keys(read.epochs[0] ?? {})).toEqual(["epoch", "loss", "accuracy"]);
    expect(({} as { valLoss?: number }).valLoss).toBeUndefined();
  });
});
