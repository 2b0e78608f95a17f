/**
 * Losses and their gradients are those of Keras: of single rows, of batches with sample weights, of labels in every form.
 *
 * A dense layer's outputs go into each loss; with SGD at rate 1 its weights move by their gradient. scripts/golden/losses.py
 * has the numbers; extreme logits are there compared with Keras' loss of logits, which clips nothing.
 */
import { readFileSync } from "node:fs";
import { dense, LOSSES, type Model, sequential, sgd } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

interface Case {
  readonly loss: { readonly type: keyof typeof LOSSES };
  readonly activation: "linear" | "softmax" | "sigmoid";
  readonly targets: "classes" | "oneHot" | "soft" | "shares" | "numbers";
  readonly units: number;
  readonly inputs: "moderate" | "extreme";
  /** The loss of each row. */
  readonly rows: readonly number[];
  /** The mean of them, and their weighted sum over the count. */
  readonly mean: number;
  readonly weighted: number;
  /** Of the weighted loss. */
  readonly gradient: { readonly kernel: number[]; readonly bias: number[] };
}

interface File {
  readonly features: number;
  readonly units: number;
  readonly rows: number;
  readonly data: Readonly<Record<Case["targets"] | Case["inputs"] | "kernel" | "bias" | "sampleWeight", number[]>>;
  readonly cases: readonly Case[];
}

const path = new URL("./fixtures/losses.json", import.meta.url);
const { features, units: allUnits, rows, data, cases } = JSON.parse(readFileSync(path, "utf8")) as File;
const sampleWeight = Float32Array.from(data.sampleWeight);

/** The first `units` of each row of `allUnits` numbers. */
const columns = (values: readonly number[], units: number) => values.filter((_, i) => i % allUnits < units);

/** The labels of a case as users hand them over: numbers of classes, or rows in one list. */
function labelsOf({ targets, units }: Case): number[] {
  if (targets !== "classes") return columns(data[targets], units);
  return units === 1 ? data.classes.map((number) => number % 2) : data.classes;
}

/** The layer's weights. */
function weightsOf(units: number) {
  return [
    { name: "dense.kernel", shape: [features, units], data: Float32Array.from(columns(data.kernel, units)) },
    { name: "dense.bias", shape: [units], data: Float32Array.from(data.bias.slice(0, units)) },
  ];
}

const nameOf = ({ loss, activation, targets, units, inputs }: Case) =>
  `${JSON.stringify(loss)} of ${inputs} ${activation} outputs, ${units}, and ${targets}`;

/** Whether `ours` is `golden` but for roundings of single precision. */
function expectClose(ours: ArrayLike<number>, golden: readonly number[], what: string): void {
  const largest = Math.max(...golden.map(Math.abs));
  expect(ours.length, what).toBe(golden.length);
  const distances = golden.map((value, i) => Math.abs(value - (ours[i] ?? Number.NaN)));
  expect(Math.max(...distances), `${what}: ${Array.from(ours)} for ${golden}`).toBeLessThanOrEqual(
    3e-5 * largest + 3e-7,
  );
}

const layers = new Map(cases.map(({ activation, units }) => [`${activation} ${units}`, { activation, units }]));

describe.each([...layers])("losses of outputs that are %s", (layer, { activation, units }) => {
  let model: Model;
  beforeAll(async () => {
    model = await sequential([dense({ units, activation })], { inputShape: [features], seed: 1, threads: 1 });
  });
  afterAll(() => model.dispose());

  const own = cases.filter((each) => `${each.activation} ${each.units}` === layer);
  it.each(own.map((each) => [nameOf(each), each] as const))("%s", async (_name, expected) => {
    const { type, ...options } = expected.loss;
    const make = LOSSES[type] as (options: object) => ReturnType<(typeof LOSSES)[typeof type]>;
    model.compile({ optimizer: sgd({ learningRate: 1 }), loss: make(options) });
    await model.setWeights(weightsOf(units));
    const inputs = Float32Array.from(data[expected.inputs]);
    const labels = labelsOf(expected);
    const width = labels.length / rows;

    const single: number[] = [];
    for (let row = 0; row < rows; row++) {
      const label = labels.slice(row * width, (row + 1) * width);
      single.push((await model.testOnBatch(inputs.subarray(row * features, (row + 1) * features), label)).loss);
    }
    expectClose(single, expected.rows, "rows");
    expectClose([(await model.testOnBatch(inputs, labels)).loss], [expected.mean], "mean");
    expectClose([(await model.testOnBatch(inputs, labels, { sampleWeight })).loss], [expected.weighted], "weighted");

    expectClose([(await model.trainOnBatch(inputs, labels, { sampleWeight })).loss], [expected.weighted], "trained");
    const before = weightsOf(units);
    const after = new Map((await model.getWeights()).map((weight) => [weight.name, weight.data]));
    for (const { name, data: first } of before) {
      const gradient = first.map((value, i) => value - (after.get(name)?.[i] ?? Number.NaN));
      expectClose(gradient, name === "dense.kernel" ? expected.gradient.kernel : expected.gradient.bias, name);
    }
  });
});

describe("the cases", () => {
  it("have every loss, and options of each", () => {
    expect(new Set(cases.map(({ loss }) => loss.type))).toEqual(new Set(Object.keys(LOSSES)));
    expect(cases.length).toBeGreaterThan(100);
  });

  it("differ where an option does", () => {
    const alike = new Map<string, Set<number>>();
    for (const { loss, activation, targets, units, inputs, mean } of cases) {
      const key = [loss.type, activation, targets, units, inputs].join();
      alike.set(key, (alike.get(key) ?? new Set()).add(mean));
    }
    const once = ["meanSquaredError", "meanAbsoluteError"];
    for (const [key, means] of alike)
      expect([key, means.size > 1]).toEqual([key, !once.some((name) => key.includes(name))]);
  });
});
