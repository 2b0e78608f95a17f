/** Save and load: training goes on bit for bit, and files that are none are refused. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dataset, loadModel, type Model, sequential, sgd } from "fashion-wasm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { compiled, garments, netL, tiny } from "./garments.js";
import { refusal } from "./refusal.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fashion-wasm-"));
});
afterAll(() => rm(folder, { recursive: true }));

const models: Model[] = [];
afterEach(async () => {
  await Promise.all(models.splice(0).map((model) => model.dispose()));
});

function kept(model: Model): Model {
  models.push(model);
  return model;
}

async function start(layers = netL()): Promise<Model> {
  const model = kept(await sequential(layers, { inputShape: [28, 28, 1], seed: 11, threads: 2, name: "kept" }));
  model.compile(compiled);
  return model;
}

const data = garments(96);
const batchSize = 32;

describe("a saved model", () => {
  it("trains on to the same bits, from a file, on another number of threads", async () => {
    const whole = await start();
    const history = await whole.fit(data, { epochs: 2, batchSize, validationSplit: 0.25 });

    const first = await start();
    await first.fit(data, { epochs: 1, batchSize, validationSplit: 0.25 });
    const path = join(folder, "model.safetensors");
    await first.save(path);
    const second = kept(await loadModel(path, { threads: 1 }));
    expect(await second.weightsSha256()).toBe(await first.weightsSha256());
    await second.fit(data, { epochs: 2, initialEpoch: 1, batchSize, validationSplit: 0.25 });

    expect(await second.weightsSha256()).toBe(await whole.weightsSha256());
    expect(second.history).toEqual(history);
    expect(await second.evaluate(data)).toEqual(await whole.evaluate(data));
  });

  it("brings its name, seed, layers, classes and compile options", async () => {
    const model = await start(tiny());
    model.compile({ optimizer: sgd({ learningRate: 0.125, momentum: 0.5 }), loss: "sparseCategoricalCrossentropy" });
    const classNames = Array.from("abcdefghij");
    await model.fit(
      dataset.fromArrays({ images: data.images, labels: data.labels, imageShape: [28, 28, 1], classNames }),
    );
    const loaded = kept(await loadModel(await model.serialize()));
    expect([loaded.name, loaded.seed, loaded.classNames]).toEqual(["kept", 11, classNames]);
    expect(loaded.summary()).toBe(model.summary());
    expect(await loaded.getLearningRate()).toBe(0.125);
    expect(loaded.history).toEqual(model.history);
    expect(await loaded.predict(data)).toEqual(await model.predict(data));
  });

  it("is read from a path, a file URL and bytes alike, and the bytes stay usable", async () => {
    const model = await start(tiny());
    const path = join(folder, "alike.safetensors");
    await model.save(path);
    const bytes = new Uint8Array(await readFile(path));
    for (const source of [path, pathToFileURL(path), bytes, bytes]) {
      expect(await kept(await loadModel(source)).weightsSha256()).toBe(await model.weightsSha256());
    }
  });

  it("may be saved before it is compiled, and without the optimizer", async () => {
    const raw = kept(await sequential(tiny(), { inputShape: [28, 28, 1], threads: 1 }));
    const bare = kept(await loadModel(await raw.serialize()));
    expect((await refusal(() => bare.evaluate(data))).code).toBe("NOT_COMPILED");
    expect(await bare.weightsSha256()).toBe(await raw.weightsSha256());

    const model = await start(tiny());
    await model.fit(data);
    const [full, slim] = [await model.serialize(), await model.serialize({ optimizer: false })];
    expect(slim.length).toBeLessThan(full.length / 2);
    expect(await kept(await loadModel(slim)).weightsSha256()).toBe(await model.weightsSha256());
  });

  it("replaces an older file whole and leaves nothing beside it", async () => {
    const model = await start(tiny());
    const path = join(folder, "twice.safetensors");
    await model.save(path);
    await model.fit(data);
    await model.save(path);
    expect(await kept(await loadModel(path)).weightsSha256()).toBe(await model.weightsSha256());
    expect((await readdir(folder)).filter((name) => name.includes("tmp"))).toEqual([]);
  });

  it("keeps a loss that was no number as NaN", async () => {
    const model = await start(tiny());
    model.compile({ optimizer: sgd({ learningRate: 1e38 }), loss: "sparseCategoricalCrossentropy" });
    await model.fit(data, { epochs: 2 });
    const loaded = kept(await loadModel(await model.serialize()));
    expect(loaded.history.history.loss[1]).toBeNaN();
  });
});

describe("a file that is no model", () => {
  it("is refused with CHECKPOINT_INVALID", async () => {
    const header = (json: object) => {
      const text = new TextEncoder().encode(JSON.stringify(json));
      const bytes = new Uint8Array(8 + text.length + 4);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
      bytes.set(text, 8);
      return bytes;
    };
    const files = [
      new Uint8Array(),
      new Uint8Array(8),
      new Uint8Array(100).fill(255),
      new TextEncoder().encode("PK\x03\x04 not a safetensors file"),
      new TextEncoder().encode("{}"),
      header({}),
      header({ x: { dtype: "F32", shape: [1], data_offsets: [0, 4] } }),
      header({ __metadata__: { format: "pt" }, x: { dtype: "F32", shape: [1], data_offsets: [0, 4] } }),
    ];
    for (const file of files) {
      const error = await refusal(() => loadModel(file, { threads: 1 }));
      expect(error.code).toBe("CHECKPOINT_INVALID");
      expect(error.message).not.toContain("\n");
    }
  });

  it("is refused when it was cut off anywhere", async () => {
    const file = await (await start(tiny())).serialize();
    for (const share of [0.001, 0.1, 0.5, 0.9]) {
      const cut = file.slice(0, Math.floor(file.length * share));
      expect((await refusal(() => loadModel(cut, { threads: 1 }))).code).toBe("CHECKPOINT_INVALID");
    }
  });

  it("is refused when it is a folder, or not there", async () => {
    expect((await refusal(() => loadModel(folder))).code).toBe("IO");
    const path = join(folder, "text.safetensors");
    await writeFile(path, "hello");
    expect((await refusal(() => loadModel(path))).code).toBe("CHECKPOINT_INVALID");
    expect((await refusal(() => loadModel(join(folder, "none.safetensors")))).message).toMatch(/none\.safetensors.*→/);
  });
});
