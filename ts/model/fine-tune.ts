/**
 * Transfer learning: a model that has learned on many images is given a new last layer, and learns other classes from few.
 */
import { FashionWasmError } from "../errors.js";
import { dense, type Layer } from "../layers/layers.js";
import { integerOption, invalidOption, numberOption, optionsObject } from "../options/check.js";
import { list, show } from "../options/show.js";
import { Model } from "./model.js";
import { type ComputeOptions, computeOptions, sequential } from "./sequential.js";

/** Options of {@link fineTune}. */
export interface FineTuneOptions extends ComputeOptions {
  /** How many classes the new model tells apart, 2 or more. Their names come from the data of the first `fit`. */
  readonly classes: number;
  /**
   * Which layers stay as they are: `true` (default) all but the new one, `false` none, the first so many by a number, or those up to a
   * layer by its name. A batch normalization that stays normalises by its moving statistics.
   */
  readonly freeze?: boolean | number | string | undefined;
  /** Draws the first weights of the new layer, order and dropout; default: the base's own. */
  readonly seed?: number | undefined;
}

/**
 * Returns a new model with the layers and weights of `base`, but for its last dense layer, in whose place stands a new one of `classes`
 * units, which ends in logits. The base stays as it is.
 *
 * Compile it with a loss of logits, `"sparseCategoricalCrossentropy"`, and train it as any other. With everything frozen the
 * learning rate may be as usual; to go on with the whole, set `layer.trainable = true`, compile again with a hundredth of it.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for what is no model, has no dense layer, or an option that is not allowed; DISPOSED.
 * @example
 * ```ts
 * await using base = await pretrained();
 * await using shoes = await fineTune(base, { classes: 3 });
 * shoes.compile({ optimizer: adam({ learningRate: 0.01 }), loss: "sparseCategoricalCrossentropy" });
 * await shoes.fit(few, { epochs: 30 });
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
  integerOption(where, "classes", classes, { min: 2 });
  numberOption(where, "seed", seed);
  const { inputShape, layers: specs } = base.getConfig();
  const layers = specs as unknown as readonly Layer[];
  const at = layers.findLastIndex(({ type }) => type === "dense");
  if (at < 0) {
    const what = "the model has no dense layer, which tells its classes apart → build one with sequential()";
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: ${what}`);
  }
  const frozen = frozenLayers(
    where,
    freeze,
    base.layers.slice(0, at).map(({ name }) => name),
  );
  const kept = base.layers.slice(0, at).map(({ name, inputs }, place) => ({
    ...layers[place],
    name,
    inputs,
    trainable: place >= frozen && layers[place]?.trainable !== false,
  }));
  const named = new Set(base.layers.map(({ name }) => name));
  const inputs = base.layers[at]?.inputs;
  const head = { ...dense({ units: classes as number, name: freeName("classes", named) }), inputs };
  const model = await sequential([...kept, head] as unknown as Layer[], {
    ...computeOptions(where, compute),
    inputShape: inputShape as [number, number, number],
    seed,
  });
  try {
    const own = new Set((await model.getWeights()).map(({ name }) => name));
    await model.setWeights((await base.getWeights()).filter(({ name }) => own.has(name)));
    return model;
  } catch (error) {
    await model.dispose();
    throw error;
  }
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
