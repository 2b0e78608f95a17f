/** Optimizers as the engine reads them: Keras' defaults, common options only where they differ from theirs. */
import { adagrad, adam, adamw, cosineDecay, lion, nadam, OPTIMIZERS, rmsprop, sgd } from "fashion-wasm";
import { describe, expect, it } from "vitest";

const MOMENTS = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

describe("optimizers", () => {
  it.each([
    [adam(), { type: "adam", ...MOMENTS }],
    [adamw(), { type: "adamw", ...MOMENTS, weightDecay: 0.004 }],
    [nadam(), { type: "nadam", ...MOMENTS }],
    [adagrad(), { type: "adagrad", learningRate: 0.001, initialAccumulatorValue: 0.1, epsilon: 1e-7 }],
    [lion(), { type: "lion", learningRate: 0.001, beta1: 0.9, beta2: 0.99 }],
    [sgd(), { type: "sgd", learningRate: 0.01, momentum: 0, nesterov: false }],
    [rmsprop(), { type: "rmsprop", learningRate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false }],
  ])("fill in Keras' defaults, in this order: %o", (made, spec) => {
    expect(JSON.stringify(made)).toBe(JSON.stringify(spec));
  });

  it.each(Object.entries(OPTIMIZERS))("%s takes every common option", (type, make) => {
    const common = {
      weightDecay: 0.01,
      excludeFromWeightDecay: ["bias", "dense.kernel"],
      globalClipnorm: 1,
      useEma: true,
      emaMomentum: 0.999,
      emaOverwriteFrequency: 100,
      gradientAccumulationSteps: 4,
    };
    expect(make(common)).toEqual({ ...make(), ...common });
    expect(make(common).type).toBe(type);
    expect(make({ clipnorm: 0.5 })).toEqual({ ...make(), clipnorm: 0.5 });
    expect(make({ clipvalue: 0.5 })).toEqual({ ...make(), clipvalue: 0.5 });
  });

  it.each(Object.values(OPTIMIZERS))("leaves common options out that have their defaults: %o", (make) => {
    const defaults = {
      excludeFromWeightDecay: [],
      clipnorm: null,
      clipvalue: null,
      globalClipnorm: null,
      useEma: false,
      emaOverwriteFrequency: null,
      gradientAccumulationSteps: 1,
    };
    expect(JSON.stringify(make(defaults))).toBe(JSON.stringify(make()));
    expect(make({ useEma: true, emaMomentum: 0.99 })).toEqual({ ...make(), useEma: true });
  });

  it("takes null as no decay, and 0 as one", () => {
    expect(sgd({ weightDecay: null })).toEqual(sgd());
    expect(sgd({ weightDecay: 0, excludeFromWeightDecay: ["bias"] })).toMatchObject({ weightDecay: 0 });
  });

  it("takes a schedule as its learning rate, made or as JSON", () => {
    const rate = cosineDecay({ initialLearningRate: 0.1, decaySteps: 100 });
    expect(sgd({ learningRate: rate }).learningRate).toEqual(rate);
    expect(sgd({ learningRate: JSON.parse(JSON.stringify(rate)) }).learningRate).toEqual(rate);
  });

  it.each(Object.values(OPTIMIZERS))("returns what it may be made of again: %o", (make) => {
    const { type: _, ...options } = make({ weightDecay: 0.1, useEma: true, gradientAccumulationSteps: 2 });
    expect(make(options as never)).toEqual({ ...make(), ...options });
  });

  it("keep every option of their own", () => {
    const options = { learningRate: 0.1, beta1: 0, beta2: 0.5, epsilon: 1e-8 };
    for (const make of [adam, adamw, nadam]) expect(make(options)).toMatchObject(options);
    expect(sgd({ momentum: 0.9, nesterov: true })).toMatchObject({ momentum: 0.9, nesterov: true });
    expect(rmsprop({ rho: 0, momentum: 1, centered: true })).toMatchObject({ rho: 0, momentum: 1, centered: true });
  });

  it("takes ranges to their ends", () => {
    expect(lion({ beta1: 1, beta2: 0 })).toMatchObject({ beta1: 1, beta2: 0 });
    expect(adagrad({ initialAccumulatorValue: 0 })).toMatchObject({ initialAccumulatorValue: 0 });
    expect(adamw({ weightDecay: 0, learningRate: 0 })).toMatchObject({ weightDecay: 0, learningRate: 0 });
    expect(sgd({ useEma: true, emaMomentum: 1 })).toMatchObject({ emaMomentum: 1 });
  });
});
