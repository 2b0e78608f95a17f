/**
 * The face of the normalization layer: options, defaults, documentation. Its meaning is in crates/engine/src/layers.
 */
import { booleanOption, invalidOption, isList, optionsObject } from "../options/check.js";
import { axesOption } from "./axes-option.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** Options of {@link normalization}; names and defaults as in Keras. */
export interface NormalizationOptions extends LayerOptions {
  /**
   * The axes that have a mean and a variance of their own, as Keras counts them: 0 are the images, 1 the rows, −1 the last;
   * `null` for one mean and one variance of all values. Default −1, the channels.
   */
  readonly axis?: number | readonly number[] | null | undefined;
  /** The mean, or means in the order of the kept axes, when they are known; then `variance` must be, too. */
  readonly mean?: number | ArrayLike<number> | undefined;
  /** The variance or variances, ≥ 0. */
  readonly variance?: number | ArrayLike<number> | undefined;
  /** Whether it brings normalised values back: `x · √variance + mean`; default false. */
  readonly invert?: boolean | undefined;
}

/** A normalization layer as the engine reads it. */
export type NormalizationSpec = SharedSpec & {
  readonly type: "normalization";
  readonly axis: readonly number[];
  readonly mean?: readonly number[];
  readonly variance?: readonly number[];
  readonly invert: boolean;
};

/**
 * Brings values to mean 0 and variance 1 by statistics that do not change: `y = (x − mean) / max(√variance, 1e-7)`.
 *
 * Shapes: any → the same. With `mean` and `variance` it has no weights, and at the head of a model the work is done as images
 * are gathered. Without, it has `name.mean` and `name.variance`, 0 and 1 at first, which no training moves:
 * `await model.layers[0].adapt(images)` sets them to those of the images.
 *
 * @example
 * ```ts
 * const model = await sequential([normalization({ axis: null }), flatten(), dense({ units: 10 })], { inputShape: [28, 28, 1] });
 * await model.layers[0]?.adapt(train);
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed. Axes and numbers of statistics that
 * do not fit the input are found when the model is made.
 * @see Keras `keras.layers.Normalization`
 */
export function normalization(options?: NormalizationOptions): NormalizationSpec {
  const where = "normalization";
  const allowed = ["axis", "mean", "variance", "invert", ...SHARED] as const;
  const { axis = -1, mean, variance, invert = false, ...own } = optionsObject(where, options, allowed);
  if ((mean === undefined) !== (variance === undefined)) {
    const [missing, given] = mean === undefined ? (["mean", "variance"] as const) : (["variance", "mean"] as const);
    throw invalidOption(where, missing, undefined, `there beside "${given}"`);
  }
  return {
    type: "normalization",
    ...shared(where, own),
    axis: axis === null ? [] : axesOption(where, axis, ", or null"),
    ...(mean !== undefined && { mean: numbersOption(where, "mean", mean, -Infinity) }),
    ...(variance !== undefined && { variance: numbersOption(where, "variance", variance, 0) }),
    invert: booleanOption(where, "invert", invert),
  };
}

function numbersOption(where: string, name: string, received: unknown, min: number): readonly number[] {
  const values: readonly unknown[] = isList(received) ? Array.from(received) : [received];
  const fits = (value: unknown) => typeof value === "number" && Number.isFinite(Math.fround(value)) && value >= min;
  if (values.length >= 1 && values.every(fits)) return values as readonly number[];
  throw invalidOption(where, name, received, `a finite number${min === 0 ? " ≥ 0" : ""}, or an array of such`);
}
