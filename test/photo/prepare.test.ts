/**
 * What preparePhoto finds in a photo: the garment's place, how many things there are, what lies behind, whether it is a
 * negative; and the data set's own form, which goes through.
 */
import { createHash } from "node:crypto";
import { type PreparedPhoto, preparePhoto } from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";
import { type Picture, photoOf, picture, pngOf, tonesOf } from "./photo-files.js";

const prepared = async (photo: Picture, options?: Parameters<typeof preparePhoto>[1]) =>
  preparePhoto(await pngOf(photo), options);

const differenceOf = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((sum, tone, i) => sum + Math.abs(tone - (b[i] as number)), 0) / a.length;

/** Dark rectangles on white. */
function rectangles(width: number, height: number, ...places: readonly (readonly number[])[]): Picture {
  return picture(width, height, (x, y) => {
    const inside = places.some(([left = 0, top = 0, wide = 0, high = 0]) => {
      return x >= left && x < left + wide && y >= top && y < top + high;
    });
    return inside ? 40 : 255;
  });
}

describe("the garment", () => {
  it("has the tones that the image had before it was made a photo", async () => {
    for (const i of [0, 1, 2, 3, 9]) {
      const { pixels, imageShape, preparation } = await prepared(photoOf(tonesOf(i)), { sharpening: 0 });
      expect({ preparation, imageShape }).toEqual({ preparation: "photo", imageShape: [28, 28, 1] });
      // Moved by up to half a pixel, since the image is centred by its mass and the photo by its box.
      expect(differenceOf(pixels, tonesOf(i))).toBeLessThan(30);
    }
  });

  it.each([
    [600, 800, 150, 200, 240, 300],
    [640, 480, 40, 300, 500, 120],
    [1199, 901, 333, 144, 355, 466],
    [100, 100, 20, 30, 50, 40],
    [60, 45, 10, 10, 20, 25],
  ])("of %i×%i at %i, %i, %i wide and %i high is found there, within 2 %", async (width, height, ...place) => {
    const { box, objects, cut, area, background } = await prepared(rectangles(width, height, place));
    const found = [box?.left, box?.top, box?.width, box?.height].map(Number);
    const sides = [width, height, width, height];
    // Within two pixels of a small picture.
    found.forEach((at, i) => {
      expect(Math.abs(at - (place[i] as number))).toBeLessThanOrEqual(Math.max(2, 0.02 * (sides[i] as number)));
    });
    expect(objects).toBe(1);
    expect(cut).toBe(0);
    const [, , wide = 0, high = 0] = place;
    expect(Math.abs(area - (wide * high) / (width * height))).toBeLessThan(0.06);
    expect(background).toMatchObject({ kind: "plain", certainty: 1 });
  });

  it("is counted with what lies beside it, specks not", async () => {
    const count = async (...places: readonly (readonly number[])[]) =>
      (await prepared(rectangles(300, 200, ...places))).objects;
    expect(await count([30, 40, 80, 120], [180, 40, 90, 120])).toBe(2);
    expect(await count([20, 40, 60, 120], [120, 40, 60, 120], [220, 40, 60, 120])).toBe(3);
    expect(await count([100, 40, 90, 120], [20, 20, 6, 6])).toBe(1);
    expect(await count()).toBe(0);
  });

  it.each([
    ["left", [0, 60, 150, 80]],
    ["top", [80, 0, 120, 140]],
    ["right", [170, 50, 130, 100]],
    ["bottom", [80, 60, 120, 140]],
  ])("is cut off at the %s", async (_, place) => {
    expect((await prepared(rectangles(300, 200, place))).cut).toBe(1);
  });
});

describe("what lies behind", () => {
  const garment = (x: number, y: number) => x > 80 && x < 200 && y > 60 && y < 150;
  const stirred = (x: number, y: number) => Math.imul(7919 * x + 104_729 * y + 13, 0x9e3779b1) >>> 25;

  it.each<["plain" | "gradient" | "textured", (x: number, y: number) => number]>([
    ["plain", () => 240],
    ["gradient", (x) => 150 + x / 3],
    ["textured", (x, y) => 100 + stirred(x, y)],
    ["textured", (x, y) => 130 + 100 * ((Math.floor(x / 10) + Math.floor(y / 10)) % 2)],
  ])("%s", async (kind, ground) => {
    const photo = picture(300, 200, (x, y) => (garment(x, y) ? 10 : Math.round(ground(x, y))));
    const { background, box, tones } = await prepared(photo);
    expect(background?.kind).toBe(kind);
    expect(tones).toBe("positive");
    expect(Math.abs(Number(box?.left) - 81) + Math.abs(Number(box?.top) - 61)).toBeLessThanOrEqual(10);
  });

  it("has its colour, and the option background decides how it is looked at", async () => {
    const photo = picture(200, 200, (x, y) =>
      x > 60 && x < 140 && y > 50 && y < 150 ? [20, 20, 30] : [200, 220, 250],
    );
    const { background } = await prepared(photo);
    background?.color.forEach((tone, i) => {
      expect(tone).toBeCloseTo([200, 220, 250][i] as number, 1);
    });
    for (const kind of ["plain", "gradient", "textured"] as const) {
      expect((await prepared(photo, { background: kind })).background?.kind).toBe(kind);
    }
  });

  it("has no colour beyond what a picture can have, where a border leads there", async () => {
    const steep = picture(116, 115, (x, y) => {
      const tone = (7 * x + 3 * y) & 255;
      return [tone, 255 - tone, tone];
    });
    for (const tones of ["positive", "negative"] as const) {
      const { background } = await prepared(steep, { tones, orientation: 4 });
      expect(background?.color.filter((tone) => !(tone >= 0 && tone <= 255))).toEqual([]);
    }
  });

  it("is white where it is transparent: a cut-out is as on white, a black icon is seen", async () => {
    const tones = tonesOf(9);
    const onWhite = photoOf(tones, { ground: 255 });
    const hidden = [0, 0, 0, 0];
    const cutOut = picture(onWhite.width, onWhite.height, (x, y) => {
      const tone = onWhite.data[y * onWhite.width + x] as number;
      return tone === 255 ? hidden : [tone, tone, tone, 255];
    });
    const [seen, white] = [await prepared(cutOut), await prepared(onWhite)];
    expect(seen).toMatchObject({ objects: 1, tones: "positive", background: { kind: "plain", certainty: 1 } });
    expect(differenceOf(seen.pixels, white.pixels)).toBeLessThan(3);

    const icon = picture(200, 200, (x, y) => (x >= 50 && x < 150 && y >= 40 && y < 160 ? [0, 0, 0, 255] : hidden));
    const { box, pixels, tones: polarity } = await prepared(icon);
    expect({ box, polarity }).toEqual({ box: { left: 50, top: 40, width: 100, height: 120 }, polarity: "positive" });
    expect(Math.max(...pixels)).toBe(255);
    expect(await prepared(picture(50, 50, () => hidden))).toMatchObject({ objects: 0, box: null });
  });
});

describe("the data set's own form", () => {
  const own = (i: number): Picture => ({ width: 28, height: 28, channels: 1, data: tonesOf(i) });

  it("goes through as it is, unless a photo is asked for", async () => {
    for (const i of [0, 3, 7]) {
      const as = {
        pixels: tonesOf(i),
        preparation: "none",
        background: null,
        box: null,
        tones: "negative",
        objects: 1,
      };
      expect(await prepared(own(i))).toMatchObject(as);
      expect(await prepared(own(i), { preparation: "none" })).toMatchObject(as);
      const photo = await prepared(own(i), { preparation: "photo" });
      expect(photo).toMatchObject({ preparation: "photo", tones: "negative", width: 28, height: 28 });
      expect(photo.background?.color.every((tone) => tone < 9)).toBe(true);
    }
  });

  it("is prepared where light and dark are exchanged, and passes with preparation none", async () => {
    const turned = { ...own(3), data: tonesOf(3).map((tone) => 255 - tone) };
    expect(await prepared(turned)).toMatchObject({ preparation: "photo", tones: "positive" });
    expect(await prepared(turned, { preparation: "none" })).toMatchObject({ preparation: "none", pixels: turned.data });
  });

  it("is none of another size: preparation none refuses it", async () => {
    for (const [width, height] of [
      [27, 28],
      [28, 29],
      [280, 280],
    ] as const) {
      const call = () =>
        prepared(
          picture(width, height, () => 0),
          { preparation: "none" },
        );
      await expectRefusal(call, "IMAGE_SHAPE", ["preparePhoto", `${height}×${width}`, "28×28"]);
    }
  });

  it("is known when it is enlarged: a negative, whose image is that of the positive photo", async () => {
    const tones = tonesOf(9);
    const negative = photoOf(tones, { ground: 255 });
    const onBlack = { ...negative, data: negative.data.map((tone) => 255 - tone) };
    const [dark, light] = [await prepared(onBlack), await prepared(negative)];
    expect([dark.tones, light.tones]).toEqual(["negative", "positive"]);
    expect(dark.background?.color.every((tone) => tone < 1)).toBe(true);
    expect(dark.pixels).toEqual(light.pixels);
    expect(dark.box).toEqual(light.box);
    expect((await prepared(onBlack, { tones: "positive" })).pixels).not.toEqual(light.pixels);
    expect((await prepared(negative, { tones: "negative" })).tones).toBe("negative");
  });
});

describe("tiny pictures", () => {
  it.each([
    [1, 1],
    [1, 500],
    [500, 1],
    [2, 2],
    [3, 3],
    [27, 27],
    [28, 28],
    [10_240, 1],
  ])("%i×%i of one tone show nothing", async (width, height) => {
    const found = await prepared(picture(width, height, () => 200));
    expect(found).toMatchObject({ width, height, objects: 0, box: null, area: 0, cut: 0, preparation: "photo" });
    expect(found.pixels).toEqual(new Uint8Array(784));
    expect(found.background?.color[0]).toBeCloseTo(200, 1);
  });

  it.each([
    [1, 500],
    [3, 3],
    [27, 27],
    [28, 28],
  ])("%i×%i with a dark middle have an image", async (width, height) => {
    const middle = (at: number, side: number) => Math.abs(at - (side - 1) / 2) <= side / 6;
    const photo = picture(width, height, (x, y) => (middle(x, width) && middle(y, height) ? 20 : 240));
    const { pixels, objects, box } = await prepared(photo);
    expect(objects).toBe(1);
    expect(Math.max(...pixels)).toBe(255);
    expect(Number(box?.left) + Number(box?.width)).toBeLessThanOrEqual(width);
    expect(Number(box?.top) + Number(box?.height)).toBeLessThanOrEqual(height);
  });
});

it("both entries prepare to the same, step by step", async () => {
  const plain = ({ steps, ...rest }: PreparedPhoto) => ({
    ...rest,
    steps: steps.map(({ name, image }) => [name, createHash("sha256").update(image.data).digest("hex")]),
  });
  for (const i of [0, 9]) {
    const file = await pngOf(photoOf(tonesOf(i), { scale: 5, ground: (x, y) => 200 + (x + y) / 20 }));
    const [one, other] = [
      await preparePhoto(file, { steps: true }),
      await inference.preparePhoto(file, { steps: true }),
    ];
    expect(plain(other)).toEqual(plain(one));
  }
});
