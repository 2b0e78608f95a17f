/** What `fit` and `evaluate` say of class weights, sample weights and weighted metrics is what Keras says. */
import { readFileSync } from "node:fs";
import { categoricalCrossentropy, dense, sequential, sgd, sparseCategoricalCrossentropy } from "fashion-wasm";
import { describe, expect, it } from "vitest";

interface Run {
  readonly name: string;
  readonly loss: "sparseCategoricalCrossentropy" | "categoricalCrossentropy";
  readonly classWeight?: Readonly<Record<string, number>>;
  readonly sampleWeight?: boolean;
  readonly validationWeight?: boolean;
  /** By Keras' keys, a value an epoch. */
  readonly history: Readonly<Record<string, number[]>>;
  /** Of the images held out, with their weights. */
  readonly evaluated: Readonly<Record<string, number>>;
  readonly final: { readonly kernel: number[]; readonly bias: number[] };
}

interface File {
  readonly features: number;
  readonly units: number;
  readonly count: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly data: Readonly<Record<"images" | "labels" | "sampleWeight" | "kernel" | "bias", number[]>>;
  readonly runs: readonly Run[];
}

const path = new URL("./fixtures/histories.json", import.meta.url);
const { features, units, count, batchSize, epochs, learningRate, data, runs } = JSON.parse(
  readFileSync(path, "utf8"),
) as File;

/** `val_weighted_accuracy` as `valWeightedAccuracy`. */
const camelCase = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

const oneHot = (number: number) => Array.from({ length: units }, (_, unit) => Number(unit === number));

/** The images that are trained on, or those that are held out. */
function part(run: Run, held: boolean, weighted: boolean) {
  const [start, end] = held ? [count, data.labels.length] : [0, count];
  const labels = data.labels.slice(start, end);
  return {
    images: Float32Array.from(data.images.slice(start * features, end * features)),
    labels: run.loss === "categoricalCrossentropy" ? labels.flatMap(oneHot) : labels,
    ...(weighted ? { sampleWeight: Float32Array.from(data.sampleWeight.slice(start, end)) } : {}),
  };
}

async function compiled(run: Run) {
  const model = await sequential([dense({ units, activation: "softmax" })], {
    inputShape: [features],
    seed: 1,
    threads: 1,
  });
  await model.setWeights([
    { name: "dense.kernel", shape: [features, units], data: Float32Array.from(data.kernel) },
    { name: "dense.bias", shape: [units], data: Float32Array.from(data.bias) },
  ]);
  const loss = run.loss === "categoricalCrossentropy" ? categoricalCrossentropy() : sparseCategoricalCrossentropy();
  model.compile({ optimizer: sgd({ learningRate }), loss, metrics: ["accuracy"], weightedMetrics: ["accuracy"] });
  return model;
}

/** A line for each number that is not the golden one. */
function differences(ours: ArrayLike<number> | undefined, golden: readonly number[], what: string): string[] {
  return golden.flatMap((value, i) => {
    const distance = Math.abs(value - (ours?.[i] ?? Number.NaN));
    return distance <= 2e-5 * Math.abs(value) + 1e-6 ? [] : [`${what} ${i}: ${ours?.[i]} for ${value}`];
  });
}

describe.each(runs)("fit with $name", (run) => {
  const { classWeight, sampleWeight = false, validationWeight = false, history, evaluated, final } = run;

  it.each([
    ["an object", classWeight],
    ["a list", classWeight && Array.from({ length: units }, (_, number) => classWeight[number] ?? 1)],
  ])("has Keras' history and weights; class weights, if any, in %s", async (_form, given) => {
    await using model = await compiled(run);

    const options = given === undefined ? {} : { classWeight: given };
    const fitted = await model.fit(part(run, false, sampleWeight), {
      ...options,
      validationData: part(run, true, validationWeight),
      ...{ epochs, batchSize, shuffle: false, verbose: 0 as const },
    });

    const ours = fitted.history as unknown as Readonly<Record<string, number[] | undefined>>;
    const weights = new Map((await model.getWeights()).map((weight) => [weight.name, weight.data]));
    expect([
      ...Object.entries(history).flatMap(([key, values]) => differences(ours[camelCase(key)], values, camelCase(key))),
      ...differences(weights.get("dense.kernel"), final.kernel, "kernel"),
      ...differences(weights.get("dense.bias"), final.bias, "bias"),
    ]).toEqual([]);

    const measured = (await model.evaluate(part(run, true, true))) as unknown as Readonly<Record<string, number>>;
    const lines = Object.entries(evaluated).flatMap(([key, value]) =>
      differences([measured[camelCase(key)] ?? Number.NaN], [value], `evaluated ${camelCase(key)}`),
    );
    expect(lines).toEqual([]);
  });
});

describe("the golden histories", () => {
  it("are told apart by their weights", () => {
    const last = runs.map(({ history }) => JSON.stringify(history));
    expect(new Set(last).size).toBe(runs.length);
    expect(runs.every(({ history }) => "val_weighted_accuracy" in history)).toBe(true);
  });
});
