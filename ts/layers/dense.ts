/**
 * The face of the dense layer: options, defaults, documentation. Its meaning is in crates/engine/src/layers.
 */
import { booleanOption, integerOption, optionsObject } from "../options/check.js";
import { type Activation, activationOption, type SpecActivation } from "./activation-option.js";
import { type Initializer, initializerOption } from "./initializers.js";
import { type Regularizer, type RegularizerSpec, regularizerOption } from "./regularizers.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** Options of {@link dense}. */
export interface DenseOptions extends LayerOptions {
  /** Number of outputs. */
  readonly units: number;
  /** Default `linear`. */
  readonly activation?: Activation | undefined;
  /** Whether a bias is added per unit; default true. */
  readonly useBias?: boolean | undefined;
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: Initializer | undefined;
  /** Default `zeros`. */
  readonly biasInitializer?: Initializer | undefined;
  /** What the loss adds for the kernel, e.g. `l2(1e-4)`; default nothing. */
  readonly kernelRegularizer?: Regularizer | undefined;
}

/** A dense layer as the engine reads it. */
export type DenseSpec = SharedSpec & {
  readonly type: "dense";
  readonly units: number;
  readonly activation: SpecActivation;
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
  readonly kernelRegularizer?: RegularizerSpec;
};

const OPTIONS = [
  "units",
  "activation",
  "useBias",
  "kernelInitializer",
  "biasInitializer",
  "kernelRegularizer",
  ...SHARED,
] as const;

/**
 * Connects every input to every output: `y[j] = activation(bias[j] + Σ x[i] · kernel[i, j])`.
 *
 * Shapes: `[inputs]` → `[units]`; an image must be {@link flatten}ed first. Weights: `name.kernel` `[inputs, units]`
 * and `name.bias` `[units]`. As the last layer of a classifier, leave the activation `linear`: the loss then works
 * on logits, which is exact where a softmax would have rounded to 0 or 1.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.Dense`
 */
export function dense(options: DenseOptions): DenseSpec {
  const where = "dense";
  const {
    units,
    activation = "linear",
    useBias = true,
    kernelInitializer = "glorotUniform",
    biasInitializer = "zeros",
    kernelRegularizer,
    ...own
  } = optionsObject(where, options, OPTIONS);
  return {
    type: "dense",
    ...shared(where, own),
    units: integerOption(where, "units", units, { min: 1 }),
    activation: activationOption(where, activation),
    useBias: booleanOption(where, "useBias", useBias),
    kernelInitializer: initializerOption(where, "kernelInitializer", kernelInitializer),
    biasInitializer: initializerOption(where, "biasInitializer", biasInitializer),
    ...regularizerOption(where, "kernelRegularizer", kernelRegularizer),
  };
}
