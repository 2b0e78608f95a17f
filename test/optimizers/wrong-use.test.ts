/** Wrong options of optimizers: each is refused, in one line that names what was received and expected. */
import { adagrad, adam, adamw, cosineDecay, lion, nadam, rmsprop, sgd } from "fashion-wasm";
import { describe, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";

// biome-ignore lint/suspicious/noExplicitAny: these calls are what the types would refuse
type Untyped = any;
const make = { adagrad, adam, adamw, lion, nadam, rmsprop, sgd } as Untyped;

const OWN: [name: string, options: Untyped, named: string[]][] = [
  ["adam", { learningRate: -1 }, ["adam:", '"learningRate" is -1', "≥ 0"]],
  ["adam", { learningRate: Number.NaN }, ["NaN", "a finite number"]],
  ["adam", { learningRate: Number.POSITIVE_INFINITY }, ["Infinity", "a finite number"]],
  ["adam", { learningRate: "0.1" }, ['"0.1"', "a finite number ≥ 0, or", "cosineDecay"]],
  ["adam", { learningRate: "cosineDecay" }, ['"cosineDecay"', "or what one of these returns"]],
  ["adam", { learningRate: cosineDecay }, ["the function cosineDecay", "called: cosineDecay({ … })"]],
  ["adam", { learningRate: { type: "cosine" } }, ['"cosine"', 'mean "cosineDecay"']],
  [
    "adam",
    { learningRate: { type: "cosineDecay", initialLearningRate: 1 } },
    ["cosineDecay:", '"decaySteps" is undefined'],
  ],
  ["adam", { learningRate: [0.1] }, ["[0.1]", "≥ 0"]],
  ["adam", { learningRate: null }, ["null", "≥ 0"]],
  ["adam", { learning_rate: 0.1 }, ['"learning_rate"', 'mean "learningRate"']],
  ["adam", { lr: 0.1 }, ['"lr"', 'mean "learningRate"']],
  ["adam", { weight_decay: 0.1 }, ['"weight_decay"', 'mean "weightDecay"']],
  ["adam", { wd: 0.1 }, ['"wd"', 'mean "weightDecay"']],
  ["adam", { beta_1: 0.9 }, ['"beta_1"', 'mean "beta1"']],
  ["adam", { exclude_from_weight_decay: ["bias"] }, ['mean "excludeFromWeightDecay"']],
  ["adam", { global_clipnorm: 1 }, ['mean "globalClipnorm"']],
  ["adam", { use_ema: true }, ['mean "useEma"']],
  ["adam", { ema_momentum: 0.9 }, ['mean "emaMomentum"']],
  ["adam", { ema_overwrite_frequency: 2 }, ['mean "emaOverwriteFrequency"']],
  ["adam", { gradient_accumulation_steps: 2 }, ['mean "gradientAccumulationSteps"']],
  ["adam", { amsgrad: true }, ['"amsgrad"', "allowed: learningRate, beta1"]],
  ["adam", { beta1: 1 }, ['"beta1" is 1', "≥ 0 and < 1"]],
  ["adam", { beta2: -0.1 }, ['"beta2" is -0.1', "≥ 0 and < 1"]],
  ["adam", { epsilon: 0 }, ['"epsilon" is 0', "> 0"]],
  ["adam", 0.001, ["adam:", "received 0.001", "an object of options"]],
  ["adam", [], ["adam:", "received []"]],
  ["adamw", { weightDecay: null }, ["adamw:", '"weightDecay" is null', "≥ 0"]],
  ["adamw", { weightDecay: -0.004 }, ["adamw:", "-0.004"]],
  ["nadam", { beta1: 1 }, ["nadam:", "≥ 0 and < 1"]],
  ["adagrad", { initialAccumulatorValue: -1 }, ["adagrad:", "-1", "≥ 0"]],
  ["adagrad", { epsilon: -1 }, ["adagrad:", "> 0"]],
  ["adagrad", { initial_accumulator_value: 1 }, ['mean "initialAccumulatorValue"']],
  ["lion", { beta1: 0 }, ["lion:", '"beta1" is 0', "> 0 and ≤ 1"]],
  ["lion", { beta1: 1.1 }, ["1.1", "> 0 and ≤ 1"]],
  ["lion", { beta2: 1 }, ['"beta2" is 1', "< 1"]],
  ["lion", { epsilon: 1 }, ['unknown option "epsilon"']],
  ["sgd", { momentum: 2 }, ["sgd:", "≥ 0 and ≤ 1"]],
  ["sgd", { nesterov: 1 }, ['"nesterov" is 1', "true or false"]],
  ["rmsprop", { rho: 1 }, ["rmsprop:", "< 1"]],
  ["rmsprop", { centered: "yes" }, ['"yes"', "true or false"]],
];

const COMMON: [options: Untyped, named: string[]][] = [
  [{ weightDecay: -1 }, ['"weightDecay" is -1', "≥ 0"]],
  [{ weightDecay: "0.1" }, ['"weightDecay" is "0.1"', "a finite number"]],
  [
    { weightDecay: 0.1, excludeFromWeightDecay: "bias" },
    ['"excludeFromWeightDecay" is "bias"', 'an array of names, e.g. ["bias"]'],
  ],
  [{ weightDecay: 0.1, excludeFromWeightDecay: [1] }, ['"excludeFromWeightDecay[0]" is 1', "a string"]],
  [{ weightDecay: 0.1, excludeFromWeightDecay: ["bias", ""] }, ['["bias", ""]', "every weight"]],
  [{ clipnorm: 0 }, ['"clipnorm" is 0', "> 0"]],
  [{ clipvalue: -1 }, ['"clipvalue" is -1', "> 0"]],
  [{ globalClipnorm: Number.NaN }, ['"globalClipnorm" is NaN', "> 0"]],
  [{ clipnorm: 1, clipvalue: 1 }, ['"clipnorm" and "clipvalue"', "give one of them"]],
  [{ clipnorm: 1, globalClipnorm: 1 }, ['"clipnorm" and "globalClipnorm"', "give one of them"]],
  [{ clipnorm: 1, clipvalue: 1, globalClipnorm: 1 }, ['"clipvalue" and "globalClipnorm"']],
  [{ useEma: 1 }, ['"useEma" is 1', "true or false"]],
  [{ emaMomentum: 0.9 }, ['"emaMomentum"', 'without "useEma"', "useEma: true"]],
  [{ useEma: false, emaMomentum: 0.99 }, ['"emaMomentum"', 'without "useEma"']],
  [{ useEma: true, emaMomentum: 1.5 }, ['"emaMomentum" is 1.5', "≥ 0 and ≤ 1"]],
  [{ emaOverwriteFrequency: 5 }, ['"emaOverwriteFrequency"', 'without "useEma"']],
  [{ useEma: true, emaOverwriteFrequency: 0 }, ['"emaOverwriteFrequency" is 0', "a whole number ≥ 1"]],
  [{ gradientAccumulationSteps: 0 }, ['"gradientAccumulationSteps" is 0', "a whole number ≥ 1"]],
  [{ gradientAccumulationSteps: 2.5 }, ["2.5", "a whole number ≥ 1"]],
];

describe("optimizers refuse", () => {
  it.each(OWN)("%s(%o)", async (name, options, named) => {
    await expectRefusal(() => make[name](options), "INVALID_ARGUMENT", named);
  });

  it.each(COMMON)("sgd(%o)", async (options, named) => {
    await expectRefusal(() => sgd(options), "INVALID_ARGUMENT", ["sgd:", ...named]);
  });

  it("weights spared from no decay", async () => {
    const named = ['"excludeFromWeightDecay"', 'without "weightDecay"', "give weightDecay a number"];
    await expectRefusal(() => sgd({ excludeFromWeightDecay: ["bias"] }), "INVALID_ARGUMENT", named);
    adamw({ excludeFromWeightDecay: ["bias"] });
  });
});
