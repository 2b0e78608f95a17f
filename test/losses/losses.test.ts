/** Losses as the engine reads them, and what their options refuse. */
import { LOSSES } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { LABEL_KINDS } from "../../ts/losses/losses.js";
import { expectRefusal } from "../model/refusal.js";

// biome-ignore lint/suspicious/noExplicitAny: these calls are what the types would refuse
type Untyped = any;
const make = LOSSES as Untyped;

describe("losses", () => {
  it.each(Object.entries(LOSSES))("%s is called so, and a word alone with its defaults", (name, loss) => {
    expect(loss.name).toBe(name);
    expect(loss()).toEqual({ type: name });
  });

  it.each([
    ["sparseCategoricalCrossentropy", { labelSmoothing: 0.1 }],
    ["categoricalCrossentropy", { labelSmoothing: 0.1 }],
    ["binaryCrossentropy", { labelSmoothing: 0.999 }],
    ["huber", { delta: 0.5 }],
    ["categoricalFocalCrossentropy", { alpha: 0, gamma: 0, labelSmoothing: 0.1 }],
    ["binaryFocalCrossentropy", { applyClassBalancing: true, alpha: 1, gamma: 1, labelSmoothing: 0.1 }],
  ])("%s keeps %o", (name, options) => {
    expect(make[name](options)).toEqual({ type: name, ...options });
  });

  it.each([
    ["sparseCategoricalCrossentropy", { labelSmoothing: 0 }],
    ["huber", { delta: 1 }],
    ["categoricalFocalCrossentropy", { alpha: 0.25, gamma: 2, labelSmoothing: 0 }],
    ["binaryFocalCrossentropy", { applyClassBalancing: false, gamma: 2 }],
  ])("%s leaves the defaults %o out", (name, options) => {
    expect(make[name](options)).toEqual({ type: name });
  });

  it("takes the default α with class balancing", () => {
    const options = { applyClassBalancing: true, alpha: 0.25 };
    expect(LOSSES.binaryFocalCrossentropy(options)).toEqual({
      type: "binaryFocalCrossentropy",
      applyClassBalancing: true,
    });
  });

  it("say of each what its labels are", () => {
    expect(Object.keys(LABEL_KINDS)).toEqual([...Object.keys(LOSSES), "custom"]);
  });

  const WRONG: [name: string, options: Untyped, named: string[]][] = [
    ["sparseCategoricalCrossentropy", { labelSmoothing: 1 }, ["sparseCategoricalCrossentropy:", "is 1", "≥ 0 and < 1"]],
    ["sparseCategoricalCrossentropy", { labelSmoothing: -0.1 }, ["is -0.1", "≥ 0 and < 1"]],
    ["sparseCategoricalCrossentropy", { label_smoothing: 0.1 }, ['mean "labelSmoothing"']],
    ["sparseCategoricalCrossentropy", { fromLogits: true }, ['unknown option "fromLogits"', "labelSmoothing"]],
    ["sparseCategoricalCrossentropy", 0.1, ["received 0.1", "an object of options"]],
    ["categoricalCrossentropy", { labelSmoothing: Number.NaN }, ["categoricalCrossentropy:", "NaN"]],
    ["binaryCrossentropy", { labelSmoothing: "0.1" }, ["binaryCrossentropy:", '"0.1"']],
    ["binaryCrossentropy", { from_logits: true }, ['unknown option "from_logits"']],
    ["meanSquaredError", { delta: 1 }, ["meanSquaredError:", 'unknown option "delta"', "none"]],
    ["meanAbsoluteError", { reduction: "sum" }, ["meanAbsoluteError:", 'unknown option "reduction"']],
    ["huber", { delta: 0 }, ["huber:", '"delta" is 0', "> 0"]],
    ["huber", { delta: Number.POSITIVE_INFINITY }, ["Infinity", "> 0"]],
    ["categoricalFocalCrossentropy", { alpha: -1 }, ["categoricalFocalCrossentropy:", '"alpha" is -1', "≥ 0"]],
    ["categoricalFocalCrossentropy", { alpha: [0.25, 0.75] }, ["[0.25, 0.75]", "a finite number"]],
    ["categoricalFocalCrossentropy", { gamma: -2 }, ['"gamma" is -2', "≥ 0"]],
    [
      "binaryFocalCrossentropy",
      { alpha: 0.5 },
      ['"alpha"', 'without "applyClassBalancing"', "applyClassBalancing: true"],
    ],
    ["binaryFocalCrossentropy", { applyClassBalancing: true, alpha: 1.5 }, ['"alpha" is 1.5', "≤ 1"]],
    ["binaryFocalCrossentropy", { apply_class_balancing: true }, ['mean "applyClassBalancing"']],
    ["binaryFocalCrossentropy", { applyClassBalancing: 1 }, ['"applyClassBalancing" is 1', "true or false"]],
  ];

  it.each(WRONG)("%s(%o) is refused", async (name, options, named) => {
    await expectRefusal(() => make[name](options), "INVALID_ARGUMENT", named);
  });
});
