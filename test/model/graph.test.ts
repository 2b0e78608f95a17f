/** Models that are graphs, as users hold them: the same bits everywhere, saved and loaded, looked into, partly frozen. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  batchNormalization,
  branches,
  conv2d,
  dense,
  dropout,
  featureExtractor,
  flatten,
  type LayerInput,
  loadModel,
  maxPooling2d,
  relu,
  rescaling,
  residual,
  sequential,
} from "fashion-wasm";
import { loadModel as loadPredictor } from "fashion-wasm/inference";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compiled, garments } from "./garments.js";

const conv = (filters: number, kernelSize = 3, strides = 1) =>
  conv2d({ filters, kernelSize, strides, padding: "same", useBias: false });

/** A projection, an identity, a concatenation with the input of the block, and a fork in a fork. */
const layers = (): LayerInput[] => [
  rescaling({ scale: 1 / 255 }),
  conv(8, 3, 2),
  batchNormalization(),
  relu(),
  residual([conv(8), batchNormalization(), relu(), conv(8), batchNormalization()], { name: "identity" }),
  relu(),
  residual([conv(16, 3, 2), batchNormalization()], { shortcut: [conv(16, 1, 2), batchNormalization()] }),
  branches([[residual([conv(16)]), relu()], [maxPooling2d({ poolSize: 3, strides: 1, padding: "same" })], []], {
    merge: "concatenate",
  }),
  maxPooling2d(),
  dropout({ rate: 0.25 }),
  flatten(),
  dense({ units: 10 }),
];

const data = garments(203);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fashion-wasm-graph-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function trained(threads: number, engine: "worker" | "local" = "worker") {
  const model = await sequential(layers(), { inputShape: [28, 28, 1], seed: 7, threads, engine });
  model.compile(compiled);
  const { history } = await model.fit(data, { epochs: 1, batchSize: 64, validationSplit: 0.1 });
  return { model, history };
}

describe("a graph", () => {
  it("has the same weights, history and outputs on 1, 2, 3 and 8 threads and in both builds", async () => {
    const runs = [];
    for (const threads of [1, 2, 3, 8]) {
      const { model, history } = await trained(threads);
      runs.push({ history, sha256: await model.weightsSha256(), outputs: await model.predict(data.take(20)) });
      await model.dispose();
    }
    for (const run of runs) expect(run).toEqual(runs[0]);
    expect(runs[0]?.history.loss[0]).toBeGreaterThan(0);
  });

  it("is the same after it was saved and loaded, and in the entry that only predicts", async () => {
    const { model } = await trained(1, "local");
    const path = join(folder, "graph.safetensors");
    await model.save(path);
    const outputs = await model.predict(data);
    await using again = await loadModel(path, { threads: 1 });
    expect(again.getConfig()).toEqual(model.getConfig());
    expect(await again.predict(data)).toEqual(outputs);
    await again.fit(data, { epochs: 1, batchSize: 64 });
    await model.fit(data, { epochs: 1, batchSize: 64 });
    expect(await again.weightsSha256()).toBe(await model.weightsSha256());
    await using predictor = await loadPredictor(path);
    expect(await predictor.predict(data.take(50).images)).toEqual(outputs.slice(0, 500));
    await model.dispose();
  });

  it("says in its summary what its layers are connected to; a chain does not", async () => {
    await using model = await sequential(layers(), { inputShape: [28, 28, 1], threads: 1 });
    const summary = model.summary();
    expect(summary).toContain("Connected to");
    expect(summary).toMatch(/identity \(add\).*│ batch_normalization_2, activation /);
    await using chain = await sequential([flatten(), dense({ units: 10 })], { inputShape: [28, 28, 1], threads: 1 });
    expect(chain.summary()).not.toContain("Connected to");
  });

  it("is looked into at any layer, with those it rests on", async () => {
    const { model } = await trained(1, "local");
    for (const name of ["identity", "batch_normalization_4", "concatenate", "dense"]) {
      await using part = await featureExtractor(model, name);
      expect(part.layers.at(-1)?.name).toBe(name);
      expect(part.outputShape).toEqual(model.layers.find((layer) => layer.name === name)?.outputShape);
      if (name === "dense") expect(await part.predict(data.take(9))).toEqual(await model.predict(data.take(9)));
    }
    // The shortcut's normalization rests on neither the block's own layers nor what follows.
    await using shortcut = await featureExtractor(model, "batch_normalization_4");
    expect(shortcut.layers.map(({ name }) => name)).not.toContain("conv2d_3");
    await model.dispose();
  });
});

describe("layers that are not trained", () => {
  it("keep their weights and moving statistics, and those above them learn", async () => {
    const frozen = { trainable: false };
    await using model = await sequential(
      [
        rescaling({ scale: 1 / 255 }),
        conv2d({ filters: 8, kernelSize: 3, ...frozen }),
        batchNormalization(frozen),
        relu(),
        maxPooling2d(),
        flatten(),
        dense({ units: 10 }),
      ],
      { inputShape: [28, 28, 1], seed: 7, threads: 2 },
    );
    model.compile(compiled);
    const before = await model.getWeights();
    const { history } = await model.fit(data, { epochs: 3, batchSize: 32 });
    const moved = (await model.getWeights()).filter(
      ({ data: values }, i) => !before[i]?.data.every((v, j) => v === values[j]),
    );
    expect(moved.map(({ name }) => name)).toEqual(["dense.kernel", "dense.bias"]);
    expect(history.loss[2]).toBeLessThan(0.9 * (history.loss[0] ?? 0));
    expect(model.summary()).toContain(`Trainable parameters: 13,530`);
    expect(model.getConfig().layers[1]).toMatchObject({ trainable: false });
    const file = join(folder, "frozen.safetensors");
    await model.save(file);
    await using again = await loadModel(file, { threads: 1 });
    expect(again.getConfig()).toEqual(model.getConfig());
  });
});
