/** The test of the golden test: a training that is a little wrong is not the reference's. */
import { describe, expect, it } from "vitest";
import { differences } from "./closeness.js";
import { type CaseLayer, type Golden, golden, type Trace } from "./fixtures.js";
import { replay } from "./replay.js";

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

function withNaN({ trace }: Golden): Trace["final"] {
  const broken = trace.final.get("conv2d.kernel")?.slice().fill(Number.NaN, 5, 6) ?? new Float32Array();
  return new Map([...trace.final, ["conv2d.kernel", broken]]);
}
