/** JSON of files with a name twice: refused, for readers differ in which of the two they take. */
import { dense, flatten, loadModel, type Model, sequential } from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compiled, garments } from "../model/garments.js";
import { expectRefusal } from "../model/refusal.js";
import { fileWith } from "./safetensors-file.js";

let model: Model;
let header: string;
let tensors: Uint8Array;
beforeAll(async () => {
  model = await sequential([flatten(), dense({ units: 10 })], { inputShape: [28, 28, 1], seed: 2, threads: 1 });
  model.compile(compiled);
  await model.fit(garments(20), { epochs: 1 });
  const file = await model.serialize();
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  [header, tensors] = [new TextDecoder().decode(file.subarray(8, 8 + length)), file.subarray(8 + length)];
});
afterAll(() => model.dispose());

/** The file with a text of its header replaced, as it stands there. */
function changed(from: string, to: string): Uint8Array {
  if (!header.includes(from)) throw new Error(`${from} is not in ${header}`);
  return fileWith(header.replace(from, to), tensors);
}
/** A text inside a string of the header. */
const inside = (text: string) => JSON.stringify(text).slice(1, -1);

const ENTRY = '{"dtype":"F32","shape":[0],"data_offsets":[0,0]}';
const TWICE: readonly (readonly [what: string, from: string, to: string, where: string, name: string])[] = [
  ["a tensor", '"dense.bias":', `"dense.bias":${ENTRY},"dense.bias":`, "the header", "dense.bias"],
  ["a tensor in escapes", '"dense.bias":', `"\\u0064ense.bias":${ENTRY},"dense.bias":`, "the header", "dense.bias"],
  ["a shape", '"shape":[10]', '"shape":[9],"shape":[10]', "the header", "shape"],
  ["all metadata", '"__metadata__":', '"__metadata__":{},"__metadata__":', "the header", "__metadata__"],
  ["the steps", '"step":', '"step":"7","step":', "the header", "step"],
  ["the layers", inside('"layers":'), inside('"layers":[],"layers":'), '"spec" of the file', "layers"],
  ["units", inside('"units":'), inside('"units":5,"units":'), '"spec" of the file', "units"],
  [
    "__proto__ in a layer",
    inside('"units":'),
    inside('"__proto__":1,"__proto__":2,"units":'),
    '"spec" of the file',
    "__proto__",
  ],
  [
    "the learning rate",
    inside('"learningRate":'),
    inside('"learningRate":9,"learningRate":'),
    '"compile" of the file',
    "learningRate",
  ],
  [
    "class names",
    inside('"classNames":'),
    inside('"classNames":["z"] , "classNames" :'),
    "the record of the file",
    "classNames",
  ],
  [
    "the accuracy of an epoch",
    inside('"accuracy":'),
    inside('"accuracy":0,"accuracy":'),
    "the record of the file",
    "accuracy",
  ],
];

describe.each([
  ["fashion-wasm", (file: Uint8Array) => loadModel(file, { threads: 1, engine: "local" })],
  ["fashion-wasm/inference", (file: Uint8Array) => inference.loadModel(file, { engine: "local" })],
] as const)("%s", (_, load) => {
  it.each(TWICE)("refuses %s twice", async (_, from, to, where, name) => {
    const named = [`loadModel: ${where} has the name "${name}" twice`, "again at character "];
    await expectRefusal(() => load(changed(from, to)), "CHECKPOINT_INVALID", named);
  });

  it("takes a name that stands in several objects, and as a value", async () => {
    const file = changed(inside('"name":"sequential"'), inside('"name":"name","later":{"name":"name"}'));
    await using loaded = await load(file);
    expect(loaded.name).toBe("name");
  });
});

it("refuses it in a file that loadWeights reads, and leaves the model as it was", async () => {
  const hash = await model.weightsSha256();
  const file = changed('"dense.bias":', `"dense.bias":${ENTRY},"dense.bias":`);
  await expectRefusal(() => model.loadWeights(file), "CHECKPOINT_INVALID", ["loadWeights: the header", "dense.bias"]);
  expect(await model.weightsSha256()).toBe(hash);
});
