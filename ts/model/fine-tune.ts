/**
 * Transfer learning: a model that has learned on many images is given a new last layer, and learns other classes from few.
 */
import type { ModelDescription } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import { checkLayers } from "../layers/check-layers.js";
import { dense, type Layer } from "../layers/layers.js";
import { integerOption, invalidOption, optionsObject } from "../options/check.js";
import { list, show } from "../options/show.js";
import { Model } from "./model.js";
import { type ComputeOptions, computeOptions, startModel } from "./sequential.js";

/** Options of {@link fineTune}. */
export interface FineTuneOptions extends ComputeOptions {
  /** How many classes the new model tells apart, 2 or more, or their names; without names they are those of the first data of `fit`. */
  readonly classes: number | readonly string[];
  /**
   * Which layers stay as they are: `true` (default) all but the new one, `false` none, the first so many by a number, or those up to a
   * layer by its name. A batch normalization that stays normalises by its moving statistics.
   */
  readonly freeze?: boolean | number | string | undefined;
  /** Draws the first weights of the new layer, order and dropout; default: the base's own. */
  readonly seed?: number | undefined;
}

/**
 * Returns a model for other classes, which begins with what `base` has learnt: its layers and weights, but for its last dense layer,
 * in whose place stands a new one with a logit for each class. This is transfer learning. The base stays as it is.
 *
 * Shapes: images of the base's `inputShape` → `[classes]` logits. Compile it with a loss that takes logits, such as
 * `"sparseCategoricalCrossentropy"`, and train it as any other. To go on with all layers, set `model.trainable = true` and compile again with
 * about a hundredth of the learning rate.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for what is no model, has no dense layer, or an option that is not allowed; DISPOSED;
 * ENGINE_START_FAILED.
 * @example
 * ```ts
 * await using base = await pretrained();
 * await using shoes = await fineTune(base, { classes: ["clog", "loafer", "pump"] });
 * shoes.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
 * await shoes.fit(few, { epochs: 100 });
 * ```
 * @see Keras, "Transfer learning & fine-tuning"
 */
export async function fineTune(base: Model, options: FineTuneOptions): Promise<Model> {
  const where = "fineTune";
  if (!(base instanceof Model)) {
    const what = `received ${show(base)} → give a model of sequential(), loadModel() or pretrained()`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: ${what}`);
  }
  const allowed = ["classes", "freeze", "seed", "threads", "engine"] as const;
  const { classes, freeze = true, seed = base.seed, ...compute } = optionsObject(where, options, allowed);
  const classNames = namesOf(where, classes);
  const units = classNames?.length ?? integerOption(where, "classes", classes as number, { min: 2 });
  integerOption(where, "seed", seed, { min: 0, max: Number.MAX_SAFE_INTEGER });
  const { inputShape, layers: specs } = base.getConfig();
  const at = specs.findLastIndex(({ type }) => type === "dense");
  if (at < 0) {
    const what = "the model has no dense layer, which tells its classes apart → build one with sequential()";
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: ${what}`);
  }
  const names = base.layers.map(({ name }) => name);
  const frozen = frozenLayers(where, freeze, names.slice(0, at));
  const kept = specs.slice(0, at).map((spec, place) => (place < frozen ? { ...spec, trainable: false } : spec));
  const { inputs } = specs[at] as { readonly inputs?: readonly number[] };
  const head = { ...dense({ units, name: freeName("classes", new Set(names)) }), ...(inputs && { inputs }) };
  const layers = checkLayers(where, [...kept, head] as unknown as Layer[]);
  const weights = await base.getWeights();
  return startModel(computeOptions(where, compute), async (started) => {
    const description: ModelDescription = await started.call("createSession", { inputShape, seed, layers });
    const about = {
      name: base.name,
      compile: null,
      epochs: [],
      classNames,
      input: base.inputProfile,
      classesAreNew: true,
    };
    const model = new Model(started, description, about);
    const learnt = new Map(weights.map((weight) => [weight.name, weight]));
    await model.setWeights((await model.getWeights()).map((own) => learnt.get(own.name) ?? own));
    return model;
  });
}

/** Names of classes; null for a number of them. */
function namesOf(where: string, received: unknown): readonly string[] | null {
  if (!Array.isArray(received)) return null;
  const isNames = received.every((name) => typeof name === "string" && name !== "");
  if (isNames && received.length >= 2 && new Set(received).size === received.length)
    return Object.freeze([...received]);
  throw invalidOption(where, "classes", received, "a number, or the names of two or more classes, no two alike");
}

/** How many layers from the first on stay as they are. */
function frozenLayers(where: string, freeze: unknown, names: readonly string[]): number {
  if (freeze === true) return names.length;
  if (freeze === false) return 0;
  if (typeof freeze === "number" && Number.isInteger(freeze) && freeze >= 0 && freeze <= names.length) return freeze;
  const place = typeof freeze === "string" ? names.indexOf(freeze) : -1;
  if (place >= 0) return place + 1;
  const expected = `true, false, a number from 0 to ${names.length}, or the name of a layer: ${list(names)}`;
  throw invalidOption(where, "freeze", freeze, expected);
}

/** A name that no layer has. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 0; ; number++) {
    const own = number === 0 ? name : `${name}_${number}`;
    if (!taken.has(own)) return own;
  }
}
