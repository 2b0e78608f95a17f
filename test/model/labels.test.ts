/** Labels have one rule, whatever takes them: what it accepts, what it refuses, and what it says to do. */
import { dataset, encodePng, type LabelInput, type Model, sequential } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compiled, garments, tiny } from "./garments.js";

const COUNT = 3;
const images = garments(COUNT, 7).images;
let model: Model;
let files: Uint8Array[];
beforeAll(async () => {
  model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 1, threads: 1 });
  model.compile(compiled);
  files = await Promise.all([0, 1, 2].map((i) => encodePng(garments(COUNT, 7).image(i) as Uint8Array, [28, 28, 1])));
});
afterAll(() => model.dispose());

/** Everything that takes labels; the answer is the labels that it understood, where it tells. */
const TAKERS: Record<string, (labels: LabelInput) => Promise<unknown> | unknown> = {
  "dataset.fromArrays": (labels) => [...dataset.fromArrays({ images, labels, imageShape: [28, 28, 1] }).labels],
  "dataset.fromImages": async (labels) => [...(await dataset.fromImages({ images: files, labels })).labels],
  fit: (labels) => model.fit({ images, labels }),
  evaluate: (labels) => model.evaluate({ images, labels }),
  trainOnBatch: (labels) => model.trainOnBatch(images, labels),
  testOnBatch: (labels) => model.testOnBatch(images, labels),
};

const oneHot = [2, 0, 9].map((label) => Array.from({ length: 10 }, (_, i) => Number(i === label)));

describe.each(Object.entries(TAKERS))("%s", (name, take) => {
  it.each<[string, LabelInput]>([
    ["an array", [2, 0, 9]],
    ["a Uint8Array", Uint8Array.of(2, 0, 9)],
    ["a clamped Uint8Array", Uint8ClampedArray.of(2, 0, 9)],
    ["a Buffer", Buffer.of(2, 0, 9)],
    ["an Int8Array", Int8Array.of(2, 0, 9)],
    ["an Int16Array", Int16Array.of(2, 0, 9)],
    ["a Uint16Array", Uint16Array.of(2, 0, 9)],
    ["an Int32Array", Int32Array.of(2, 0, 9)],
    ["a Uint32Array", Uint32Array.of(2, 0, 9)],
    ["a Float32Array", Float32Array.of(2, 0, 9)],
    ["a Float64Array", Float64Array.of(2, 0, 9)],
    ["a BigInt64Array", BigInt64Array.of(2n, 0n, 9n)],
    ["an array of BigInts", [2n, 0n, 9n]],
  ])("takes %s", async (_, labels) => {
    const answer = await take(labels);
    if (Array.isArray(answer)) expect(answer).toEqual([2, 0, 9]);
  });

  it.each<[string, unknown, string, RegExp]>([
    ["half a label", [2, 0.5, 9], "DATA_MISMATCH", /label 1 is 0\.5 → labels are class numbers, whole numbers/],
    ["a negative one", [2, -1, 9], "DATA_MISMATCH", /label 1 is -1 → labels are class numbers/],
    ["a negative BigInt", [2n, -1n, 9n], "DATA_MISMATCH", /label 1 is -1n → labels are class numbers/],
    ["NaN", Float32Array.of(2, Number.NaN, 9), "DATA_MISMATCH", /label 1 is NaN/],
    ["a hole", [2, undefined, 9], "DATA_MISMATCH", /label 1 is undefined/],
    ["names", ["Bag", "Coat", "Bag"], "DATA_MISMATCH", /label 0 is "Bag".*classNames\.indexOf\(name\)/],
    ["digits as text", [2, "0", 9], "DATA_MISMATCH", /label 1 is "0"/],
    ["one-hot rows", oneHot, "DATA_MISMATCH", /labels are rows.*row\.indexOf\(1\)/],
    ["one-hot rows of floats", oneHot.map((row) => Float32Array.from(row)), "DATA_MISMATCH", /row\.indexOf\(1\)/],
    ["a column", [[2], [0], [9]], "DATA_MISMATCH", /rows of one number become a list by rows\.flat\(\)/],
    ["too few", [2, 0], "DATA_MISMATCH", /2 labels for 3 images → give one label per image/],
    ["too many", [2, 0, 9, 1], "DATA_MISMATCH", /4 labels for 3 images/],
    ["text", "209", "INVALID_ARGUMENT", /the labels are "209" → give class numbers in an array or typed array/],
    ["a DataView", new DataView(new ArrayBuffer(3)), "INVALID_ARGUMENT", /the labels are DataView/],
    ["a Set", new Set([2, 0, 9]), "INVALID_ARGUMENT", /the labels are an object of class Set/],
    ["nothing", undefined, "INVALID_ARGUMENT", /the labels are undefined/],
  ])("refuses %s", async (_, labels, code, message) => {
    const call = async () => take(labels as LabelInput);
    await expect(call).rejects.toMatchObject({
      name: "FashionWasmError",
      code,
      message: expect.stringMatching(message),
    });
    await expect(call).rejects.toThrow(name);
  });
});

it("one-hot labels in one list are known where the number of classes is", async () => {
  const call = () => model.fit({ images, labels: oneHot.flat() });
  await expect(call).rejects.toThrow(
    /the labels are rows, and this loss takes class numbers → .*one-hot rows become class numbers/,
  );
});
