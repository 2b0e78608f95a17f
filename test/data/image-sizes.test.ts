/**
 * Images of another size than expected: the message says whether `imageShape` is not theirs, or which of them differ.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import {
  dataset,
  dense,
  encodePng,
  fashionMnistClassNames,
  flatten,
  loadFashionMnist,
  sequential,
  softmax,
} from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectRefusal, refusal } from "../model/refusal.js";
import { webStream } from "./csv-files.js";
import { concat } from "./idx-files.js";
import { chunk, END, header, SIGNATURE } from "./png-files.js";

let folder: string;
const file = async (height: number, width: number, channels = 1) =>
  Uint8Array.from(await encodePng(new Uint8Array(height * width * channels).fill(9), [height, width, channels]));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fashion-wasm-sizes-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes images of these sizes in two classes, and returns the folder. */
async function folderOf(name: string, sizes: readonly (readonly [number, number])[], classes = ["a", "b"]) {
  for (const each of classes) await mkdir(join(folder, name, each), { recursive: true });
  for (const [i, [height, width]] of sizes.entries()) {
    const number = String(i).padStart(4, "0");
    await writeFile(
      join(folder, name, classes[i % classes.length] as string, `${number}.png`),
      await file(height, width),
    );
  }
  return join(folder, name);
}

describe("images that are all of one size, but not of imageShape,", () => {
  const large = Array.from({ length: 12 }, () => [50, 40] as const);

  it.each([1, 3])("are told their own shape, with %d channels", async (channels) => {
    const path = await folderOf("large", large);
    const called = () => dataset.fromFolder({ folder: path, imageShape: [28, 28, channels] });
    const named = ["a/0000.png: is 50×40 pixels (height × width), expected 28×28, as imageShape says"];
    named.push("; all 12 images are 50×40 → ", `give imageShape: [50, 40, ${channels}]`, "or bring them to 28×28");
    await expectRefusal(called, "IMAGE_SHAPE", named);
    expect((await refusal(called)).message).not.toContain("one size");
  });

  it("are told the order of height and width where it is exchanged", async () => {
    const path = await folderOf("large", large);
    const named = ["the height comes first: give imageShape: [50, 40, 1]"];
    await expectRefusal(() => dataset.fromFolder({ folder: path, imageShape: [40, 50, 1] }), "IMAGE_SHAPE", named);
  });

  it("are told alone, too", async () => {
    const images = [await file(5, 4)];
    const message = (await refusal(() => dataset.fromImages({ images, labels: null, imageShape: [4, 4, 1] }))).message;
    expect(message).toBe(
      "image 0: is 5×4 pixels (height × width), expected 4×4, as imageShape says → give imageShape: [5, 4, 1] to take them as they are, or bring them to 4×4",
    );
  });

  it("are no Fashion-MNIST", async () => {
    for (const part of ["train", "test"])
      await folderOf(
        join("fashion", part),
        large,
        [...fashionMnistClassNames].map((name) => name.replace("/", "_")),
      );
    const named = [
      "expected 28×28, the size of Fashion-MNIST; all 12 images are 50×40 → name Fashion-MNIST",
      "fromFolder",
    ];
    await expectRefusal(() => loadFashionMnist({ data: join(folder, "fashion") }), "IMAGE_SHAPE", named);
  });
});

describe("images of several sizes", () => {
  it("are counted by size, with the first of each", async () => {
    const sizes = Array.from({ length: 300 }, (_, i) => (i === 123 ? ([30, 28] as const) : ([28, 28] as const)));
    const path = await folderOf("odd", sizes);
    const named = ["b/0123.png: is 30×28 pixels (height × width), expected 28×28, the size of the first image; "];
    named.push(`of 300 images 299 are 28×28 (first: ${path}/a/0000.png), 1 is 30×28 (${path}/b/0123.png) → `);
    await expectRefusal(() => dataset.fromFolder({ folder: path }), "IMAGE_SHAPE", [
      ...named,
      "→ bring all images to one size",
    ]);
    const wanted = [...named.slice(1), "as imageShape says", "→ bring all images to 28×28"];
    await expectRefusal(() => dataset.fromFolder({ folder: path, imageShape: [28, 28, 1] }), "IMAGE_SHAPE", wanted);
  });

  it("are listed as far as a line goes, the most frequent first", async () => {
    const images = await Promise.all([1, 2, 2, 3, 4, 5, 6, 6, 6].map((side) => file(side, side)));
    const named = [
      "of 9 images 3 are 6×6 (first: image 6), 2 are 2×2 (first: image 1), 1 is 1×1 (image 0), 1 is 3×3 (image 3), 2 of 2 other sizes →",
    ];
    await expectRefusal(() => dataset.fromImages({ images, labels: null }), "IMAGE_SHAPE", named);
  });

  it("are not counted for one that cannot be decoded, which says why itself", async () => {
    // 3000 × 3000 pixels in a file of some 70 bytes.
    const hollow = concat(SIGNATURE, header(3000, 3000), chunk("IDAT", deflateSync(new Uint8Array(10))), END);
    const said = `is damaged: ${hollow.length} bytes declare 3000×3000 pixels (height × width), more than they can hold`;
    for (const images of [[hollow], [await file(4, 4), hollow, await file(4, 4)]]) {
      const called = () => dataset.fromImages({ images, labels: null, imageShape: [4, 4, 1] });
      expect(await refusal(called)).toMatchObject({
        code: "IMAGE_INVALID",
        message: `image ${images.indexOf(hollow)}: ${said}`,
      });
    }
    const called = async () => dataset.fromImages({ images: [await file(4, 4), hollow], labels: null });
    expect(await refusal(called)).toMatchObject({ code: "IMAGE_INVALID", message: `image 1: ${said}` });
  });

  it("are counted where some cannot be read, and as far as they are at hand", async () => {
    const [small, large] = [await file(2, 2), await file(3, 3)];
    const damaged = [small, large, Uint8Array.of(1, 2, 3), large];
    const read = (images: Parameters<typeof dataset.fromImages>[0]["images"]) => () =>
      dataset.fromImages({ images, labels: null });
    const named = ["; of 3 images 2 are 3×3 (first: image 1), 1 is 2×2 (image 0); 1 more could not be read →"];
    await expectRefusal(read(damaged), "IMAGE_SHAPE", named);
    const streams = [small, large, large, webStream(small), webStream(small)];
    await expectRefusal(read(streams), "IMAGE_SHAPE", ["of the first 3 of 5 images 2 are 3×3"]);
  });
});

describe("other places where images are of another size", () => {
  it("are a table, whose squares are told", async () => {
    const csv = Buffer.from(`label,${Array.from({ length: 16 }, (_, i) => `pixel${i + 1}`)}\n0${",7".repeat(16)}\n`);
    const named = ["images of 50×40×1 have 2000 pixels → give imageShape: [4, 4, 1]"];
    await expectRefusal(() => dataset.fromCsv({ csv, imageShape: [50, 40, 1] }), "CSV_COLUMNS", named);
  });

  it("are a model's input, whose height and width are exchanged", async () => {
    const model = await sequential([flatten(), dense({ units: 2 }), softmax()], { inputShape: [5, 4, 1] });
    const images = dataset.fromArrays({ images: new Uint8Array(20), labels: null, imageShape: [4, 5, 1] });
    const named = [
      "shape [4, 5, 1], the model takes [5, 4, 1] ([height, width, channels]: height and width are exchanged)",
    ];
    await expectRefusal(() => model.predict(images), "SHAPE_MISMATCH", named);
    await model.dispose();
  });
});
