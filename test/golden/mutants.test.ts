/** The test of the golden test: a training that is a little wrong is not the reference's. */
import type { NamedWeight } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { differences } from "./closeness.js";
import { type CaseLayer, type Golden, golden, type Score, type Trace } from "./fixtures.js";
import { batchesOf, modelOf, replay } from "./replay.js";

type Change = (right: Golden) => Golden;

/** Parts of a trace, by the first word of their lines. */
type Part = "step" | "checkpoint" | "final" | "slot" | "output" | "evaluated";

function option(name: string, change: (value: number) => number): Change {
  return (right) => {
    const value = (right.optimizer as Readonly<Record<string, unknown>>)[name];
    if (typeof value !== "number") throw new TypeError(`the optimizer has no number "${name}"`);
    return { ...right, optimizer: { ...right.optimizer, [name]: change(value) } };
  };
}

const onePercentMore = (value: number) => value * 1.01;

const withoutNesterov: Change = (right) => {
  if (right.optimizer.type !== "sgd") throw new TypeError("only SGD has Nesterov's momentum");
  return { ...right, optimizer: { ...right.optimizer, nesterov: false } };
};

const anotherOffset: Change = (right) => {
  const change = (layer: CaseLayer) => (layer.type === "rescaling" ? { ...layer, offset: -0.99 } : layer);
  return { ...right, layers: right.layers.map(change) };
};

function normOption(name: string, change: (value: unknown) => unknown): Change {
  const changed = (layer: CaseLayer) =>
    layer.type === "batchNormalization" ? { ...layer, [name]: change(layer[name]) } : layer;
  return (right) => ({ ...right, layers: right.layers.map(changed) });
}

const onePercentLess = (value: unknown) => Number(value) * 0.99;

const withoutMoving: Change = (right) => {
  const first = (name: string) => (name.endsWith(".moving_variance") ? 1 : 0);
  const initial = right.initial.map((weight) =>
    weight.name.includes(".moving_") ? { ...weight, data: weight.data.map(() => first(weight.name)) } : weight,
  );
  return { ...right, initial };
};

const exchangedWeights: Change = (right) => ({
  ...right,
  initial: right.initial.map((weight) => {
    const data = weight.data.slice();
    [data[0], data[1]] = [weight.data[1] ?? 0, weight.data[0] ?? 0];
    return { ...weight, data };
  }),
});

const smallerBatches: Change = (right) => ({ ...right, batchSize: 25 });

/** Where branches meet, only the first of them. */
const withoutShortcut: Change = (right) => {
  const change = (layer: CaseLayer): CaseLayer =>
    layer.type === "add" ? { type: "activation", activation: "linear", inputs: inputsOf(layer).slice(0, 1) } : layer;
  return { ...right, layers: right.layers.map(change) };
};

const otherOrder: Change = (right) => {
  const change = (layer: CaseLayer) =>
    layer.type === "concatenate" ? { ...layer, inputs: inputsOf(layer).toReversed() } : layer;
  return { ...right, layers: right.layers.map(change) };
};

/** What is frozen thaws: the layers of a type. */
function trained(type: CaseLayer["type"]): Change {
  const change = (layer: CaseLayer) => (layer.type === type ? { ...layer, trainable: true } : layer);
  return (right) => ({ ...right, layers: right.layers.map(change) });
}

function inputsOf({ inputs }: CaseLayer): readonly number[] {
  if (!Array.isArray(inputs)) throw new TypeError("the layer does not say what it reads");
  return inputs;
}

const mutants: readonly [name: string, what: string, change: Change, seenIn: readonly Part[]][] = [
  ["l-adam", "a learning rate 1 % off", option("learningRate", onePercentMore), ["step", "checkpoint", "evaluated"]],
  ["l-sgd", "a learning rate 1 % off", option("learningRate", onePercentMore), ["step", "checkpoint", "evaluated"]],
  ["s-adam", "a learning rate 1 % off", option("learningRate", onePercentMore), ["step", "checkpoint", "evaluated"]],
  ["sgd", "a learning rate 1 % off", option("learningRate", onePercentMore), ["step", "checkpoint", "evaluated"]],
  ["adam-options", "an epsilon 1 % off", option("epsilon", onePercentMore), ["step"]],
  ["dense-only", "another beta1", option("beta1", () => 0.905), ["step", "checkpoint", "slot"]],
  ["s-adam", "another beta2", option("beta2", () => 0.9991), ["checkpoint"]],
  ["momentum-same", "a momentum 1 % off", option("momentum", onePercentMore), ["step", "checkpoint", "slot"]],
  ["nesterov", "plain momentum", withoutNesterov, ["step", "checkpoint", "slot"]],
  ["adam-options", "another offset of rescaling", anotherOffset, ["step", "checkpoint", "slot"]],
  ["sgd", "two exchanged values in each weight", exchangedWeights, ["step", "checkpoint"]],
  ["norm-conv", "a momentum of moving statistics 1 % off", normOption("momentum", onePercentLess), ["checkpoint"]],
  ["norm-dense", "a momentum of moving statistics 1 % off", normOption("momentum", onePercentLess), ["checkpoint"]],
  ["norm-conv", "an epsilon of normalization 1 % off", normOption("epsilon", onePercentLess), ["step", "checkpoint"]],
  ["norm-conv", "other first moving statistics", withoutMoving, ["checkpoint", "output"]],
  ["d-wide", "a learning rate 1 % off", option("learningRate", onePercentMore), ["step"]],
  ["d-wide", "an epsilon of normalization 10 % off", normOption("epsilon", (e) => Number(e) * 1.1), ["step"]],
  ["d-adam", "smaller batches", smallerBatches, ["step", "checkpoint"]],
  ["residual", "its shortcut dropped", withoutShortcut, ["step", "checkpoint", "output"]],
  ["concatenate", "its branches in another order", otherOrder, ["step", "checkpoint", "output"]],
  ["frozen", "its convolution trained", trained("conv2d"), ["step", "checkpoint", "evaluated"]],
  ["frozen", "its normalization trained", trained("batchNormalization"), ["step", "checkpoint", "evaluated"]],
  ["frozen", "its dense layer trained", trained("dense"), ["step", "checkpoint", "evaluated"]],
  ["resnet20", "a learning rate 1 % off", option("learningRate", onePercentMore), ["step"]],
  ["dense-only", "smaller batches", smallerBatches, ["step", "checkpoint", "slot"]],
];

describe("the comparison refuses", () => {
  for (const [name, what, change, seenIn] of mutants) {
    it(`${name} with ${what}`, async () => {
      const right = golden(name);
      const lines = differences(await replay(change(right)), right);
      for (const part of seenIn) expect(lines.filter((line) => line.startsWith(part))).not.toEqual([]);
    });
  }

  it("residual with the gradient of its fork counted once", async () => {
    const right = golden("residual");
    await using model = await modelOf(stemTwice(right));
    const steps: Score[] = [];
    for (const [start, end] of batchesOf(right)) {
      const [images, labels] = [right.images.subarray(start * 784, end * 784), right.labels.subarray(start, end)];
      const { loss, accuracy } = await model.trainOnBatch(images, labels);
      steps.push({ loss, correct: Math.round(accuracy * (end - start)) });
      await model.setWeights(copiedStem(await model.getWeights()));
    }
    const lines = differences({ ...right.trace, steps }, right);
    expect(lines.filter((line) => line.startsWith("step 1:"))).toEqual([]);
    // Adam's first step is one in the direction of the gradient's sign, which the missing part seldom turns.
    expect(lines).toContainEqual(expect.stringMatching(/^step 3: loss/));
  });

  const right = golden("l-adam");
  const broken: readonly [what: string, trace: Partial<Trace>, line: RegExp][] = [
    ["a loss that is NaN", { steps: right.trace.steps.map((s) => ({ ...s, loss: Number.NaN })) }, /^step 1: loss/],
    ["a step too few", { steps: right.trace.steps.slice(1) }, /^29 steps/],
    ["a missing tensor", { checkpoint: new Map() }, /^checkpoint dense.bias: undefined values/],
    ["a tensor with a NaN", { final: withNaN(right) }, /^final conv2d.kernel: root mean square/],
    ["the first weights as the last", { final: right.start }, /^final dense.kernel: root mean square/],
  ];
  for (const [what, trace, line] of broken) {
    it(`a trace with ${what}`, () => {
      const lines = differences({ ...right.trace, ...trace }, right);
      expect(lines).toContainEqual(expect.stringMatching(line));
    });
  }

  it("nothing in the golden trace itself", () => {
    expect(differences(right.trace, right)).toEqual([]);
  });
});

/** The case `residual` whose shortcut reads a copy of the first convolution that is not trained: forward the same. */
function stemTwice(right: Golden): Golden {
  const [rescaling, stem, first, second, , ...rest] = right.layers;
  if (!rescaling || !stem || !first || !second) throw new TypeError("the case has too few layers");
  const copy = { ...stem, inputs: [0], trainable: false };
  const layers: CaseLayer[] = [rescaling, stem, first, second, copy, { type: "add", inputs: [3, 4] }, ...rest];
  return { ...right, layers, initial: copiedStem(right.initial) };
}

/** The weights, those of the copy (the fourth convolution) from the first one. */
function copiedStem(weights: readonly NamedWeight[]): NamedWeight[] {
  const own = weights.filter(({ name }) => !name.startsWith("conv2d_3."));
  const stem = own.filter(({ name }) => name.startsWith("conv2d."));
  return [...own, ...stem.map((weight) => ({ ...weight, name: weight.name.replace("conv2d.", "conv2d_3.") }))];
}

function withNaN({ trace }: Golden): Trace["final"] {
  const broken = trace.final.get("conv2d.kernel")?.slice().fill(Number.NaN, 5, 6) ?? new Float32Array();
  return new Map([...trace.final, ["conv2d.kernel", broken]]);
}
