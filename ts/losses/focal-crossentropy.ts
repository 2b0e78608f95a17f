/**
 * The face of the focal cross-entropies, which make little of examples that are right already: options, defaults,
 * documentation. Their arithmetic is in crates/engine/src/losses.
 */
import { FashionWasmError } from "../errors.js";
import { booleanOption } from "../options/check.js";
import { type LossSpec, lossOf, SMOOTHING } from "./loss-spec.js";

/** Options of {@link categoricalFocalCrossentropy}. */
export interface CategoricalFocalCrossentropyOptions {
  /** Factor α of the whole, ≥ 0; default 0.25. */
  readonly alpha?: number | undefined;
  /** Exponent γ, ≥ 0: the greater, the less the examples count that are right already; default 2. */
  readonly gamma?: number | undefined;
  /** As of {@link categoricalCrossentropy}, in [0, 1); default 0. */
  readonly labelSmoothing?: number | undefined;
}

/** Options of {@link binaryFocalCrossentropy}. */
export interface BinaryFocalCrossentropyOptions {
  /** Whether α and 1 − α weigh labels of 1 and 0; default false. */
  readonly applyClassBalancing?: boolean | undefined;
  /** Weight α of labels of 1, in [0, 1]; only with `applyClassBalancing`. Default 0.25. */
  readonly alpha?: number | undefined;
  /** Exponent γ, ≥ 0; default 2. */
  readonly gamma?: number | undefined;
  /** As of {@link binaryCrossentropy}, in [0, 1); default 0. */
  readonly labelSmoothing?: number | undefined;
}

/**
 * `−Σⱼ α·(1 − pⱼ)ᵞ·yⱼ·log pⱼ`, the mean over the images; labels and p are as in {@link categoricalCrossentropy}.
 *
 * @example
 * ```ts
 * model.compile({ optimizer: "adam", loss: categoricalFocalCrossentropy({ gamma: 1 }) });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range or an unknown option.
 * @see Keras `keras.losses.CategoricalFocalCrossentropy`; Lin et al. 2017
 */
export function categoricalFocalCrossentropy(
  options?: CategoricalFocalCrossentropyOptions,
): LossSpec<"categoricalFocalCrossentropy", CategoricalFocalCrossentropyOptions> {
  const own = { alpha: [0.25, { min: 0 }], gamma: [2, { min: 0 }], labelSmoothing: SMOOTHING } as const;
  return lossOf("categoricalFocalCrossentropy", options, own);
}

/**
 * {@link binaryCrossentropy} times `(1 − q)ᵞ`, where `q = y·p + (1 − y)·(1 − p)`; with `applyClassBalancing` also times
 * `α·y + (1 − α)·(1 − y)`. In Keras, α without class balancing does nothing; here it is an error.
 *
 * @example
 * ```ts
 * const loss = binaryFocalCrossentropy({ applyClassBalancing: true, alpha: 0.75 }); // rare labels of 1 count more
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range, an unknown option, or α without class balancing.
 * @see Keras `keras.losses.BinaryFocalCrossentropy`; Lin et al. 2017
 */
export function binaryFocalCrossentropy(
  options?: BinaryFocalCrossentropyOptions,
): LossSpec<"binaryFocalCrossentropy", BinaryFocalCrossentropyOptions> {
  const made = lossOf("binaryFocalCrossentropy", options, {
    applyClassBalancing: [false, booleanOption],
    alpha: [0.25, { min: 0, max: 1 }],
    gamma: [2, { min: 0 }],
    labelSmoothing: SMOOTHING,
  });
  if (options?.alpha === undefined || made.applyClassBalancing) return made;
  throw new FashionWasmError(
    "INVALID_ARGUMENT",
    'binaryFocalCrossentropy: option "alpha" would do nothing without "applyClassBalancing" → set applyClassBalancing: true, or leave it out',
  );
}
