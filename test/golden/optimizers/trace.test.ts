/** What Keras' optimizers make of small nets is what this package's make of them: losses, weights, state. */
import { OPTIMIZERS, SCHEDULES } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import type { Tensors } from "../fixtures.js";
import { modelOf, weightsOf } from "../replay.js";
import { differences } from "./closeness.js";
import { NETS, type Run, runOf, runsOf } from "./fixtures.js";
import { replay } from "./replay.js";

describe.each(NETS)("the net %s trained as Keras trains it", (net) => {
  for (const run of runsOf(net)) {
    it(`by ${run.name}`, async () => {
      expect(differences(await replay(run), run)).toEqual([]);
    });
  }
});

describe("the golden trainings", () => {
  const optimizers = NETS.flatMap((net) => runsOf(net).map(({ optimizer }) => optimizer));

  it.each(NETS)("of the net %s are by every optimizer", (net) => {
    const types = new Set(runsOf(net).map(({ optimizer }) => optimizer.type));
    expect([...types].sort()).toEqual(Object.keys(OPTIMIZERS).sort());
  });

  it("are by every schedule", () => {
    const rates = optimizers.map(({ learningRate }) => learningRate);
    const types = new Set(rates.flatMap((rate) => (typeof rate === "number" ? [] : [rate.type])));
    expect([...types].sort()).toEqual(Object.keys(SCHEDULES).sort());
  });
});

describe("fit with averaged weights", () => {
  it.each([
    ["plain", "ema"],
    ["norm", "ema"],
    ["plain", "accumulation-ema"],
  ] as const)("ends with the averages: %s %s", async (net, name) => {
    const run = runOf(net, name);
    const { images, labels, batchSize, trained } = run;
    const epochs = (trained.loss.length * batchSize) / labels.length;
    await using model = await modelOf(run);

    await model.fit({ images, labels }, { epochs, batchSize, shuffle: false, verbose: 0 });

    const final = averaged(run);
    expect(averages(run).size).toBeGreaterThan(0);
    const ours = { loss: trained.loss, final: await weightsOf(model, { samples: undefined }), slots: trained.slots };
    expect(differences(ours, { ...run, trained: { ...trained, final } })).toEqual([]);
    expect(differences({ ...ours, final: trained.final }, { ...run, trained: { ...trained, final } })).not.toEqual([]);
  });
});

/** The averages of the weights that are trained. */
function averages({ trained }: Run): Tensors {
  const inside = [...trained.slots].filter(([name]) => name.startsWith("average/"));
  return new Map(inside.map(([name, values]) => [name.slice("average/".length), values]));
}

/** The weights after `fit`: the averages of those that are trained, the moving statistics as they are. */
function averaged(run: Run): Tensors {
  return new Map([...run.trained.final, ...averages(run)]);
}
