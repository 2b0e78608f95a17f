/** What a model for photos is trained on: a function of image, seed and number, however many are made at a time. */
import { type Dataset, dataset, loadFashionMnist, photoExamples } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";
import { garments } from "./photo-files.js";

const COUNT = 36;
const images = garments.take(COUNT);
const bytes = (data: Dataset) => data.images as Uint8Array;
const part = (data: Dataset, from: number, to: number) => bytes(data).slice(784 * from, 784 * to);

let photos: Dataset;
beforeAll(async () => {
  photos = await photoExamples(images);
});

describe("photos", () => {
  it("have the images' labels, names and shape, one for each", () => {
    expect(photos.shape).toEqual([COUNT, 28, 28, 1]);
    expect(photos.labels).toEqual(images.labels);
    expect(photos.classNames).toEqual(images.classNames);
    expect([...bytes(photos)]).not.toEqual([...bytes(images)]);
  });

  it("are images of garments, one in five the image itself or its mirror", () => {
    let same = 0;
    for (let i = 0; i < COUNT; i++) {
      const [photo, image] = [part(photos, i, i + 1), part(images, i, i + 1)];
      expect(Math.max(...photo)).toBeGreaterThan(100);
      const rows = Array.from({ length: 28 }, (_, y) => image.subarray(28 * y, 28 * y + 28));
      const mirrored = Uint8Array.from(rows.flatMap((row) => [...row].reverse()));
      if ([image, mirrored].some((one) => Buffer.compare(one, photo) === 0)) same++;
    }
    expect(same).toBeGreaterThan(1);
    expect(same).toBeLessThan(COUNT / 2);
  });

  it("are the same again, and in slices by their numbers", async () => {
    expect(await (await photoExamples(images, { seed: 1, first: 0, strangers: 0 })).fingerprint()).toBe(
      await photos.fingerprint(),
    );
    for (const [from, to] of [
      [0, 1],
      [3, 20],
      [16, 32],
      [35, 36],
    ] as const) {
      const slice = await photoExamples(images.slice(from, to), { first: from });
      expect(bytes(slice)).toEqual(part(photos, from, to));
      expect(slice.labels).toEqual(images.slice(from, to).labels);
    }
  });

  it.each([
    { seed: 2 },
    { seed: 0 },
    { seed: 2 ** 32 - 1 },
    { first: COUNT },
    { first: Number.MAX_SAFE_INTEGER - COUNT },
  ])("are others with %j", async (options) => {
    const others = await photoExamples(images.take(10), options);
    const same = Array.from({ length: 10 }, (_, i) => Buffer.compare(part(others, i, i + 1), part(photos, i, i + 1)));
    expect(same.filter((order) => order === 0).length).toBeLessThan(4);
  });

  it("leave the images as they are", async () => {
    const before = await images.fingerprint();
    await photoExamples(images.take(5));
    expect(await images.fingerprint()).toBe(before);
  });
});

describe("strangers", () => {
  it("follow the photos, under a class of their own", async () => {
    const all = await photoExamples(images, { strangers: 0.5 });
    expect(all.length).toBe(COUNT + COUNT / 2);
    expect(all.classNames).toEqual([...(images.classNames ?? []), "no garment"]);
    expect(part(all, 0, COUNT)).toEqual(bytes(photos));
    expect([...all.labels].slice(0, COUNT)).toEqual([...images.labels]);
    expect(new Set([...all.labels].slice(COUNT))).toEqual(new Set([10]));
    const again = await photoExamples(images, { strangers: 0.5 });
    expect(await again.fingerprint()).toBe(await all.fingerprint());
  });

  it.each([
    [0, 7, 0],
    [0.1, 7, 0],
    [0.25, 7, 1],
    [1, 7, 7],
  ])("%d for each of %i images are %i; the class is there with any fraction", async (strangers, count, expected) => {
    const made = await photoExamples(images.take(count), { strangers });
    expect(made.length).toBe(count + expected);
    expect(made.classNames).toHaveLength(strangers > 0 ? 11 : 10);
  });

  it("get their own number behind more than 256 classes", async () => {
    const classNames = Array.from({ length: 300 }, (_, i) => `class ${i}`);
    const many = dataset.fromArrays({
      images: part(images, 0, 2),
      labels: [299, 0],
      imageShape: [28, 28, 1],
      classNames,
    });
    expect([...(await photoExamples(many, { strangers: 1 })).labels]).toEqual([299, 0, 300, 300]);
  });

  it("are refused where their class is there", async () => {
    const once = await photoExamples(images.take(2), { strangers: 0.5 });
    await expectRefusal(() => photoExamples(once, { strangers: 0.5 }), "INVALID_ARGUMENT", ['"no garment" already']);
    expect((await photoExamples(once)).classNames).toEqual(once.classNames);
  });
});

describe("is refused:", () => {
  const small = { images: new Uint8Array(2 * 16), labels: [0, 1], imageShape: [4, 4, 1] as const };
  const bare = { images: part(images, 0, 2), imageShape: [28, 28, 1] as const };
  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["bytes", new Uint8Array(784)],
    ["the splits of a data set", { train: images, test: images }],
    ["images of another size", dataset.fromArrays(small)],
    ["images in colour", dataset.fromArrays({ images: new Uint8Array(2352), labels: [0], imageShape: [28, 28, 3] })],
    ["floats", dataset.fromArrays({ images: new Float32Array(784), labels: [0], imageShape: [28, 28, 1] })],
    ["images without labels", dataset.fromArrays({ ...bare, labels: null })],
  ])("%s", async (_, data) => {
    await expectRefusal(() => photoExamples(data as Dataset), "INVALID_ARGUMENT", ["photoExamples", "28×28"]);
  });

  it.each<[object, string[]]>([
    [{ seed: -1 }, ['"seed" is -1']],
    [{ seed: 2 ** 32 }, ['"seed" is 4294967296']],
    [{ seed: 1.5 }, ['"seed" is 1.5']],
    [{ first: -1 }, ['"first" is -1']],
    [{ strangers: 1.1 }, ['"strangers" is 1.1']],
    [{ strangers: "0.5" }, ['"strangers" is "0.5"']],
    [{ signal: 1 }, ['"signal" is 1']],
    [{ stranger: 1 }, ['did you mean "strangers"?']],
  ])("%j", async (options, named) => {
    await expectRefusal(() => photoExamples(images, options), "INVALID_ARGUMENT", ["photoExamples", ...named]);
  });
});

it("a signal ends the work", async () => {
  const many = (await loadFashionMnist({ data: "sample" })).train;
  const reason = new Error("enough");
  const abort = new AbortController();
  const call = photoExamples(many, { signal: abort.signal });
  setTimeout(() => abort.abort(reason), 5);
  await expect(call).rejects.toBe(reason);
  await expect(photoExamples(images, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
