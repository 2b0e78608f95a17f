/**
 * Wrong inputs of all public functions, row by row: the call, its error's code, and what the message must say, what was received and
 * what was expected. Further rows stand beside what they belong to, such as test/optimizers/wrong-use.test.ts.
 */
import * as api from "fashion-wasm";
import { dense, flatten, type Model, rescaling, sequential } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compiled, garments, tiny } from "./garments.js";
import { expectRefusal } from "./refusal.js";
import { LAYERS, OTHERS, TRAINING, WITHOUT_INPUT } from "./wrong-calls.js";
import { FITTING } from "./wrong-fits.js";

const CALLS = [...LAYERS, ...TRAINING, ...OTHERS];
const functions = api as unknown as Readonly<Record<string, (...args: unknown[]) => unknown>>;

describe("a wrong input is refused", () => {
  it.each(CALLS)("%s(%j)", async (name, args, code, named) => {
    await expectRefusal(() => functions[name]?.(...args), code, named);
  });
});

describe("a wrong use of a model is refused", () => {
  let model: Model;
  beforeAll(async () => {
    model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 7, threads: 1 });
    model.compile(compiled);
  });
  afterAll(() => model.dispose());

  it.each(FITTING)("%s", async (_, call, code, named) => {
    model.compile(compiled);
    const before = await model.weightsSha256();
    await expectRefusal(() => call(model), code, named);
    expect(await model.weightsSha256()).toBe(before);
  });

  it("of one output", async () => {
    const layers = [rescaling({ scale: 1 / 255 }), flatten(), dense({ units: 1 })];
    await using one = await sequential(layers, { inputShape: [28, 28, 1], threads: 1 });
    one.compile({ optimizer: "adam", loss: "binaryCrossentropy" });
    const data = garments(20);
    const named = ["the model has 1 output,", "from 0 to 1"];
    await expectRefusal(() => one.fit(data), "DATA_MISMATCH", named);
    await expectRefusal(() => one.predictClasses(data), "INVALID_ARGUMENT", ["one output, linear", "take predict()"]);
    await expectRefusal(() => one.topK([1], 1), "INVALID_ARGUMENT", ["one output", "no classes to choose from"]);
    const short = { images: data.images, labels: [1] };
    await expectRefusal(() => one.fit(short), "DATA_MISMATCH", ["1 labels for 20 images", "one number an image"]);
  });
});

describe("the tables", () => {
  it("have every public function", () => {
    const callable = Object.keys(api).filter((name) => typeof functions[name] === "function");
    const called = new Set([...CALLS.map(([name]) => name), ...WITHOUT_INPUT]);
    expect(callable.filter((name) => !called.has(name))).toEqual([]);
  });

  it("have 150 rows, no two alike", () => {
    const rows = [...CALLS.map(([name, args]) => `${name}(${JSON.stringify(args)})`), ...FITTING.map(([use]) => use)];
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThanOrEqual(150);
    for (const [, , , named] of [...CALLS, ...FITTING]) expect(named.length).toBeGreaterThan(0);
  });
});
