/** Where a photo can come from in Node: one answer from all of them; and what is said of what is no photo. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { type PreparedPhoto, preparePhoto } from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ascii, concat } from "../data/idx-files.js";
import { expectRefusal } from "../model/refusal.js";
import { blockJpeg, photoOf, pngOf, tonesOf } from "./photo-files.js";

const photo = photoOf(tonesOf(9));
const { width, height } = photo;
const rgba = Uint8ClampedArray.from({ length: 4 * width * height }, (_, at) => {
  return at % 4 === 3 ? 255 : (photo.data[at >> 2] as number);
});

let folder: string;
let path: string;
let file: Uint8Array;
let bytes: Uint8Array<ArrayBuffer>;
let expected: PreparedPhoto;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fashion-wasm-photo-"));
  path = join(folder, "a boot #1 100%.png");
  file = await pngOf(photo);
  bytes = Uint8Array.from(file);
  await writeFile(path, file);
  await writeFile(join(folder, "text.jpg"), "hello");
  await writeFile(join(folder, "empty.png"), "");
  await writeFile(join(folder, "moving.gif"), "GIF89a\x01\0\x01\0\0\0\0;");
  await writeFile(join(folder, "broken.jpg"), blockJpeg(photo).subarray(0, 900));
  await mkdir(join(folder, "photos"));
  expected = await preparePhoto(file);
});
afterAll(() => rm(folder, { recursive: true }));

const SOURCES: [string, () => unknown][] = [
  ["a path", () => path],
  ["a file: URL", () => pathToFileURL(path)],
  ["the text of a file: URL", () => pathToFileURL(path).href],
  ["a data: URL", () => `data:image/png;base64,${Buffer.from(file).toString("base64")}`],
  [
    "a Buffer that is part of a larger one",
    () => Buffer.from(concat(ascii("before"), file, ascii("after"))).subarray(6),
  ],
  ["an ArrayBuffer", () => bytes.buffer],
  [
    "shared memory",
    () => {
      const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
      shared.set(bytes);
      return shared;
    },
  ],
  ["bytes of another realm", () => runInNewContext("Uint8Array.from(bytes)", { bytes })],
  ["a Blob", () => new Blob([bytes])],
  ["a Blob that says another type", () => new Blob([bytes], { type: "image/jpeg" })],
  ["a File", () => new File([bytes], "boot.png")],
  ["ImageData", () => ({ width, height, data: rgba, colorSpace: "srgb" })],
  ["the same in a Uint8Array", () => ({ width, height, data: Uint8Array.from(rgba) })],
  ["a JPEG named .png", () => new File([Uint8Array.from(blockJpeg(photo))], "boot.png")],
];

describe("one photo from", () => {
  it.each(SOURCES)("%s", async (_, source) => {
    expect(await preparePhoto(source() as never)).toEqual(expected);
  });

  it("each by the entry that only predicts", async () => {
    for (const [name, source] of SOURCES) {
      expect([name, await inference.preparePhoto(source() as never)]).toEqual([name, expected]);
    }
  });

  it("bytes that are not touched, and may be changed afterwards", async () => {
    const own = Uint8Array.from(file);
    const call = preparePhoto(own);
    expect(await call).toEqual(expected);
    expect(own).toEqual(file);
    const image = { width, height, data: Uint8ClampedArray.from(rgba) };
    const later = preparePhoto(image);
    image.data.fill(0); // drawn again
    expect(await later).toEqual(expected);
  });
});

const noPhoto = "the photo is";
const image = (members: object) => ({ width: 2, height: 2, data: new Uint8ClampedArray(16), ...members });
const tagged = (tag: string, members: object) => ({ ...members, [Symbol.toStringTag]: tag });

describe("is no photo:", () => {
  it.each<[string, unknown, string[]]>([
    ["nothing", undefined, [noPhoto, "undefined", "give a path or URL"]],
    ["null", null, [noPhoto, "null"]],
    ["a number", 3, [noPhoto, "3"]],
    ["true", true, [noPhoto, "true"]],
    ["an empty path", "", [noPhoto, '""']],
    ["a path of blanks", "  ", [noPhoto, '"  "']],
    ["an array of paths", ["a.jpg", "b.jpg"], [noPhoto, '["a.jpg", "b.jpg"]']],
    ["an array of bytes", [137, 80, 78, 71], [noPhoto, "[137, 80, 78, 71]"]],
    ["an array of ImageData", [image({})], [noPhoto]],
    ["an object", { file: "a.jpg" }, [noPhoto, '{ file: "a.jpg" }']],
    ["a date", new Date(0), [noPhoto, "Date"]],
    ["a stream", new Blob(["a"]).stream(), [noPhoto, "ReadableStream"]],
    ["a function", () => "a.jpg", [noPhoto, "a function"]],
    ["floats", new Float32Array(784), [noPhoto, "Float32Array(784)"]],
    ["the bare bytes of a canvas", rgba, [noPhoto, `Uint8ClampedArray(${rgba.length})`]],
    ["an address without a host", "http://", ["is not a URL"]],
    [
      "ImageData of too few bytes",
      image({ data: new Uint8Array(12) }),
      ["Uint8Array(12) for 2×2", "4 bytes per pixel"],
    ],
    ["ImageData of floats", image({ data: new Float32Array(16) }), ["Float32Array(16)"]],
    ["ImageData of no pixels", image({ width: 0, height: 0, data: new Uint8Array() }), ["0×0 pixels"]],
    ["ImageData of half pixels", image({ width: 2.5, data: new Uint8Array(20) }), ["2×2.5 pixels", "whole numbers"]],
    ["ImageData of negative sides", image({ width: -2, height: -2 }), ["-2×-2 pixels"]],
    ["ImageData in another colour space", image({ colorSpace: "display-p3" }), ['"display-p3"', "sRGB"]],
    [
      "an image that is not loaded",
      tagged("HTMLImageElement", { naturalWidth: 0, naturalHeight: 0 }),
      ["0×0 pixels", "loaded"],
    ],
    [
      "a video without a frame",
      tagged("HTMLVideoElement", { videoWidth: 9, videoHeight: 9, readyState: 1 }),
      ["9×9 pixels", "no pixels"],
    ],
    [
      "a canvas where there is none",
      tagged("HTMLCanvasElement", { width: 9, height: 9 }),
      ["no 2D canvas", "the file"],
    ],
  ])("%s", async (_, source, named) => {
    for (const prepare of [preparePhoto, inference.preparePhoto]) {
      await expectRefusal(() => prepare(source as never), "INVALID_ARGUMENT", ["preparePhoto", ...named]);
    }
  });

  it("a picture of more than 64 million pixels", async () => {
    const many = tagged("ImageBitmap", { width: 10_000, height: 10_000 });
    await expectRefusal(() => preparePhoto(many as never), "IMAGE_TOO_LARGE", ["10000×10000", "67108864"]);
  });

  it.each([
    ["photos", "IO", "it is a folder"],
    ["none.jpg", "IO", "there is no such file"],
    ["text.jpg", "IMAGE_FORMAT", "begins with 68 65 6c 6c, expected a PNG, JPEG or WebP image"],
    ["empty.png", "IMAGE_FORMAT", "is empty"],
    ["moving.gif", "IMAGE_FORMAT", "Gif"],
    ["broken.jpg", "IMAGE_INVALID", "cut short"],
  ])("%s", async (name, code, message) => {
    for (const source of [join(folder, name), pathToFileURL(join(folder, name))]) {
      const expectation = { code, message: expect.stringMatching(new RegExp(`${name}.*${message}`)) };
      await expect(preparePhoto(source)).rejects.toMatchObject(expectation);
    }
  });

  it("bytes that are none are called by the function, Files by their names", async () => {
    await expect(preparePhoto(ascii("hello"))).rejects.toThrow("preparePhoto: begins with 68 65");
    await expect(preparePhoto(new Blob(["hello"]))).rejects.toThrow("preparePhoto: begins with 68 65");
    await expect(preparePhoto(new File(["hello"], "a.txt"))).rejects.toThrow("a.txt: begins with 68 65");
    await expect(preparePhoto(new Uint8Array())).rejects.toMatchObject({ code: "IMAGE_FORMAT" });
  });
});
