/**
 * Checkpoints that are not what they say, for both readers, "fashion-wasm" and "fashion-wasm/inference": each is refused by
 * the name of what is wrong, before memory is taken for what it claims to be.
 */
import { dense, flatten, init, loadModel, sequential } from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSafetensors } from "../../ts/checkpoint/safetensors.js";
import { bytesToWrite, writeSafetensors } from "../../ts/checkpoint/write-safetensors.js";
import { bytesFile } from "../../ts/platform/byte-file.js";
import { compiled, garments, tiny } from "../model/garments.js";
import { type Header, withHeader } from "./safetensors-file.js";

let full: Uint8Array;
let small: Uint8Array;
beforeAll(async () => {
  await using model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 2, threads: 1 });
  model.compile(compiled);
  await model.fit(garments(40), { epochs: 1, batchSize: 20 });
  [full, small] = [await model.serialize(), await model.serialize({ weights: "int8" })];
  // What a file claims must not decide on memory.
  await init({ maxMemoryMiB: 64 });
  await inference.init({ maxMemoryMiB: 64 });
});
afterAll(async () => {
  await init();
  await inference.init();
});

const load = async (file: Uint8Array) => (await loadModel(file, { threads: 1 })).dispose();
const loadForInference = async (file: Uint8Array) => (await inference.loadModel(file)).dispose();
/** Where a fault would be for good. */
const loadHere = async (file: Uint8Array) => (await inference.loadModel(file, { engine: "local" })).dispose();

/** Changes an entry of the metadata. */
const meta = (name: string, value: string | undefined) => (header: Header) => {
  if (value === undefined) delete header.__metadata__[name];
  else header.__metadata__[name] = value;
};
/** Changes a text within the spec. */
const spec = (from: string, to: string) => (header: Header) => {
  const text = header.__metadata__.spec ?? "";
  if (!text.includes(from)) throw new Error(`${from} is not in ${text}`);
  header.__metadata__.spec = text.replace(from, to);
};
/** Renames a tensor. */
const rename = (from: string, to: string) => (header: Header) => {
  const entry = header[from];
  if (entry === undefined) throw new Error(`there is no ${from}`);
  delete header[from];
  header[to] = entry;
};
/** Changes a member of a tensor's entry. */
const entry = (name: string, change: object) => (header: Header) => {
  Object.assign(header[name] ?? {}, change);
};

type Case = [what: string, change: (header: Header) => void, named: string];

const WRONG: readonly Case[] = [
  ["a version of later", meta("formatVersion", "3"), 'formatVersion is "3"'],
  ["no version", meta("formatVersion", undefined), '"formatVersion"'],
  ["no numerics", meta("numerics", undefined), '"numerics"'],
  ["half a step", meta("step", "0.5"), '"step" of the file is 0.5'],
  ["a step below 0", meta("step", "-1"), '"step" of the file is -1'],
  ["a step that is no number", meta("step", "x"), '"step"'],
  ["no spec", meta("spec", undefined), '"spec"'],
  ["a spec that is no JSON", meta("spec", "{"), '"spec" of the file is no JSON'],
  ["a spec that is null", meta("spec", "null"), "in the file: "],
  ["a deep spec", meta("spec", `${"[".repeat(1e5)}${"]".repeat(1e5)}`), '"spec" of the file is deeper than 16 levels'],
  [
    "deep compile options",
    meta("compile", `${'{"a":'.repeat(99)}1${"}".repeat(99)}`),
    '"compile" of the file is deeper',
  ],
  ["a long spec", meta("spec", `[${"0,".repeat(6e5)}0]`), '"spec" of the file has 1200003 characters'],
  ["many axes", spec('"inputShape":[28,28,1]', `"inputShape":[${"1,".repeat(4e5)}1]`), "in the file: "],
  ["many layers", spec('"layers":[', `"layers":[${'{"type":"flatten"},'.repeat(2000)}`), "in the file: "],
  ["a record that is no JSON", meta("extra", "{"), "record"],
  ["an unknown layer", spec('"type":"dense"', '"type":"densest"'), "layer 3 (densest): "],
  ["an unknown option", spec('"units"', '"unitz"'), "layer 3 (dense)"],
  [
    "other units",
    spec('"units":10', '"units":12'),
    `"dense.kernel" is F32 [784, 10] → by the file's own spec it is F32 or F16 or I8 [784, 12]`,
  ],
  ["100 million units", spec('"units":10', '"units":100000000'), "in the file: "],
  ["200,000 units", spec('"units":10', '"units":200000'), '"dense.kernel"'],
  ["a missing tensor", rename("dense.bias", "dense.biaz"), '"dense.bias" is missing'],
  ["integers", entry("dense.bias", { dtype: "I32" }), "dense.bias"],
  ["another shape", entry("dense.kernel", { shape: [10, 784] }), "[10, 784] → "],
];

const STRAY: readonly Case[] = [
  ["a slot of another name", rename("optimizer.velocity.dense.bias", "optimizer.velocity.x"), "velocity.dense.bias"],
  ["a slot of integers", entry("optimizer.momentum.dense.bias", { dtype: "I32" }), "momentum.dense.bias"],
  [
    "a slot too many",
    meta(
      "compile",
      '{"optimizer":{"type":"sgd","learningRate":1,"momentum":0.5,"nesterov":false},"loss":"sparseCategoricalCrossentropy","metrics":[]}',
    ),
    "velocity",
  ],
  ["slots without an optimizer", meta("compile", "null"), "belongs to no layer"],
  ["an unknown optimizer", meta("compile", '{"optimizer":{"type":"odam"}}'), "in the file: compile: "],
];

const SMALL: readonly Case[] = [
  ["no scales", rename("dense.kernel.scale", "dense.kernel.scalp"), '"dense.kernel.scale" is missing'],
  ["scales of integers", entry("dense.kernel.scale", { dtype: "I32" }), '"dense.kernel.scale" is I32 [10] → '],
  ["scales of bytes", entry("dense.kernel.scale", { dtype: "U8", shape: [40] }), '"dense.kernel.scale" is U8 [40] → '],
  ["unsigned bytes", entry("dense.kernel", { dtype: "U8" }), '"dense.kernel" is U8 [784, 10] → '],
];

describe.each([
  ["fashion-wasm", load],
  ["fashion-wasm/inference", loadForInference],
  ["fashion-wasm/inference, in this thread", loadHere],
])("%s", (_, read) => {
  it("reads the files as they are", async () => {
    for (const file of [full, small]) await read(file);
    await read(withHeader(full, () => undefined));
  });

  it.each(WRONG)("refuses %s", async (_, change, named) => {
    const message = expect.stringMatching(/^loadModel: [^\n]+$/);
    const refused = read(withHeader(full, change));
    await expect(refused).rejects.toMatchObject({ name: "FashionWasmError", code: "CHECKPOINT_INVALID", message });
    await expect(refused).rejects.toThrow(named);
  });

  it.each(SMALL)("refuses, of a small file, %s", async (_, change, named) => {
    const refused = read(withHeader(small, change));
    await expect(refused).rejects.toMatchObject({ code: "CHECKPOINT_INVALID" });
    await expect(refused).rejects.toThrow(named);
  });

  it("refuses a bias of 16 bits", async () => {
    const { metadata, tensors } = await readSafetensors("test", bytesFile(full));
    const halves = [...tensors].map(([name, { shape, begin, end }]) => {
      const bytes = name === "dense.bias" ? new Uint8Array(20) : full.subarray(begin, end);
      return { name, dtype: name === "dense.bias" ? ("F16" as const) : ("F32" as const), shape, read: () => bytes };
    });
    const file = await bytesToWrite(writeSafetensors(halves, metadata));
    await expect(read(file)).rejects.toThrow(/"dense\.bias" is F16 \[10\] → .* F32 \[10\]$/);
  });

  it("refuses a tensor that is no one's", async () => {
    const stray = withHeader(full, (header) => {
      header.stray = { dtype: "F32", shape: [0], data_offsets: [0, 0] };
    });
    await expect(read(stray)).rejects.toThrow(/"stray" belongs to no layer/);
  });
});

describe("the optimizer's state", () => {
  it("is told from the weights of a layer of that name", async () => {
    const layers = [flatten(), dense({ units: 3, name: "optimizer" })];
    await using model = await sequential(layers, { inputShape: [28, 28, 1], seed: 2, threads: 1 });
    for (const compile of [false, true]) {
      if (compile) model.compile(compiled);
      for (const weights of ["f32", "int8"] as const) {
        const file = await model.serialize({ weights });
        await using read = await loadModel(file, { threads: 1 });
        if (weights === "f32") expect(await read.weightsSha256()).toBe(await model.weightsSha256());
        await loadForInference(file);
      }
    }
  });

  it.each(STRAY)(
    "is refused by who goes on training, and not looked at by who predicts: %s",
    async (_, change, named) => {
      const file = withHeader(full, change);
      const refused = load(file);
      await expect(refused).rejects.toMatchObject({ code: "CHECKPOINT_INVALID" });
      await expect(refused).rejects.toThrow(named);
      await loadForInference(file);
    },
  );

  it("goes with its numerics, which do not bind who predicts", async () => {
    const file = withHeader(full, meta("numerics", "9"));
    await expect(load(file)).rejects.toMatchObject({ code: "CHECKPOINT_NUMERICS" });
    await loadForInference(file);
  });
});
