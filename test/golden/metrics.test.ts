/** Metrics of `evaluate` are Keras': of class numbers, one-hot rows and rows of many, weighted or not (scripts/golden/metrics.py). */
import { readFileSync } from "node:fs";
import { type CompileOptions, dense, type LossName, METRICS, sequential } from "fashion-wasm";
import { describe, expect, it } from "vitest";

interface Case {
  readonly metric: { readonly type: keyof typeof METRICS };
  readonly activation: "softmax" | "sigmoid";
  readonly targets: "classes" | "oneHot" | "many";
  readonly units: number;
  /** A number, or one an output. */
  readonly value: number | number[];
  /** With sample weights. */
  readonly weighted: number | number[];
}

interface File {
  readonly features: number;
  readonly units: number;
  readonly data: Readonly<Record<Case["targets"] | "images" | "kernel" | "bias" | "sampleWeight", number[]>>;
  readonly cases: readonly Case[];
}

const path = new URL("./fixtures/metrics.json", import.meta.url);
const { features, units: allUnits, data, cases } = JSON.parse(readFileSync(path, "utf8")) as File;
const LOSS_OF: Readonly<Record<Case["targets"], LossName>> = {
  classes: "sparseCategoricalCrossentropy",
  oneHot: "categoricalCrossentropy",
  many: "binaryCrossentropy",
};
/** Keras divides by what it adds 1e-7 to, in single precision. */
const TOLERANCE = 2e-6;

/** The first `units` of each row of `allUnits` numbers. */
const columns = (values: readonly number[], units: number) => values.filter((_, i) => i % allUnits < units);

const numbers = (value: unknown): number[] => (Array.isArray(value) ? value : [value]) as number[];

/** Evaluates with two metrics, `plain` and `weighted`, of outputs that are probabilities or bare logits. */
async function measured({ metric, targets, units }: Case, activation: "linear" | Case["activation"]) {
  await using model = await sequential([dense({ units, activation })], {
    inputShape: [features],
    seed: 1,
    threads: 1,
  });
  await model.setWeights([
    { name: "dense.kernel", shape: [features, units], data: Float32Array.from(columns(data.kernel, units)) },
    { name: "dense.bias", shape: [units], data: Float32Array.from(data.bias.slice(0, units)) },
  ]);
  const { type, ...options } = metric;
  const make = METRICS[type] as (options: object) => NonNullable<CompileOptions["metrics"]>[number];
  model.compile({
    optimizer: "sgd",
    loss: LOSS_OF[targets],
    metrics: [make({ ...options, name: "plain" })],
    weightedMetrics: [make({ ...options, name: "weighted" })],
  });
  const labels = targets === "classes" ? data.classes : columns(data[targets], units);
  const examples = {
    images: Float32Array.from(data.images),
    labels,
    sampleWeight: Float32Array.from(data.sampleWeight),
  };
  return (await model.evaluate(examples)) as unknown as Readonly<Record<"plain" | "weighted", unknown>>;
}

function expectClose(ours: unknown, golden: number | number[], what: string): void {
  expect(Array.isArray(ours), what).toBe(Array.isArray(golden));
  expect(numbers(ours).length, what).toBe(numbers(golden).length);
  for (const [i, value] of numbers(golden).entries()) {
    expect(Math.abs((numbers(ours)[i] ?? Number.NaN) - value), `${what}: ${ours} for ${golden}`).toBeLessThan(
      TOLERANCE,
    );
  }
}

describe("metrics of evaluate", () => {
  for (const expected of cases) {
    const { metric, activation, targets, units } = expected;
    it(`${JSON.stringify(metric)} of ${units} ${activation} outputs and ${targets}`, async () => {
      for (const form of [activation, "linear"] as const) {
        const { plain, weighted } = await measured(expected, form);
        expectClose(plain, expected.value, form);
        expectClose(weighted, expected.weighted, `${form}, weighted`);
      }
    });
  }

  it("are told apart by their options", () => {
    const f1 = cases.filter(({ metric, targets }) => metric.type === "f1Score" && targets === "classes");
    expect(new Set(f1.map(({ value }) => JSON.stringify(value))).size).toBe(f1.length);
    expect(new Set(cases.map(({ metric }) => metric.type)).size).toBe(5);
  });
});
