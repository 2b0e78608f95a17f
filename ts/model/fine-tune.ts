/**
 * Transfer learning: a model that has learned on many images is given a new last layer, and learns other classes from few.
 * What stays and what is new, fine-tune-plan.ts says, a script of its own.
 */
import type { ModelDescription } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import type { Layer } from "../layers/layers.js";
import { show } from "../options/show.js";
import { laterScript } from "../platform/later-script.js";
import { Model } from "./model.js";
import { type ComputeOptions, computeOptions, startModel } from "./sequential.js";

/** Options of {@link fineTune}. */
export interface FineTuneOptions extends ComputeOptions {
  /** How many classes the new model tells apart, 2 or more, or their names; without names they are those of the first data of `fit`. */
  readonly classes: number | readonly string[];
  /**
   * Which layers stay as they are: `true` (default) all but the new one, `false` none, the first so many of the base by a number, or
   * those up to a layer by its name. A batch normalization that stays normalises by its moving statistics.
   */
  readonly freeze?: boolean | number | string | undefined;
  /** Augmentation layers, `randomFlip` …, for the first places; default: those of the base. `[]`: none. */
  readonly augment?: readonly Layer[] | undefined;
  /** Draws the first weights of the new layer, order, dropout and augmentation; default: the base's own. */
  readonly seed?: number | undefined;
}

/**
 * Returns a model for other classes, which begins with what `base` has learnt: its layers and weights, but for its last dense layer and
 * an activation after it, in whose place stands a new one with a logit for each class. This is transfer learning. The base stays as it is.
 *
 * Shapes: images of the base's `inputShape` → `[classes]` logits. Compile it with a loss that takes logits, such as
 * `"sparseCategoricalCrossentropy"`, and train it as any other. To go on with all layers, set `model.trainable = true` and compile again with
 * about a hundredth of the learning rate.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for what is no model, does not end in a dense layer, or an option that is not allowed;
 * DISPOSED; ENGINE_START_FAILED; DOWNLOAD_FAILED, in Node IO, for the script that is fetched when it is first needed.
 * @example
 * ```ts
 * await using base = await pretrained();
 * await using shoes = await fineTune(base, { classes: ["clog", "loafer", "pump"], augment: [randomFlip({ mode: "horizontal" })] });
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
  const { planned } = await laterScript("the part of the package that fine-tunes", () => import("./fine-tune-plan.js"));
  const { spec, classNames, learnt, compute } = planned(where, base, options);
  const weights = await base.getWeights();
  return startModel(computeOptions(where, compute), async (started) => {
    const description: ModelDescription = await started.call("createSession", spec);
    const about = { name: base.name, compile: null, epochs: [], classNames, input: base.inputProfile };
    const model = new Model(started, description, { ...about, classesAreNew: true });
    const old = new Map(weights.filter(({ name }) => learnt(name)).map((weight) => [weight.name, weight]));
    await model.setWeights((await model.getWeights()).map((own) => old.get(own.name) ?? own));
    return model;
  });
}
