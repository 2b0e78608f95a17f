/**
 * Pixels that are lent to an engine while it holds them: one copy, which the user finds unchanged whenever he looks, however
 * the engine ends.
 */
import { type Dataset, sequential } from "fashion-wasm";
import { afterEach, describe, expect, it } from "vitest";
import { dataset } from "../../ts/data/from.js";
import { Uploads } from "../../ts/training/uploads.js";
import { createEngine, SPEC, stripes } from "../engine/open-engine.js";
import { compiled, garments, tiny } from "./garments.js";

const count = 20_000;
const pixels = count * 784;
const expected = Uint8Array.from(garments(count).images);

const model = async () => {
  const made = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 1, threads: 2 });
  made.compile(compiled);
  return made;
};

/** Trains a model on `data`, and disposes of it. Returns its hash. */
async function train(data: Dataset): Promise<string> {
  const made = await model();
  await made.fit(data, { epochs: 1, batchSize: 500 });
  const hash = await made.weightsSha256();
  await made.dispose();
  return hash;
}

const isSame = (data: Dataset) => Buffer.compare(data.images as Uint8Array, expected) === 0;

describe("a data set that a model trains on", () => {
  it("is there once", async () => {
    const data = garments(count);
    const made = await model();
    await made.fit(data.take(500), { epochs: 1 });
    const other = garments(count);
    const before = process.memoryUsage().arrayBuffers;
    await made.fit(other.take(500), { epochs: 1 });
    expect(before - process.memoryUsage().arrayBuffers).toBeGreaterThan(0.7 * pixels);
    await made.dispose();
  });

  it("gives parts, images and labels as before", async () => {
    const data = garments(count);
    const fingerprint = await data.fingerprint();
    const made = await model();
    await made.fit(data, { epochs: 1, batchSize: 500 });
    const at = 784 * 1234;
    expect(data.image(1234)).toEqual(expected.slice(at, at + 784));
    expect(data.slice(7, 9).images).toEqual(expected.slice(7 * 784, 9 * 784));
    expect(data.mean()).toBe(garments(count).mean());
    expect(await data.slice(0).fingerprint()).toBe(fingerprint);
    expect(await made.predict(data.take(3))).toEqual(await made.predict(expected.slice(0, 3 * 784)));
    expect(isSame(data)).toBe(true);
    expect(data.images.buffer).toBeInstanceOf(ArrayBuffer);
    await made.dispose();
  });

  it("is the same for the models after, and for two at once", async () => {
    const data = garments(count);
    const hash = await train(data);
    expect(await train(data)).toBe(hash);
    const [one, two] = [await model(), await model()];
    await one.fit(data, { epochs: 1, batchSize: 500 });
    const second = two.fit(data, { epochs: 1, batchSize: 500 });
    await one.dispose();
    await second;
    expect(await two.weightsSha256()).toBe(hash);
    expect(isSame(data)).toBe(true);
    await two.dispose();
    expect(isSame(data)).toBe(true);
  });

  it("keeps its array where the user has it, and is refused when that was changed", async () => {
    const data = garments(count);
    const { images } = data;
    const made = await model();
    await made.fit(data.take(500), { epochs: 1 });
    expect(data.images).toBe(images);
    images.fill(0);
    await expect(made.fit(data, { epochs: 1 })).rejects.toMatchObject({ code: "DATA_MISMATCH" });
    await made.dispose();
  });

  it("shares its pixels with a data set of other labels", async () => {
    const data = garments(count);
    const turned = data.withClassNames([...data.classNames].reverse());
    const made = await model();
    await made.fit(data, { epochs: 1, batchSize: 500 });
    expect(turned.image(1)).toEqual(data.image(1));
    await made.dispose();
    expect(isSame(turned)).toBe(true);
    expect(turned.images).toBe(data.images);
  });
});

describe("an engine that holds the only copy", () => {
  const { images, labels } = stripes(64);
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });

  async function lent() {
    const engine = await createEngine({ threads: 2 });
    ends.push(() => engine.dispose());
    await engine.call("createSession", SPEC);
    const uploads = new Uploads(engine);
    const data = dataset.fromArrays({ images, labels, imageShape: [8, 8, 1] });
    return { engine, uploads, data, id: await uploads.idOf({ dataset: data, targets: null }) };
  }

  it("gives it back when it fails", async () => {
    const { engine, data } = await lent();
    await expect(engine.call("testPanic")).rejects.toMatchObject({ code: "ENGINE_PANIC" });
    expect(data.images).toEqual(images);
  });

  it("gives it back when it is released, and gets it again", async () => {
    const { engine, uploads, data, id } = await lent();
    await uploads.release(data);
    await engine.call("addDataset", { count: 64, images: new Uint8Array(64 * 64), labels });
    expect(data.image(3)).toEqual(images.slice(3 * 64, 4 * 64));
    expect(await uploads.idOf({ dataset: data, targets: null })).not.toBe(id);
    expect(data.images).toEqual(images);
  });

  it("is not believed when it has changed it", async () => {
    const { engine, data, id } = await lent();
    await engine.call("writeImages", id, 0, new Uint8Array(64 * 64).fill(7));
    expect(() => data.images).toThrow(expect.objectContaining({ code: "DATA_MISMATCH" }));
  });
});
