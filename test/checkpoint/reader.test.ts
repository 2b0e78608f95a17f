/**
 * Python's safetensors reads our checkpoint, every name, shape, bit and metadata entry of it, and we read its file.
 *
 * Without the tests' Python (scripts/setup/python.mjs) it is skipped; in CI it fails.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { adam, dataset, loadModel, type Model, type Optimizer, sequential, sgd } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSafetensors } from "../golden/safetensors.js";
import { garments, netS } from "../model/garments.js";

const python = process.env.FASHION_WASM_PYTHON ?? "";
const inCi = process.env.CI === "true" || process.env.CI === "1";
const script = fileURLToPath(new URL("./read.py", import.meta.url));
const classNames = ["Größe", "✓", "😀", ...Array.from("defghij")]; // metadata is UTF-8
const { images, labels } = garments(64);
const data = dataset.fromArrays({ images, labels, imageShape: [28, 28, 1], classNames });
const batchSize = 24;

/** What read.py says of a file. */
interface Reading {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: Readonly<Record<string, { dtype: string; shape: number[]; sha256: string }>>;
}

if (inCi) {
  it("the tests' Python is there in CI", () => {
    expect(python).not.toBe("");
  });
}

describe.skipIf(python === "")("Python's safetensors", () => {
  let folder: string;
  let ours: string;
  let theirs: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fashion-wasm-"));
    [ours, theirs] = [join(folder, "ours.safetensors"), join(folder, "theirs.safetensors")];
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function read(): Promise<Reading> {
    const { stdout } = await promisify(execFile)(python, [script, ours, theirs]);
    return JSON.parse(stdout) as Reading;
  }

  async function trained(optimizer: Optimizer): Promise<Model> {
    const model = await sequential(netS(), { inputShape: [28, 28, 1], seed: 3, threads: 1, name: "read" });
    model.compile({ optimizer, loss: "sparseCategoricalCrossentropy" });
    await model.fit(data, { epochs: 1, batchSize });
    return model;
  }

  const optimizers: readonly [optimizer: Optimizer, slots: readonly string[]][] = [
    [adam(), ["momentum", "velocity"]],
    [sgd({ momentum: 0.9 }), ["momentum"]],
    [sgd(), []],
  ];
  for (const [optimizer, slots] of optimizers) {
    it(`reads weights and ${slots.join(" and ") || "no slots"} of ${optimizer.type}`, async () => {
      await using model = await trained(optimizer);
      await model.save(ours);
      const { metadata, tensors } = await read();

      const weights = await model.getWeights();
      for (const { name, shape, data: values } of weights) {
        expect(tensors[name]).toEqual({ dtype: "float32", shape, sha256: sha256(values) });
        for (const slot of slots) expect(tensors[`optimizer.${slot}.${name}`]?.shape).toEqual(shape);
      }
      expect(Object.keys(tensors)).toHaveLength(weights.length * (1 + slots.length));
      const file = readSafetensors(await readFile(ours));
      for (const [name, { bytes }] of file.tensors) expect(tensors[name]?.sha256).toBe(sha256(bytes));

      expect(metadata).toEqual(file.metadata);
      expect(Object.keys(metadata).sort()).toEqual(["compile", "extra", "formatVersion", "numerics", "spec", "step"]);
      expect(metadata.step).toBe(String(Math.ceil(data.length / batchSize)));
      const [spec, compile, extra] = [metadata.spec, metadata.compile, metadata.extra].map((s) => JSON.parse(s ?? ""));
      expect(spec).toMatchObject({ inputShape: [28, 28, 1], seed: 3 });
      expect(spec.layers).toHaveLength(netS().length);
      expect(compile.optimizer).toEqual(optimizer);
      expect(extra).toMatchObject({ name: "read", classNames });
    });
  }

  it("reads weights alone when the optimizer is left out", async () => {
    await using model = await trained(adam());
    await model.save(ours, { optimizer: false });
    const weights = await model.getWeights();
    expect(Object.keys((await read()).tensors).sort()).toEqual(weights.map(({ name }) => name).sort());
  });

  it("writes a file from which training goes on to the same bits", async () => {
    await using model = await trained(adam());
    await model.save(ours);
    await read();
    await using loaded = await loadModel(theirs, { threads: 1 });
    expect(await loaded.weightsSha256()).toBe(await model.weightsSha256());
    for (const each of [model, loaded]) await each.fit(data, { epochs: 2, initialEpoch: 1, batchSize });
    expect(await loaded.weightsSha256()).toBe(await model.weightsSha256());
  });

  it("sees it when a bit is wrong", async () => {
    await using model = await trained(adam());
    await model.save(ours);
    const right = await read();
    const file = await readFile(ours);
    file[file.length - 1] = (file[file.length - 1] ?? 0) ^ 1;
    await writeFile(ours, file);
    expect(await read()).not.toEqual(right);
  });
});

function sha256(values: Float32Array | Uint8Array): string {
  return createHash("sha256")
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest("hex");
}
