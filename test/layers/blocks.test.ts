/** Blocks become a flat list of layers that say what they read; wrong ones are refused where they are written. */
import {
  add,
  batchNormalization,
  branches,
  concatenate,
  conv2d,
  dense,
  flatten,
  type LayerInput,
  type Model,
  relu,
  residual,
  sequential,
} from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";

const same = (filters: number) => conv2d({ filters, kernelSize: 3, padding: "same" });

async function made(layers: readonly LayerInput[], inputShape: [number, number, number] = [6, 6, 2]): Promise<Model> {
  return sequential(layers, { inputShape, seed: 3, threads: 1, engine: "local" });
}

/** What each layer reads, by name. */
const inputsOf = (model: Model) =>
  model.layers.map(
    ({ name, inputs }) => `${name} ← ${inputs.map((at) => model.layers[at]?.name ?? "input").join(", ")}`,
  );

describe("residual", () => {
  it("adds its input to what its layers give, and a shortcut's output where it has one", async () => {
    await using model = await made([
      same(4),
      residual([same(4), relu(), same(4)]),
      relu(),
      residual([conv2d({ filters: 8, kernelSize: 3, strides: 2, padding: "same" })], {
        shortcut: [conv2d({ filters: 8, kernelSize: 1, strides: 2 }), batchNormalization()],
        name: "sum",
      }),
      flatten(),
    ]);
    expect(inputsOf(model)).toEqual([
      "conv2d ← input",
      "conv2d_1 ← conv2d",
      "activation ← conv2d_1",
      "conv2d_2 ← activation",
      "add ← conv2d_2, conv2d",
      "activation_1 ← add",
      "conv2d_3 ← activation_1",
      "conv2d_4 ← activation_1",
      "batch_normalization ← conv2d_4",
      "sum ← conv2d_3, batch_normalization",
      "flatten ← sum",
    ]);
  });

  it("may be the first and the last of a model", async () => {
    await using model = await made([residual([same(2)])]);
    expect(inputsOf(model)).toEqual(["conv2d ← input", "add ← conv2d, input"]);
    expect(model.outputShape).toEqual([6, 6, 2]);
  });
});

describe("branches", () => {
  it("meet in their order, an empty one is the input, and blocks stand within blocks", async () => {
    await using model = await made([
      same(4),
      branches([[residual([same(4)])], [], [same(3), branches([[relu()], []], { merge: "add" })]], {
        merge: "concatenate",
      }),
    ]);
    expect(inputsOf(model)).toEqual([
      "conv2d ← input",
      "conv2d_1 ← conv2d",
      "add ← conv2d_1, conv2d",
      "conv2d_2 ← conv2d",
      "activation ← conv2d_2",
      "add_1 ← activation, conv2d_2",
      "concatenate ← add, conv2d, add_1",
    ]);
    expect(model.outputShape).toEqual([6, 6, 11]);
  });

  it("compute what they say", async () => {
    await using model = await made([branches([[], [relu()]], { merge: "add" })], [1, 2, 2]);
    expect([...(await model.predictOne(new Float32Array([-1, 2, 3, -4])))]).toEqual([-1, 4, 6, -4]);
    await using wide = await made([branches([[], [relu()], []], { merge: "concatenate" })], [1, 2, 1]);
    expect([...(await wide.predictOne(new Float32Array([-1, 2])))]).toEqual([-1, 0, -1, 2, 2, 2]);
  });
});

describe("a model as data", () => {
  it("is made again from its config, with the same bits", async () => {
    await using model = await made([same(4), residual([same(4), relu()]), flatten(), dense({ units: 3 })]);
    const { layers } = model.getConfig();
    await using again = await made(layers as unknown as readonly LayerInput[]);
    expect(again.getConfig()).toEqual(model.getConfig());
    expect(await again.weightsSha256()).toBe(await model.weightsSha256());
  });

  it("takes places from who writes them down", async () => {
    const layers = [
      dense({ units: 2 }),
      dense({ units: 2, inputs: [-1] }),
      add({ inputs: [0, 1] }),
      concatenate({ inputs: [2, -1] }),
    ];
    await using model = await sequential(layers, { inputShape: [5], threads: 1, engine: "local" });
    expect(model.outputShape).toEqual([7]);
  });
});

describe("wrong blocks", () => {
  it.each<[string, () => unknown, string[]]>([
    ["no list", () => residual(same(2) as never), ["residual", "expected an array of layers"]],
    ["an empty list", () => residual([]), ["residual", "expected an array of layers"]],
    ["an unknown option", () => residual([same(2)], { skip: [] } as never), ['"skip"', "allowed: shortcut, name"]],
    ["a shortcut that is no list", () => residual([same(2)], { shortcut: same(2) as never }), ["residual: shortcut"]],
    ["one branch", () => branches([[same(2)]], { merge: "add" }), ["branches", "two branches or more"]],
    ["a layer in a branch's place", () => branches([[], same(2) as never], { merge: "add" }), ["branches: branch 2"]],
    ["another merge", () => branches([[], []], { merge: "multiply" as never }), ['"merge"', '"multiply"']],
    ["no merge", () => branches([[], []], {} as never), ['"merge"']],
    ["a name with a dot", () => residual([same(2)], { name: "a.b" }), ['"name"', '"a.b"']],
    ["inputs that are no list", () => add({ inputs: 0 as never }), ["add", '"inputs"', "is 0"]],
    ["a place below −1", () => add({ inputs: [0, -2] }), ['"inputs"', "[0, -2]"]],
    ["a word for trainable", () => dense({ units: 1, trainable: "no" as never }), ['"trainable"', '"no"']],
  ])("%s", async (_, call, parts) => {
    await expectRefusal(call, "INVALID_ARGUMENT", parts);
  });

  it.each<[string, LayerInput[], "INVALID_ARGUMENT" | "INVALID_SPEC" | "SHAPE_MISMATCH", string[]]>([
    ["shapes that differ", [residual([same(3)])], "SHAPE_MISMATCH", ["add (layer 2)", "[6, 6, 3] and [6, 6, 2]"]],
    [
      "sides that differ",
      [branches([[conv2d({ filters: 2, kernelSize: 3 })], []], { merge: "concatenate" })],
      "SHAPE_MISMATCH",
      ["concatenate (layer 2)", "[4, 4, 2] and [6, 6, 2]"],
    ],
    ["an add without inputs", [same(2), add()], "INVALID_SPEC", ["layer 2 (add)", "it takes two inputs or more"]],
    [
      "a function in a branch",
      [residual([relu as never])],
      "INVALID_ARGUMENT",
      ["layer 1 of 1, branch 1: layer 1 of 1", "relu({ … })"],
    ],
    [
      "a place of a later layer",
      [same(2), relu({ inputs: [1] })],
      "INVALID_SPEC",
      ["layer 2 (activation)", '"inputs" is [1]'],
    ],
    [
      "a layer that nobody reads",
      [same(2), relu({ inputs: [-1] })],
      "INVALID_SPEC",
      ["conv2d (layer 1)", "no layer reads its output"],
    ],
  ])("%s", async (_, layers, code, parts) => {
    await expectRefusal(() => made(layers), code, parts);
  });
});
