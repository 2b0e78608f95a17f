/**
 * The face of the batch normalization layer: options, defaults, documentation. Its meaning is in
 * crates/engine/src/layers, its arithmetic in crates/kernels.
 */
import { booleanOption, floatOption, optionsObject } from "../options/check.js";
import { type Initializer, initializerOption } from "./initializers.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** Options of {@link batchNormalization}; names and defaults as in Keras, without `axis`: it is always the last. */
export interface BatchNormalizationOptions extends LayerOptions {
  /** Share of the moving statistics that a training step keeps, 0 ≤ momentum ≤ 1; default 0.99. */
  readonly momentum?: number | undefined;
  /** Added to the variance, so that a constant channel divides by no zero; default 0.001. */
  readonly epsilon?: number | undefined;
  /** Whether `beta` is added; default true. */
  readonly center?: boolean | undefined;
  /** Whether `gamma` multiplies; default true. A relu and a layer with a kernel behind it make it superfluous. */
  readonly scale?: boolean | undefined;
  /** Default `zeros`. */
  readonly betaInitializer?: Initializer | undefined;
  /** Default `ones`. */
  readonly gammaInitializer?: Initializer | undefined;
  /** Default `zeros`. */
  readonly movingMeanInitializer?: Initializer | undefined;
  /** Default `ones`. */
  readonly movingVarianceInitializer?: Initializer | undefined;
}

/** A batch normalization layer as the engine reads it. */
export type BatchNormalizationSpec = SharedSpec & {
  readonly type: "batchNormalization";
  readonly momentum: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly gammaInitializer: Initializer;
  readonly betaInitializer: Initializer;
  readonly movingMeanInitializer: Initializer;
  readonly movingVarianceInitializer: Initializer;
};

const OPTIONS = [
  "momentum",
  "epsilon",
  "center",
  "scale",
  "betaInitializer",
  "gammaInitializer",
  "movingMeanInitializer",
  "movingVarianceInitializer",
  ...SHARED,
] as const;

/**
 * Brings every channel to mean 0 and variance 1, then to a scale and a place of its own:
 * `y = gamma · (x − mean) / √(variance + epsilon) + beta`.
 *
 * In training, mean and variance (the biased one, `Σ (x − mean)² / n`) are those of the batch, over all axes but the
 * last, and each step moves `moving = moving · momentum + batch · (1 − momentum)`. In evaluation and prediction they are
 * the moving ones, so that an image's output does not depend on its batch. The last, smaller batch of an epoch, one image
 * even, is a batch like any other.
 *
 * Shapes: any → the same. Weights, each `[channels]`: `name.gamma` and `name.beta`, which are trained, `name.moving_mean`
 * and `name.moving_variance`, which are not; all four are in `getWeights`, in a saved model and in `weightsSha256`.
 * It stands between a layer and its activation: `conv2d({ …, useBias: false })`, `batchNormalization()`, `relu()`; the
 * layer before needs no bias, for the mean takes it away again.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.BatchNormalization`; Ioffe & Szegedy 2015
 */
export function batchNormalization(options?: BatchNormalizationOptions): BatchNormalizationSpec {
  const where = "batchNormalization";
  const {
    momentum = 0.99,
    epsilon = 1e-3,
    center = true,
    scale = true,
    betaInitializer = "zeros",
    gammaInitializer = "ones",
    movingMeanInitializer = "zeros",
    movingVarianceInitializer = "ones",
    ...own
  } = optionsObject(where, options, OPTIONS);
  return {
    type: "batchNormalization",
    ...shared(where, own),
    momentum: floatOption(where, "momentum", momentum, { min: 0, max: 1 }),
    epsilon: floatOption(where, "epsilon", epsilon, { above: 0 }),
    center: booleanOption(where, "center", center),
    scale: booleanOption(where, "scale", scale),
    gammaInitializer: initializerOption(where, "gammaInitializer", gammaInitializer),
    betaInitializer: initializerOption(where, "betaInitializer", betaInitializer),
    movingMeanInitializer: initializerOption(where, "movingMeanInitializer", movingMeanInitializer),
    movingVarianceInitializer: initializerOption(where, "movingVarianceInitializer", movingVarianceInitializer),
  };
}
