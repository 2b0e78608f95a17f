/**
 * What the loss adds for large weights. What it adds is in crates/engine/src/regularizer.rs.
 */
import { choiceOption, floatOption, invalidOption, optionsObject } from "../options/check.js";

/** Factors of Σ|w| and Σw² of a kernel, each ≥ 0, default 0. */
export interface L1L2Options {
  readonly l1?: number | undefined;
  readonly l2?: number | undefined;
}

/** A regularizer: what {@link l1}, {@link l2} and {@link l1L2} return, or a word for the first two. */
export type Regularizer = "l1" | "l2" | L1L2Options;

/** The same as the engine reads it. */
export type RegularizerSpec = { readonly l1?: number; readonly l2?: number };

/** Keras' default of both. */
const FACTOR = 0.01;

/**
 * Adds `factor · Σ|w|` of a kernel to the loss, which makes many weights 0.
 *
 * @param factor a number ≥ 0; default 0.01.
 * @example
 * ```ts
 * const layer = dense({ units: 64, kernelRegularizer: l1(1e-4) });
 * ```
 * @throws FashionWasmError INVALID_ARGUMENT for any other factor.
 * @see Keras `keras.regularizers.L1`; Tibshirani 1996
 */
export function l1(factor = FACTOR): RegularizerSpec {
  return { l1: floatOption("l1", "factor", factor, { min: 0 }) };
}

/**
 * Adds `factor · Σw²` of a kernel to the loss, which keeps weights small.
 *
 * @param factor a number ≥ 0; default 0.01.
 * @example
 * ```ts
 * const layer = conv2d({ filters: 32, kernelSize: 3, kernelRegularizer: l2(1e-4) });
 * ```
 * @throws FashionWasmError INVALID_ARGUMENT for any other factor.
 * @see Keras `keras.regularizers.L2`; Krogh & Hertz 1991
 */
export function l2(factor = FACTOR): RegularizerSpec {
  return { l2: floatOption("l2", "factor", factor, { min: 0 }) };
}

/**
 * Adds `l1 · Σ|w| + l2 · Σw²` of a kernel to the loss.
 *
 * @example
 * ```ts
 * const layer = dense({ units: 64, kernelRegularizer: l1L2({ l1: 1e-5, l2: 1e-4 }) });
 * ```
 * @throws FashionWasmError INVALID_ARGUMENT for a factor that is no number ≥ 0, or another option.
 * @see Keras `keras.regularizers.L1L2`
 */
export function l1L2(options?: L1L2Options): RegularizerSpec {
  return factors("l1L2", options);
}

/** Checks a regularizer; none for `undefined` and for one that adds nothing. */
export function regularizerOption<K extends string>(
  where: string,
  name: K,
  received: unknown,
): { readonly [key in K]?: RegularizerSpec } {
  if (received === undefined) return {};
  let found: RegularizerSpec;
  if (typeof received === "string") found = { [choiceOption(where, name, received, ["l1", "l2"])]: FACTOR };
  else if (received !== null && typeof received === "object") found = factors(`${where}: ${name}`, received);
  else throw invalidOption(where, name, received, "what l1(), l2() or l1L2() return");
  const isSome = (found.l1 ?? 0) > 0 || (found.l2 ?? 0) > 0;
  return isSome ? ({ [name]: found } as { readonly [key in K]: RegularizerSpec }) : {};
}

function factors(where: string, received: L1L2Options | undefined): RegularizerSpec {
  const given = Object.entries(optionsObject(where, received, ["l1", "l2"])).filter(
    ([, factor]) => factor !== undefined,
  );
  return Object.fromEntries(given.map(([name, factor]) => [name, floatOption(where, name, factor, { min: 0 })]));
}
