/** What a model says about itself: shapes, weights by name, parameters, seed, engine, summary. */
import { conv2d, dense, flatten, maxPool2d, recipes, sequential } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { compiled, garments, netS, tiny } from "./garments.js";

const options = { inputShape: [28, 28, 1], seed: 7, threads: 1 } as const;

describe("a model", () => {
  it("names layers as Keras does, and gives their shapes", async () => {
    const layers = [
      conv2d({ filters: 2, kernelSize: 3 }),
      maxPool2d(),
      conv2d({ filters: 3, kernelSize: 3, name: "last" }),
    ];
    const model = await sequential(
      [...layers, conv2d({ filters: 1, kernelSize: 1 }), flatten(), dense({ units: 4 })],
      options,
    );
    expect(model.layers.map(({ name, outputShape }) => [name, outputShape])).toEqual([
      ["conv2d", [26, 26, 2]],
      ["max_pooling2d", [13, 13, 2]],
      ["last", [11, 11, 3]],
      ["conv2d_1", [11, 11, 1]],
      ["flatten", [121]],
      ["dense", [4]],
    ]);
    expect([model.inputShape, model.outputShape]).toEqual([[28, 28, 1], [4]]);
    expect(model.countParams()).toBe(20 + 57 + 4 + 488);
    await model.dispose();
  });

  it("prints Keras' table", async () => {
    const model = await sequential(netS(), { ...options, name: "small" });
    const printed: string[] = [];
    const text = model.summary({ print: (line) => printed.push(line) });
    expect(printed).toEqual([text]);
    expect(text).toBe(
      `Model: "small"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━┓
┃ Layer (type)                 ┃ Output shape      ┃ Parameters ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━┩
│ rescaling (rescaling)        │ [null, 28, 28, 1] │          0 │
├──────────────────────────────┼───────────────────┼────────────┤
│ conv2d (conv2d)              │ [null, 9, 9, 32]  │        320 │
├──────────────────────────────┼───────────────────┼────────────┤
│ max_pooling2d (maxPooling2d) │ [null, 4, 4, 32]  │          0 │
├──────────────────────────────┼───────────────────┼────────────┤
│ flatten (flatten)            │ [null, 512]       │          0 │
├──────────────────────────────┼───────────────────┼────────────┤
│ dense (dense)                │ [null, 32]        │     16,416 │
├──────────────────────────────┼───────────────────┼────────────┤
│ dense_1 (dense)              │ [null, 10]        │        330 │
└──────────────────────────────┴───────────────────┴────────────┘
Parameters: 17,066 (66.66 KB), all of them trained`,
    );
    await model.dispose();
  });

  it("reports its engine, and draws a seed that makes the same model again", async () => {
    const model = await sequential(tiny(), { inputShape: [28, 28, 1], threads: 1 });
    expect(model.engine).toMatchObject({ threads: 1, host: "worker" });
    expect(Number.isInteger(model.seed) && model.seed >= 0 && model.seed < 2 ** 32).toBe(true);
    const again = await sequential(tiny(), { ...options, seed: model.seed });
    const other = await sequential(tiny(), { inputShape: [28, 28, 1], threads: 1 });
    expect(other.seed).not.toBe(model.seed);
    expect(await again.weightsSha256()).toBe(await model.weightsSha256());
    expect(await other.weightsSha256()).not.toBe(await model.weightsSha256());
    await Promise.all([model.dispose(), again.dispose(), other.dispose()]);
  });

  it("runs in the caller's thread when told so, with the same bits", async () => {
    const hashes = [];
    for (const engine of ["worker", "local"] as const) {
      const model = await sequential(netS(), { ...options, engine });
      expect(model.engine.host).toBe(engine);
      model.compile(compiled);
      await model.fit(garments(64), { batchSize: 32 });
      hashes.push(await model.weightsSha256());
      await model.dispose();
    }
    expect(hashes[0]).toBe(hashes[1]);
  });
});

describe("weights", () => {
  it("have names, shapes and copies of the data", async () => {
    const model = await sequential(netS(), options);
    const weights = await model.getWeights();
    expect(weights.map(({ name, shape }) => [name, shape])).toEqual([
      ["conv2d.kernel", [3, 3, 1, 32]],
      ["conv2d.bias", [32]],
      ["dense.kernel", [512, 32]],
      ["dense.bias", [32]],
      ["dense_1.kernel", [32, 10]],
      ["dense_1.bias", [10]],
    ]);
    expect(weights.map(({ data }) => data.length)).toEqual([288, 32, 16384, 32, 320, 10]);
    const before = await model.weightsSha256();
    weights[0]?.data.fill(9);
    expect(await model.weightsSha256()).toBe(before);
    await model.dispose();
  });

  it("go into another model by name, in any order", async () => {
    const [from, to] = [await sequential(netS(), options), await sequential(netS(), { ...options, seed: 8 })];
    expect(await to.weightsSha256()).not.toBe(await from.weightsSha256());
    await to.setWeights((await from.getWeights()).reverse());
    expect(await to.weightsSha256()).toBe(await from.weightsSha256());
    const few = garments(3);
    expect(await to.predict(few)).toEqual(await from.predict(few));
    await Promise.all([from.dispose(), to.dispose()]);
  });
});

describe("recipes", () => {
  it("are complete: each makes a model and trains", async () => {
    expect(Object.keys(recipes)).toEqual(["seed", "quick"]);
    for (const [name, recipe] of Object.entries(recipes)) {
      expect(recipe.name).toBe(name);
      expect(recipe.layers()[0]).toEqual({ type: "rescaling", scale: 1 / 255, offset: 0 });
      const model = await sequential(recipe.layers(), { ...options, inputShape: recipe.inputShape });
      expect(model.outputShape).toEqual([10]);
      model.compile(recipe.compile);
      const { history } = await model.fit(garments(64), { batchSize: 32, validationSplit: recipe.validationSplit });
      expect(history.loss[0]).toBeGreaterThan(0);
      await model.dispose();
    }
    expect(recipes.seed).toMatchObject({ epochs: 50, batchSize: 512, validationSplit: 0.2 });
    expect(recipes.quick).toMatchObject({ epochs: 10, batchSize: 128, validationSplit: 1 / 12 });
  });

  it("are made for any number of classes, and images of other shapes", async () => {
    for (const recipe of Object.values(recipes)) {
      expect(recipe.layers({ classes: 10 })).toEqual(recipe.layers());
      const model = await sequential(recipe.layers({ classes: 3 }), { ...options, inputShape: [20, 30, 3] });
      expect(model.outputShape).toEqual([3]);
      await model.dispose();
      expect(() => recipe.layers({ classes: 0 })).toThrow(`recipes.${recipe.name}.layers: option "classes" is 0`);
      expect(() => recipe.layers({ clases: 3 } as object)).toThrow('did you mean "classes"?');
    }
  });
});
