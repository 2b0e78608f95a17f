/** Pixels of a canvas: `ImageData` is one image, its bare bytes are refused, and no RGBA passes for four grey images. */
import { dataset, dense, encodePng, flatten, type Model, pngEncoder, sequential } from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compiled, garments, netS } from "./garments.js";
import { expectRefusal } from "./refusal.js";

const data = garments(8, 4);
const grey = (i: number) => data.image(i) as Uint8Array;

/** What a canvas gives after it drew a picture: opaque, or of some alpha. */
function canvas(tones: ArrayLike<number>, alpha = 255, [width, height] = [28, 28]) {
  const image = { width, height, data: new Uint8ClampedArray(width * height * 4) };
  for (let i = 0; i < width * height; i++) image.data.set([tones[i] ?? 0, tones[i] ?? 0, tones[i] ?? 0, alpha], 4 * i);
  return image;
}

let model: Model;
let small: inference.InferenceModel;
beforeAll(async () => {
  model = await sequential(netS(), { inputShape: [28, 28, 1], seed: 5, threads: 1 });
  model.compile(compiled);
  small = await inference.loadModel(await model.serialize());
});
afterAll(async () => {
  await model.dispose();
  await small.dispose();
});

describe("ImageData", () => {
  it("is one image in every call that takes images", async () => {
    const expected = await model.predict(grey(0));
    const image = canvas(grey(0));
    for (const predict of [
      () => model.predict(image),
      () => model.predictOne(image),
      () => model.predictOnBatch(image),
      () => small.predict(image),
      () => small.predictOne(image),
      () => model.predict(dataset.fromArrays({ images: image, labels: [1], imageShape: [28, 28, 1] })),
    ]) {
      expect(await predict()).toEqual(expected);
    }
    expect(await model.predictClasses(image)).toHaveLength(1);
    expect(await model.evaluate({ images: image, labels: [1] })).toEqual(
      await model.evaluate({ images: grey(0), labels: [1] }),
    );
    expect(await model.testOnBatch(image, [1])).toEqual(await model.testOnBatch(grey(0), [1]));
  });

  it("may be several", async () => {
    const four = [0, 1, 2, 3].map((i) => canvas(grey(i)));
    const bytes = data.take(4).images;
    expect(await model.predict(four)).toEqual(await model.predict(bytes));
    expect(await small.predictClasses(four)).toEqual(await model.predictClasses(bytes));
    const made = dataset.fromArrays({ images: four, labels: data.take(4).labels, imageShape: [28, 28, 1] });
    expect(await made.fingerprint()).toBe(
      await dataset.fromArrays({ images: bytes, labels: made.labels, imageShape: [28, 28, 1] }).fingerprint(),
    );
  });

  it("becomes grey by Rec. 601, lies on black, and keeps its colours where three or four channels are asked for", () => {
    const image = { width: 4, height: 1, data: new Uint8ClampedArray(16) };
    image.data.set([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 51]);
    const of = (channels: number) => [
      ...dataset.fromArrays({ images: image, labels: null, imageShape: [1, 4, channels] }).images,
    ];
    expect(of(1)).toEqual([76, 150, 29, 51]);
    expect(of(3)).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255, 51, 51, 51]);
    expect(of(4)).toEqual([...image.data]);
  });

  it("of another size, of other pixels or of another colour space is refused", async () => {
    await expectRefusal(() => model.predict(canvas([], 255, [280, 280])), "SHAPE_MISMATCH", [
      "280×280",
      "[28, 28, 1]",
      "draw it",
    ]);
    await expectRefusal(() => model.predict(canvas([], 255, [56, 14])), "SHAPE_MISMATCH", ["14×56"]);
    const wide = { ...canvas(grey(0)), colorSpace: "display-p3" };
    await expectRefusal(() => small.predict(wide), "INVALID_ARGUMENT", ['"display-p3"', "sRGB"]);
    const short = { width: 28, height: 28, data: new Uint8ClampedArray(784) };
    await expectRefusal(() => model.predict(short), "INVALID_ARGUMENT", ["4 bytes per pixel"]);
    const floats = { width: 28, height: 28, data: new Float32Array(3136) } as unknown as ImageData;
    await expectRefusal(() => model.predict(floats), "INVALID_ARGUMENT", ["Float32Array(3136)"]);
    const mixed = [canvas(grey(0)), grey(1)] as unknown as ImageData[];
    await expectRefusal(() => model.predict(mixed), "INVALID_ARGUMENT", ["nested arrays"]);
  });

  it("is one image of a model that takes rows of features", async () => {
    await using flat = await sequential([flatten(), dense({ units: 2 })], { inputShape: [784], seed: 1, threads: 1 });
    expect(await flat.predict(canvas(grey(0)))).toEqual(await flat.predict(grey(0)));
    await expectRefusal(() => flat.predict(canvas(grey(0)).data), "SHAPE_MISMATCH", ["RGBA"]);
  });
});

describe("bare bytes of a canvas", () => {
  const opaque = canvas(grey(0)).data;
  const see = ["look like 1 RGBA image of a canvas", "give the ImageData itself"];
  const transparent = canvas([], 0).data;
  const soft = canvas(grey(0)).data.map((value, i) => (i % 80 === 3 ? 90 : value));
  it.each([
    ["opaque", opaque],
    ["empty", transparent],
    ["with soft edges", soft],
    ["white", canvas(new Uint8Array(784).fill(255)).data],
    ["as a Uint8Array, opaque", new Uint8Array(opaque.buffer)],
    ["as a Buffer, opaque", Buffer.from(opaque.buffer)],
  ] as const)("%s, are refused in every call", async (_, bytes) => {
    await expectRefusal(() => model.predict(bytes), "SHAPE_MISMATCH", see);
    await expectRefusal(() => model.predictOne(bytes), "SHAPE_MISMATCH", see);
    await expectRefusal(() => model.predictClasses(bytes), "SHAPE_MISMATCH", see);
    await expectRefusal(() => model.predictOnBatch(bytes), "SHAPE_MISMATCH", see);
    await expectRefusal(() => model.checkImages(bytes), "SHAPE_MISMATCH", see);
    await expectRefusal(() => small.predict(bytes), "SHAPE_MISMATCH", see);
    await expectRefusal(() => model.trainOnBatch(bytes, [1, 2, 3, 4]), "SHAPE_MISMATCH", see);
    await expectRefusal(() => model.evaluate({ images: bytes, labels: [1, 2, 3, 4] }), "SHAPE_MISMATCH", see);
    const options = { images: bytes, labels: null, imageShape: [28, 28, 1] } as const;
    expect(() => dataset.fromArrays(options)).toThrow(expect.objectContaining({ code: "SHAPE_MISMATCH" }));
  });

  it.each<[string, Uint8Array | Uint8ClampedArray, readonly [number, number, number]]>([
    [
      "grey photos without a black pixel",
      new Uint8ClampedArray(784 * 8).map((_, i) => 20 + ((i * 7919) % 200)),
      [28, 28, 1],
    ],
    ["coloured ones", new Uint8ClampedArray(192 * 4).map((_, i) => 20 + ((i * 7919) % 200)), [8, 8, 3]],
    ["one white grey image", new Uint8ClampedArray(784).fill(255), [28, 28, 1]],
    ["rows of a table", Uint8Array.of(0, 0, 0, 255, 255, 0, 255, 255), [1, 2, 1]],
  ])("are not what %s are", (_, images, imageShape) => {
    const size = imageShape.reduce((product, side) => product * side, 1);
    expect(dataset.fromArrays({ images, labels: null, imageShape }).length).toBe(images.length / size);
  });

  it("of twelve images are not sixteen in colour", () => {
    const images = new Uint8ClampedArray(12 * 16 * 4).map((_, i) => (i % 4 === 3 ? 255 : i % 251));
    const call = () => dataset.fromArrays({ images, labels: null, imageShape: [4, 4, 3] });
    expect(call).toThrow(/12 RGBA images/);
  });

  it("are told from grey and coloured bytes of four, eight and sixteen images", async () => {
    const bytes = data.images as Uint8Array;
    expect(await model.predict(bytes)).toHaveLength(80);
    expect(await model.predict(new Uint8ClampedArray(bytes))).toEqual(await model.predict(bytes));
    expect(await model.predict(new Uint8ClampedArray(data.take(4).images))).toHaveLength(40);
    // Four white images are what they are; a canvas that is white is not.
    expect(await model.predict(new Uint8Array(4 * 784).fill(255))).toHaveLength(40);
    const coloured = new Uint8Array(16 * 48).map((_, i) => (i * 7) % 256);
    expect(dataset.fromArrays({ images: coloured, labels: null, imageShape: [4, 4, 3] }).length).toBe(16);
  });
});

describe("encodePng", () => {
  it("takes ImageData as any other call, and refuses its bare bytes", async () => {
    const png = await encodePng(grey(0), [28, 28, 1]);
    expect(await encodePng(canvas(grey(0)), [28, 28, 1])).toEqual(png);
    expect(await encodePng(new Uint8ClampedArray(grey(0)), [28, 28, 1])).toEqual(png);
    const tripled = Uint8Array.from({ length: 2352 }, (_, i) => grey(0)[Math.floor(i / 3)] as number);
    expect(await encodePng(canvas(grey(0)), [28, 28, 3])).toEqual(await encodePng(tripled, [28, 28, 3]));
    const { data: bytes } = canvas(grey(0));
    for (const shape of [
      [28, 28, 1],
      [28, 28, 3],
      [56, 56, 1],
      [14, 14, 1],
    ] as const) {
      await expectRefusal(() => encodePng(bytes, shape), "SHAPE_MISMATCH", ["encodePng", "of a canvas"]);
    }
    await expectRefusal(() => encodePng(bytes, [28, 28, 4]), "INVALID_ARGUMENT", ["4 channels"]);
    await expectRefusal(() => encodePng(canvas(grey(0)), [56, 14, 1]), "SHAPE_MISMATCH", ["28×28"]);
    const encode = await pngEncoder();
    const image = { data: bytes as unknown as Uint8Array, width: 56, height: 56, channels: 1 } as const;
    expect(() => encode(image)).toThrow(/RGBA pixels of a canvas/);
  });

  it("writes the bytes it was given, whatever becomes of them", async () => {
    const bytes = grey(0).slice();
    const writing = encodePng(bytes, [28, 28, 1]);
    bytes.fill(7);
    expect(await writing).toEqual(await encodePng(grey(0), [28, 28, 1]));
  });
});

it("holes in nested arrays are refused, and an array of ImageData for one image is one", async () => {
  await expectRefusal(() => model.predict(new Array(2)), "INVALID_ARGUMENT", ["undefined"]);
  const rows = new Array<number[]>(3);
  rows[0] = [...grey(0)];
  rows[2] = [...grey(1)];
  await expectRefusal(() => model.predict(rows), "INVALID_ARGUMENT", ["image 1", "undefined"]);
  await expectRefusal(() => model.predict([[new DataView(new ArrayBuffer(784))]] as never), "INVALID_ARGUMENT", [
    "DataView",
  ]);
  expect(await model.predictOne([canvas(grey(0))])).toEqual(await model.predictOne(grey(0)));
});
