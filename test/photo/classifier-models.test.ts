/** Which models a classifier of photos takes, where it finds them, and that nothing of it is left behind. */
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as fashion from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { beforeAll, describe, expect, it } from "vitest";
import { expectRefusal, refusal } from "../model/refusal.js";
import { photoOf, pngOf, tonesOf } from "./photo-files.js";
import { PACKAGED, smallModel } from "./photo-models.js";

const ENTRIES = [
  ["fashion-wasm", fashion],
  ["fashion-wasm/inference", inference],
] as const;
const CALIBRATION = { temperature: 2, unlikeness: 1, probability: 0.5 };
const pretrained = new URL("../../dist/pretrained/fashion-mnist.safetensors", import.meta.url);

let photo: Uint8Array;
beforeAll(async () => {
  photo = await pngOf(photoOf(tonesOf(9), { scale: 5 }));
  // Node keeps helpers of its own after the first worker.
  for (const [, { photoClassifier }] of ENTRIES) await (await photoClassifier()).dispose();
});

const TASKS = "/proc/self/task";
const counted = existsSync(TASKS);
/** Threads of this process, where the system tells them. */
const threads = () => (counted ? readdirSync(TASKS).length : 0);
/** Waits until there are no more than before. */
const ended = (before: number) => expect.poll(threads, { timeout: 5000 }).toBeLessThanOrEqual(before);

describe.each(ENTRIES)("a model for %s", (_, { photoClassifier }) => {
  it("is the packaged one, or is named by a path, a URL or bytes", async () => {
    await using own = await photoClassifier();
    const expected = await own.classify(photo);
    const bytes = Uint8Array.from(await readFile(PACKAGED));
    for (const model of [PACKAGED, PACKAGED.href, fileURLToPath(PACKAGED), bytes, bytes.buffer, undefined]) {
      await using classifier = await photoClassifier({ model, engine: "local" });
      expect(await classifier.classify(photo)).toEqual(expected);
    }
  });

  it("may have classes of its own, the last of them that of what is none", async () => {
    const model = await smallModel(["left", "right", "none"], { photo: CALIBRATION });
    await using classifier = await photoClassifier({ model, engine: "local" });
    expect(classifier.classNames).toEqual(["left", "right"]);
    const { topK, label, probability } = await classifier.classify(photo);
    expect(topK).toHaveLength(2);
    expect(["left", "right"]).toContain(label);
    expect(Number(topK[0]?.probability) + Number(topK[1]?.probability)).toBeCloseTo(1, 6);
    expect(probability).toBeGreaterThanOrEqual(0.5);
    await expectRefusal(() => classifier.classify(photo, { topK: 3 }), "INVALID_ARGUMENT", ['"topK" is 3', "≤ 2"]);
  });

  it.each<[string, () => Promise<inference.PhotoClassifierOptions["model"]>, string]>([
    ["the pretrained model", async () => pretrained, "is none for photos"],
    ["one without numbers for photos", () => smallModel(["a", "b", "none"]), "is none for photos"],
    [
      "one of another size",
      () => smallModel(["a", "b", "none"], { side: 12, photo: CALIBRATION }),
      "is none for photos",
    ],
    [
      "one with a single kind of garment",
      () => smallModel(["a", "none"], { photo: CALIBRATION }),
      "is none for photos",
    ],
  ])("%s is none, and its engine is ended", async (_, model, message) => {
    const file = await model();
    const before = threads();
    const error = await refusal(() => photoClassifier({ model: file }));
    expect(error).toMatchObject({ code: "INVALID_ARGUMENT", message: expect.stringMatching(message) });
    expect(error.message).toMatch(/^photoClassifier: the model ".+" is none .* → give a checkpoint .*option photo/);
    await ended(before);
  });

  it.each<[unknown, string, string[]]>([
    [null, "INVALID_ARGUMENT", ["the source is null"]],
    ["", "INVALID_ARGUMENT", ['the source is ""']],
    [3, "INVALID_ARGUMENT", ["the source is 3"]],
    ["none.safetensors", "IO", ["none.safetensors", "no such file", "give the path of a checkpoint for photos"]],
    [new Uint8Array(9), "CHECKPOINT_INVALID", []],
  ])("%s is refused under the function's own name, and nothing is left", async (model, code, named) => {
    const before = threads();
    const error = await refusal(() => photoClassifier({ model: model as string }));
    expect(error.code).toBe(code);
    for (const part of ["photoClassifier", ...named]) expect(error.message).toContain(part);
    await ended(before);
  });

  it.each<[object, string[]]>([
    [{ engine: "gpu" }, ['"engine" is "gpu"', '"worker" or "local"']],
    [{ modle: PACKAGED }, ['unknown option "modle"', 'did you mean "model"?']],
    [{ topK: 3 }, ['unknown option "topK"']],
  ])("%j is no option", async (options, named) => {
    await expectRefusal(() => photoClassifier(options), "INVALID_ARGUMENT", ["photoClassifier", ...named]);
  });

  it("ends with dispose, once or twice: calls after it and those at work are rejected, the worker is gone", async () => {
    const before = threads();
    const classifier = await photoClassifier();
    if (counted) expect(threads()).toBeGreaterThan(before);
    const [first, second] = [classifier.classify(photo), classifier.classify(photo)];
    const settled = Promise.allSettled([first, second]);
    await classifier.dispose();
    await classifier.dispose();
    for (const one of await settled) {
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "DISPOSED" });
    }
    await expect(classifier.classify(photo)).rejects.toMatchObject({ code: "DISPOSED" });
    await ended(before);
  });
});

it("threads are an option where models train", async () => {
  await using classifier = await fashion.photoClassifier({ threads: 1 });
  expect((await classifier.classify(photo)).label).toBe("Ankle boot");
  await expectRefusal(() => fashion.photoClassifier({ threads: 0 }), "INVALID_ARGUMENT", [
    'photoClassifier: option "threads"',
  ]);
  await expectRefusal(() => inference.photoClassifier({ threads: 1 } as never), "INVALID_ARGUMENT", ['"threads"']);
});
