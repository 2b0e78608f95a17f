/**
 * The classifier of photos: what an answer holds, each of the reasons to look, the same bits from both entries.
 *
 * The reasons are tested with the packaged weights and limits of the tests' own, so that another packaged model changes nothing.
 */
import { type PhotoAnswer, type PhotoCalibration, photoClassifier } from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";
import { garments, photoOf, picture, pngOf, tonesOf } from "./photo-files.js";
import { withCalibration } from "./photo-models.js";

/** Nothing of the model's is doubted. */
const SURE: PhotoCalibration = { temperature: 1, unlikeness: 1e6, probability: 0 };

let packaged: inference.PhotoClassifier;
let sure: inference.PhotoClassifier;
const photos: Uint8Array[] = [];
beforeAll(async () => {
  packaged = await photoClassifier();
  sure = await inference.photoClassifier({ model: await withCalibration(SURE), engine: "local" });
  for (let i = 0; i < 20; i++) photos.push(await pngOf(photoOf(tonesOf(i), { scale: 5 })));
});
afterAll(() => Promise.all([packaged.dispose(), sure.dispose()]));

const bits = ({ topK, unlikeness, prepared }: PhotoAnswer) => [
  ...new Uint32Array(Float32Array.from([...topK.map(({ probability }) => probability), unlikeness]).buffer),
  ...prepared.pixels,
];

describe("an answer", () => {
  it("has a class, its probability, the likeliest classes, the reasons and the prepared image", async () => {
    const answer = await packaged.classify(photos[9] as Uint8Array);
    expect(Object.keys(answer).sort()).toEqual(
      "label labelNumber prepared probability reason reasons review topK unlikeness".split(" "),
    );
    expect(answer.label).toBe("Ankle boot");
    expect(packaged.classNames).toEqual(garments.classNames);
    expect(answer.prepared.pixels).toHaveLength(784);
    expect(answer.prepared.steps).toEqual([]);
  });

  it("agrees with itself, over all classes", async () => {
    for (const photo of photos) {
      const answer = await packaged.classify(photo, { topK: 10, steps: true });
      const { topK, label, labelNumber, probability, review, reason, reasons, prepared } = answer;
      expect(topK[0]).toEqual({ label, labelNumber, probability });
      expect(label).toBe(packaged.classNames[labelNumber]);
      expect(topK.map((one) => one.probability)).toEqual(topK.map((one) => one.probability).sort((a, b) => b - a));
      expect(topK.reduce((sum, one) => sum + one.probability, 0)).toBeCloseTo(1, 5);
      expect(new Set(topK.map((one) => one.labelNumber)).size).toBe(10);
      expect(review).toBe(reasons.length > 0);
      expect(reason).toBe(reasons[0] ?? null);
      expect(prepared.steps.at(-1)?.name).toBe("prepared");
    }
  });

  it("is right for most clean photos of the sample", async () => {
    const answers = await Promise.all(photos.map((photo) => packaged.classify(photo)));
    const right = answers.filter(({ labelNumber }, i) => labelNumber === garments.label(i)).length;
    expect(right).toBeGreaterThanOrEqual(15);
  });

  it("names as many classes as topK says, three if it is silent", async () => {
    const photo = photos[0] as Uint8Array;
    expect((await packaged.classify(photo)).topK).toHaveLength(3);
    for (const topK of [1, 2, 10]) expect((await packaged.classify(photo, { topK })).topK).toHaveLength(topK);
    for (const topK of [0, 11, 1.5, "3", null]) {
      const call = () => packaged.classify(photo, { topK: topK as number });
      await expectRefusal(call, "INVALID_ARGUMENT", ['classify: option "topK"', "≤ 10"].slice(0, topK === 11 ? 2 : 1));
    }
    await expectRefusal(() => packaged.classify(photo, { topk: 3 } as never), "INVALID_ARGUMENT", ['mean "topK"?']);
    await expectRefusal(() => packaged.classify(photo, { turn: 999 }), "INVALID_ARGUMENT", ["classify", '"turn"']);
    await expectRefusal(() => packaged.classify(3 as never), "INVALID_ARGUMENT", ["classify: the photo is 3"]);
  });

  it("heeds the options of the preparation", async () => {
    const tones = tonesOf(9);
    const own = await pngOf({ width: 28, height: 28, channels: 1, data: tones });
    const answer = await packaged.classify(own);
    expect(answer).toMatchObject({ label: "Ankle boot", prepared: { preparation: "none", pixels: tones } });
    expect((await packaged.classify(own, { preparation: "photo" })).prepared.preparation).toBe("photo");
    expect((await packaged.classify(photos[9] as Uint8Array, { turn: 180 })).prepared.settings.turn).toBe(180);
    await expectRefusal(() => packaged.classify(photos[0] as Uint8Array, { preparation: "none" }), "IMAGE_SHAPE", [
      "classify",
      "28×28",
    ]);
  });
});

describe("a reason to look", () => {
  const rectangle = (x: number, y: number) => x > 60 && x < 130 && y > 40 && y < 150;
  const stirred = (x: number, y: number) => Math.imul(7919 * x + 104_729 * y + 13, 0x9e3779b1) >>> 24;

  it("there is none for a garment alone on a plain ground", async () => {
    for (const photo of photos) {
      expect(await sure.classify(photo)).toMatchObject({ review: false, reason: null, reasons: [] });
    }
  });

  it("several objects", async () => {
    const two = picture(300, 200, (x, y) => (y > 40 && y < 160 && (x < 130 ? x > 30 : x > 180 && x < 270) ? 30 : 250));
    expect((await sure.classify(await pngOf(two))).reasons).toEqual(["several objects"]);
  });

  it("cut off at the border", async () => {
    const cut = picture(200, 200, (x, y) => (y > 60 && x > 50 && x < 150 ? 30 : 250));
    expect((await sure.classify(await pngOf(cut))).reasons).toEqual(["cut off at the border"]);
    const little = picture(200, 200, (x, y) => (rectangle(x, y) || (y >= 150 && x > 60 && x < 75) ? 30 : 250));
    expect((await sure.classify(await pngOf(little))).reasons).toEqual([]); // a strap, a fifth of the side
  });

  it("is none that an enlarged image of the data set fills its square", async () => {
    for (let i = 0; i < 10; i++) {
      const tones = tonesOf(i);
      const enlarged = picture(140, 140, (x, y) => tones[28 * Math.floor(y / 5) + Math.floor(x / 5)] as number);
      const { reasons, prepared } = await sure.classify(await pngOf(enlarged));
      expect({ reasons, tones: prepared.tones }).toEqual({ reasons: [], tones: "negative" });
    }
  });

  it("background not plain", async () => {
    // Fine grain, and specks on it that are none of the grain.
    const specks = picture(200, 200, (x, y) => {
      if (rectangle(x, y)) return 10;
      return stirred(x, y) % 5 === 0 ? 20 : 150 + (stirred(y, x) % 40);
    });
    const answer = await sure.classify(await pngOf(specks));
    expect(answer.prepared.background?.kind).toBe("textured");
    expect(answer.reasons).toContain("background not plain");
    const grain = picture(200, 200, (x, y) => (rectangle(x, y) ? 10 : 150 + (stirred(x, y) % 40)));
    const grained = await sure.classify(await pngOf(grain));
    expect(grained.prepared.background?.kind).toBe("textured");
    expect(grained.reasons).toEqual([]);
  });

  it("unlike any garment, by the model or because nothing is there", async () => {
    await using strict = await inference.photoClassifier({
      model: await withCalibration({ ...SURE, unlikeness: -1e6 }),
      engine: "local",
    });
    const answer = await strict.classify(photos[0] as Uint8Array);
    expect(answer).toMatchObject({ reasons: ["unlike any garment"], reason: "unlike any garment", review: true });
    expect(answer.unlikeness).toBeGreaterThan(0);
    const blank = await pngOf(picture(200, 200, () => 250));
    expect(await sure.classify(blank)).toMatchObject({ reasons: ["unlike any garment"], prepared: { objects: 0 } });
  });

  it("two classes close, below a probability; all of them stand by weight", async () => {
    await using timid = await inference.photoClassifier({
      model: await withCalibration({ temperature: 1e6, unlikeness: -1e6, probability: 0.2 }),
      engine: "local",
    });
    const answer = await timid.classify(photos[0] as Uint8Array);
    expect(answer.reasons).toEqual(["unlike any garment", "two classes close"]);
    expect(answer.probability).toBeCloseTo(0.1, 3);
    const both = picture(300, 200, (x, y) => (y > 40 && (x < 130 ? x > 30 : x > 180 && x < 270) ? 30 : 250));
    expect((await timid.classify(await pngOf(both))).reasons).toEqual([
      "unlike any garment",
      "several objects",
      "cut off at the border",
      "two classes close",
    ]);
  });
});

describe("the same bits", () => {
  it("from both entries, in a worker and in the caller's thread", async () => {
    const wanted = await Promise.all(photos.slice(0, 5).map((photo) => packaged.classify(photo, { topK: 10 })));
    for (const make of [
      () => photoClassifier({ engine: "local" }),
      () => photoClassifier({ threads: 2 }),
      () => inference.photoClassifier(),
      () => inference.photoClassifier({ engine: "local" }),
    ]) {
      await using classifier = await make();
      for (const [i, photo] of photos.slice(0, 5).entries()) {
        expect(await classifier.classify(photo, { topK: 10 })).toEqual(wanted[i]);
      }
    }
  });

  it("of twenty photos at once as one after the other", async () => {
    const together = await Promise.all(photos.map((photo) => packaged.classify(photo, { topK: 10 })));
    const alone: PhotoAnswer[] = [];
    for (const photo of photos) alone.push(await packaged.classify(photo, { topK: 10 }));
    expect(together.map(bits)).toEqual(alone.map(bits));
    expect(new Set(together.map((answer) => bits(answer).join())).size).toBe(20);
  });

  it("where others of them fail", async () => {
    const calls = photos.slice(0, 6).map((photo, i) => packaged.classify(i % 2 === 0 ? photo : photo.subarray(0, 99)));
    const settled = await Promise.allSettled(calls);
    expect(settled.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "rejected",
      "fulfilled",
      "rejected",
    ]);
    for (const one of settled) {
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "IMAGE_INVALID" });
    }
  });
});

describe("a signal", () => {
  it("ends a call before it, and one that is at work", async () => {
    const reason = new Error("enough");
    const photo = photos[0] as Uint8Array;
    await expect(packaged.classify(photo, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const abort = new AbortController();
    const [ended, other] = [packaged.classify(photo, { signal: abort.signal }), packaged.classify(photo)];
    abort.abort(reason);
    await expect(ended).rejects.toBe(reason);
    expect((await other).label).not.toBe("");
  });
});
