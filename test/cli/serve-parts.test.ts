/** Parts of the server that no request can reach from outside: a classifier that fails, and sizes in headers of all kinds. */
import { type PhotoAnswer, preparePhoto } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { type Asked, ServingEngine } from "../../ts/cli/serve/engine.js";
import { declaredSize } from "../../ts/cli/serve/image-size.js";
import { problemOf } from "../../ts/cli/serve/problem.js";
// Of the same sources: that of dist/ is another class.
import { FashionWasmError } from "../../ts/errors.js";
import { flatWebp } from "../data/other-images.js";
import { extendedHeader, riff } from "../data/webp-files.js";
import { jpegWithExif, pngWithExif, tiff } from "../photo/exif-files.js";
import { blockJpeg, photoOf, picture, pillowFiles, pngOf, python, tonesOf } from "../photo/photo-files.js";
import { declaredPng } from "./serve-server.js";

const ANSWER = { label: "Coat" } as PhotoAnswer;
const PHOTO = new Uint8Array(1);

/** A classifier of which each photo's answer is given from outside. */
function fake() {
  const photos: { resolve(answer: PhotoAnswer): void; reject(error: unknown): void }[] = [];
  let disposed = 0;
  const classifier: Asked = {
    classNames: ["Coat", "Bag"],
    classify: () => new Promise((resolve, reject) => photos.push({ resolve, reject })),
    dispose: async () => void disposed++,
  };
  return { classifier, photos, disposed: () => disposed };
}

const unexpected = () => expect.unreachable();

describe("a classifier that fails by an engine's fault", () => {
  const fault = new FashionWasmError("ENGINE_PANIC", "predict: /home/someone/engine.wasm failed");

  it("is followed by another; its photos under way end with it, and then it is disposed of", async () => {
    const [first, second] = [fake(), fake()];
    let open = (_: Asked) => {};
    const opened = new Promise<Asked>((resolve) => {
      open = resolve;
    });
    const engine = new ServingEngine(first.classifier, () => opened, unexpected);
    const photos = [1, 2, 3].map(() => engine.classify(PHOTO, {}));
    first.photos[0]?.reject(fault);
    await expect(photos[0]).rejects.toBe(fault);
    expect([engine.isReady, first.disposed()]).toEqual([false, 0]);
    await expect(engine.classify(PHOTO, {})).rejects.toMatchObject({ status: 503, code: "RESTARTING" });
    first.photos[1]?.resolve(ANSWER);
    expect(await photos[1]).toBe(ANSWER);
    first.photos[2]?.reject(fault);
    await expect(photos[2]).rejects.toBe(fault);
    await expect.poll(first.disposed).toBe(1);

    open(second.classifier);
    await expect.poll(() => engine.isReady).toBe(true);
    expect(engine.restarts).toBe(1);
    const next = engine.classify(PHOTO, {});
    second.photos[0]?.resolve(ANSWER);
    expect(await next).toBe(ANSWER);
    await engine.dispose();
    expect(second.disposed()).toBe(1);
  });

  it("ends the server where no other can be opened", async () => {
    const [first, gone] = [fake(), new FashionWasmError("ENGINE_START_FAILED", "no memory")];
    let lost: unknown;
    const engine = new ServingEngine(
      first.classifier,
      () => Promise.reject(gone),
      (error) => {
        lost = error;
      },
    );
    const photo = engine.classify(PHOTO, {});
    first.photos[0]?.reject(fault);
    await expect(photo).rejects.toBe(fault);
    await expect.poll(() => lost).toBe(gone);
  });

  it("is not replaced for an error that is about a photo", async () => {
    const first = fake();
    const engine = new ServingEngine(first.classifier, unexpected, unexpected);
    const photo = engine.classify(PHOTO, {});
    const damaged = new FashionWasmError("IMAGE_INVALID", "classify: is damaged");
    first.photos[0]?.reject(damaged);
    await expect(photo).rejects.toBe(damaged);
    expect(engine.isReady).toBe(true);
  });

  it("is told without its message: that may name a path", () => {
    const told = (error: unknown) => {
      const { status, code, message } = problemOf(error);
      return [status, code, message];
    };
    expect(told(fault)).toEqual([500, "ENGINE_PANIC", "the classifier failed; it is opened anew"]);
    expect(told(new TypeError("/home/someone: x is not a function"))).toEqual([500, "INTERNAL", "the server failed"]);
    expect(told(new FashionWasmError("IO", "/home/someone: no"))[2]).not.toContain("/");
    expect(told(new FashionWasmError("OUT_OF_MEMORY", "classify: no memory")).slice(0, 2)).toEqual([
      503,
      "OUT_OF_MEMORY",
    ]);
  });
});

describe("the size that a header declares", () => {
  const photo = photoOf(tonesOf(1), { scale: 8, margins: [1, 1, 1, 3] });
  const [width, height] = [photo.width, photo.height];

  it("is read of PNG, JPEG and WebP, also where a note of the camera stands before it", async () => {
    const png = await pngOf(photo);
    const jpeg = blockJpeg(photo);
    const webp = flatWebp(24, 300, [1, 2, 3]);
    const size = (file: Uint8Array) => declaredSize(Buffer.from(file));
    expect(size(declaredPng(60_000, 50_000))).toEqual([60_000, 50_000]);
    for (const file of [png, pngWithExif(png, tiff(6)), jpeg, jpegWithExif(jpeg, tiff(6))]) {
      expect(size(file)).toEqual([width, height]);
    }
    expect(size(webp)).toEqual([24, 300]);
    expect(size(riff(["VP8X", extendedHeader(70_000, 30)], ["VP8L", webp.subarray(20)]))).toEqual([70_000, 30]);
  });

  it.skipIf(python === "")("is that of Pillow's files: lossy WebP, progressive JPEG", () => {
    const odd = picture(37, 21, (x, y) => [x * 6, y * 12, 99]);
    const files = pillowFiles([odd, "WEBP"], [odd, "WEBP", { lossless: true }], [odd, "JPEG", { progressive: true }]);
    for (const file of files) expect(declaredSize(Buffer.from(file))).toEqual([37, 21]);
  });

  it("is null of everything else, and of a file that ends before it", () => {
    for (const text of [
      "",
      "x",
      "GIF89a",
      "\xff\xd8",
      "\xff\xd8\xff\xe0",
      "RIFF\0\0\0\0WEBPVP8X",
      "RIFF\0\0\0\0WEBPXXXX",
    ]) {
      expect(declaredSize(Buffer.from(text, "latin1"))).toBeNull();
    }
    expect(declaredSize(declaredPng(5, 5).subarray(0, 20))).toBeNull();
  });

  it("is never another than that of the decoder, whichever bytes are changed", async () => {
    const small = photoOf(tonesOf(1), { scale: 2, margins: [2, 2, 2, 6] });
    const files = [
      await pngOf(small),
      jpegWithExif(blockJpeg(photo), tiff(1)),
      riff(["VP8X", extendedHeader(24, 30)], ["VP8L", flatWebp(24, 30, [1, 2, 3]).subarray(20)]),
      flatWebp(24, 30, [1, 2, 3]),
    ];
    let state = 7;
    const random = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    let decoded = 0;
    for (let n = 0; n < 400; n++) {
      const file = Buffer.from(files[n % files.length] as Uint8Array);
      for (let k = random(3); k >= 0; k--) file[random(Math.min(120, file.length))] = random(256);
      const prepared = await preparePhoto(file, { orientation: 1 }).catch(() => null);
      if (prepared === null) continue;
      decoded++;
      expect(declaredSize(file)).toEqual([prepared.width, prepared.height]);
    }
    expect(decoded).toBeGreaterThan(100);
  });
});
