/** Damaged photos, and such as are made to harm: each is refused with a code, and the next one is read as ever. */
import { type PreparedPhoto, photoClassifier, preparePhoto } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { flatWebp } from "../data/other-images.js";
import { extendedHeader, lossyHeader, riff } from "../data/webp-files.js";
import { jpegWithExif, pngWithExif, tiff } from "./exif-files.js";
import { blockJpeg, type Picture, photoOf, picture, pngOf, tonesOf } from "./photo-files.js";

let good: Uint8Array;
let expected: PreparedPhoto;
beforeAll(async () => {
  good = await pngOf(photoOf(tonesOf(1), { scale: 2 }));
  expected = await preparePhoto(good);
});

describe("a frame larger than its canvas", () => {
  const file = riff(["VP8X", extendedHeader(16, 16)], ["VP8 ", lossyHeader(4000, 4000)]);
  const refused = { code: "IMAGE_TOO_LARGE", message: expect.stringMatching(/takes more memory .*→ it is damaged/) };

  it("is refused by preparePhoto, and the next photo is read", async () => {
    for (let i = 0; i < 3; i++) {
      await expect(preparePhoto(file)).rejects.toMatchObject(refused);
      expect(await preparePhoto(good)).toEqual(expected);
    }
  });

  it("is refused by a classifier, which goes on", async () => {
    await using classifier = await photoClassifier({ engine: "local" });
    const before = await classifier.classify(good);
    await expect(classifier.classify(file)).rejects.toMatchObject(refused);
    expect(await classifier.classify(good)).toEqual(before);
  });
});

it("a picture with more of a side, or more pixels than a file holds, is refused by its header", async () => {
  await expect(preparePhoto(await pngOf(picture(10_241, 1, () => 0)))).rejects.toMatchObject({
    code: "IMAGE_TOO_LARGE",
    message: expect.stringMatching(/1×10241 pixels.*10240×10240/),
  });
  await expect(preparePhoto(flatWebp(4096, 4096, [1, 2, 3]))).rejects.toMatchObject({ code: "IMAGE_TOO_LARGE" });
});

it("bytes changed at random give an answer or a code, in the notes of the camera too", async () => {
  const photo: Picture = photoOf(tonesOf(1), { scale: 8, margins: [1, 1, 1, 1] });
  const files = [
    jpegWithExif(blockJpeg(photo), tiff(6)),
    pngWithExif(good, tiff(8)),
    riff(["VP8X", extendedHeader(24, 24)], ["VP8L", flatWebp(24, 24, [1, 2, 3]).subarray(20)], ["EXIF", tiff(3)]),
  ];
  for (const file of files) await preparePhoto(file);
  let state = 11;
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const codes = new Set<string>();
  for (let n = 0; n < 600; n++) {
    const file = (files[n % files.length] as Uint8Array).slice();
    const near = n % 2 === 0 ? Math.min(90, file.length) : file.length;
    for (let k = random(4); k >= 0; k--) file[random(near)] = random(256);
    codes.add(
      await preparePhoto(file.subarray(0, n % 7 === 0 ? random(file.length) : undefined)).then(
        () => "prepared",
        ({ name, code }: { name: string; code?: string }) => String(code ?? name),
      ),
    );
  }
  expect([...codes].filter((code) => !/^IMAGE_(FORMAT|INVALID|TOO_LARGE)$/.test(code))).toEqual(["prepared"]);
  expect(await preparePhoto(good)).toEqual(expected);
});
