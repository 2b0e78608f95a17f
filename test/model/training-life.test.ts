/** The life of a training: interrupted, by hand, averaged, with weights and losses of one's own; all ways lead to the same bits. */
import {
  adam,
  adamw,
  batchNormalization,
  type CompileOptions,
  type CustomLoss,
  cosineDecayRestarts,
  dense,
  dropout,
  flatten,
  lion,
  loadModel,
  type Model,
  oneCycle,
  piecewiseConstantDecay,
  precision,
  recall,
  relu,
  rescaling,
  rmsprop,
  sequential,
  sgd,
} from "fashion-wasm";
import { expect, it } from "vitest";
import { garments } from "./garments.js";

const data = garments(80);
const { images, labels } = data;
const pixels = images as Uint8Array;
const batchSize = 16;
const loss = "sparseCategoricalCrossentropy";
const sampleWeight = Float32Array.from(labels, (_, i) => 1 + (i % 3));
const weights = { classWeight: { 0: 2, 3: 0.5 }, sampleWeight };
const quiet = { batchSize, verbose: 0, shuffle: false } as const;

async function made(options: CompileOptions, threads = 1): Promise<Model> {
  const layers = [rescaling({ scale: 1 / 255 }), flatten(), dense({ units: 8 }), batchNormalization(), relu()];
  const model = await sequential([...layers, dropout({ rate: 0.2 }), dense({ units: 10 })], {
    inputShape: [28, 28, 1],
    seed: 3,
    threads,
  });
  model.compile(options);
  return model;
}

/** Batch number `i`, as fit takes it unshuffled. */
function step(model: Model, i: number, weighted = true) {
  const [from, to] = [i * batchSize, (i + 1) * batchSize];
  const options = { classWeight: weights.classWeight, sampleWeight: sampleWeight.slice(from, to) };
  const batch = pixels.subarray(from * 784, to * 784);
  return model.trainOnBatch(batch, labels.subarray(from, to), weighted ? options : {});
}

const OPTIMIZERS: [string, CompileOptions["optimizer"]][] = [
  ["averages", adam({ useEma: true, emaOverwriteFrequency: 2, emaMomentum: 0.9 })],
  [
    "accumulation, averages and one cycle",
    adamw({
      gradientAccumulationSteps: 3,
      useEma: true,
      learningRate: oneCycle({ maxLearningRate: 0.01, totalSteps: 3 }),
    }),
  ],
  ["momentum and clipping", rmsprop({ momentum: 0.5, centered: true, globalClipnorm: 0.1 })],
  [
    "restarts",
    sgd({ momentum: 0.9, learningRate: cosineDecayRestarts({ initialLearningRate: 0.01, firstDecaySteps: 2 }) }),
  ],
  ["jumps", lion({ learningRate: piecewiseConstantDecay({ boundaries: [2, 4], values: [0.01, 0.001, 0.1] }) })],
];

it.each(OPTIMIZERS)(
  "with %s a loop by hand, and one that was saved in the middle, are fit bit for bit",
  async (_, optimizer) => {
    const options = { optimizer, loss, weightedMetrics: ["accuracy"] } as const;
    await using fitted = await made(options);
    await fitted.fit(data, { ...quiet, ...weights });
    await using first = await made(options, 2);
    for (let i = 0; i < 2; i++) await step(first, i);
    await using second = await loadModel(await first.serialize(), { threads: 1 });
    for (let i = 2; i < 5; i++) await step(second, i);
    if (typeof optimizer === "object" && optimizer.useEma === true) await second.finalizeEma();
    expect(await second.weightsSha256()).toBe(await fitted.weightsSha256());
    expect(await second.getLearningRate()).toBe(await fitted.getLearningRate());
  },
);

/** Squares of the distances from one-hot rows. */
const squares: CustomLoss = (outputs, labels, { count, units }) => {
  const gradient = new Float32Array(outputs.length);
  let sum = 0;
  outputs.forEach((output, i) => {
    const error = output - (i % units === labels[Math.floor(i / units)] ? 1 : 0);
    sum += error * error;
    gradient[i] = (2 * error) / (count * units);
  });
  return { loss: sum / (count * units), gradient };
};

it("takes a gradient on memory that the loss keeps, or shares", async () => {
  const kept = [new Float32Array(160), new Float32Array(new SharedArrayBuffer(640))];
  const sums = [];
  for (const memory of [undefined, ...kept]) {
    const own: CustomLoss = (...given) => {
      const { loss, gradient } = squares(...given);
      memory?.set(gradient);
      return { loss, gradient: memory ?? gradient };
    };
    await using model = await made({ optimizer: "adam", loss: own });
    await model.fit(data, quiet);
    sums.push(await model.weightsSha256());
  }
  expect(new Set(sums).size).toBe(1);
  expect(kept.map(({ length }) => length)).toEqual([160, 160]);
});

it("lets a loss ask the model, which answers after the step, or end it", async () => {
  const answers: Promise<unknown>[] = [];
  await using model = await made({
    optimizer: "adam",
    loss: (...given) => {
      answers.push(model.weightsSha256());
      return squares(...given);
    },
  });
  await model.fit(data, quiet);
  expect(new Set(await Promise.all(answers)).size).toBe(5);
  const ending = await made({
    optimizer: "adam",
    loss: (...given) => {
      void ending.dispose();
      return squares(...given);
    },
  });
  await expect(ending.fit(data, quiet)).rejects.toMatchObject({ code: "DISPOSED" });
});

it("computes what was asked for before compile as it was compiled then", async () => {
  const before = { optimizer: "sgd", loss } as const;
  const later = { optimizer: "adam", loss: "mse", metrics: [precision({ average: null }), "confusionMatrix"] } as const;
  await using alone = await made(before);
  await using racing = await made(before);
  const expected = [await step(alone, 0, false), await alone.evaluate(data)];
  const asked = [step(racing, 0, false), racing.evaluate(data)];
  racing.compile(later);
  expect(await Promise.all(asked)).toEqual(expected);
  expect(Object.keys(await racing.evaluate(data))).toEqual(["loss", "accuracy", "precision", "confusionMatrix"]);
});

const averaged = { optimizer: adam({ useEma: true, emaMomentum: 0.5 }), loss } as const;
const heldOut = garments(30, 5);

it("saves with swapEma what was validated, and trains as without", async () => {
  await using plain = await made(averaged);
  await plain.fit(data, { ...quiet, epochs: 2 });
  await using model = await made(averaged);
  const seen: [number | undefined, Uint8Array][] = [];
  const onEpochEnd = async (_: number, { valLoss }: { valLoss?: number }) => {
    seen.push([valLoss, await model.serialize()]);
  };
  await model.fit(data, { ...quiet, epochs: 2, swapEma: true, validationData: heldOut, callbacks: [{ onEpochEnd }] });
  expect(await model.weightsSha256()).toBe(await plain.weightsSha256());
  expect(seen).toHaveLength(2);
  for (const [valLoss, file] of seen) {
    await using saved = await loadModel(file, { threads: 1 });
    expect((await saved.evaluate(heldOut)).loss).toBe(valLoss);
  }
});

it.each(["error", "abort"])("changes the weights back when an %s ends a fit with swapEma", async (kind) => {
  const sums = [];
  for (const swapEma of [true, false]) {
    const control = new AbortController();
    const onEpochEnd = () => {
      if (kind === "error") throw new Error("no more");
      control.abort(new Error("no more"));
    };
    await using model = await made(averaged);
    const fit = model.fit(data, { ...quiet, swapEma, signal: control.signal, callbacks: [{ onEpochEnd }] });
    await expect(fit).rejects.toThrow("no more");
    const raw = await model.weightsSha256();
    await model.swapEma();
    sums.push([raw, await model.weightsSha256()]);
    expect(sums.at(-1)?.[1]).not.toBe(raw);
  }
  expect(sums[0]).toEqual(sums[1]);
});

it("counts nothing where all images weigh nothing", async () => {
  await using model = await made({ optimizer: "sgd", loss, weightedMetrics: ["accuracy", recall({ name: "found" })] });
  const logs = await model.trainOnBatch(images, labels, { sampleWeight: new Float32Array(80) });
  expect(logs).toMatchObject({ loss: 0, weightedAccuracy: 0, found: 0 });
});

it("knows the class of one output by its half", async () => {
  const halves = { images, labels: labels.map((label) => Number(label > 4)) };
  const layers = [rescaling({ scale: 1 / 255 }), flatten(), dense({ units: 1, activation: "sigmoid" })];
  await using model = await sequential(layers, { inputShape: [28, 28, 1], seed: 3, threads: 1 });
  model.compile({ optimizer: "adam", loss: "binaryCrossentropy" });
  await model.fit(halves, { ...quiet, epochs: 4 });
  const classes = await model.predictClasses(images);
  expect(new Set(classes)).toEqual(new Set([0, 1]));
  const right = classes.filter((label, i) => label === halves.labels[i]).length / 80;
  expect(right).toBe((await model.evaluate(halves)).accuracy);
});
