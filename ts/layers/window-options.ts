/**
 * The options that all convolutions share: the window, what follows it.
 */
import { booleanOption, pairOption } from "../options/check.js";
import { type Activation, activationOption, type SpecActivation } from "./activation-option.js";
import { type Initializer, initializerOption } from "./initializers.js";
import type { LayerOptions } from "./shared-options.js";
import { type Padding, paddingOption } from "./words.js";

/** Options of a convolution's window, bias and activation. */
export interface WindowOptions extends LayerOptions {
  /** Height and width of the window; one number stands for both. */
  readonly kernelSize: number | readonly [height: number, width: number];
  /** Step of the window down and right; default 1. */
  readonly strides?: number | readonly [down: number, right: number] | undefined;
  /** Default `valid`. */
  readonly padding?: Padding | undefined;
  /** Rows and columns from one cell of the window to the next; default 1. */
  readonly dilationRate?: number | readonly [down: number, right: number] | undefined;
  /** Default `linear`. */
  readonly activation?: Activation | undefined;
  /** Whether a bias is added per output channel; default true. */
  readonly useBias?: boolean | undefined;
  /** Default `zeros`. */
  readonly biasInitializer?: Initializer | undefined;
}

/** The same as the engine reads it. */
export type WindowSpec = {
  readonly kernelSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
  readonly dilationRate: readonly [number, number];
  readonly activation: SpecActivation;
  readonly useBias: boolean;
  readonly biasInitializer: Initializer;
};

/** Names of these options. */
export const WINDOW = [
  "kernelSize",
  "strides",
  "padding",
  "dilationRate",
  "activation",
  "useBias",
  "biasInitializer",
] as const;

/** Checks them and fills in the defaults. */
export function windowOptions(
  where: string,
  {
    kernelSize,
    strides = 1,
    padding = "valid",
    dilationRate = 1,
    activation = "linear",
    useBias = true,
    biasInitializer = "zeros",
  }: Partial<WindowOptions>,
): WindowSpec {
  return {
    kernelSize: pairOption(where, "kernelSize", kernelSize),
    strides: pairOption(where, "strides", strides),
    padding: paddingOption(where, padding),
    dilationRate: pairOption(where, "dilationRate", dilationRate),
    activation: activationOption(where, activation),
    useBias: booleanOption(where, "useBias", useBias),
    biasInitializer: initializerOption(where, "biasInitializer", biasInitializer),
  };
}

/** These options apart from the others of a layer. */
export function splitWindow<T extends Partial<WindowOptions>>(
  options: T,
): [window: Partial<WindowOptions>, rest: Omit<T, (typeof WINDOW)[number]>] {
  const entries = Object.entries(options);
  const isWindow = ([name]: [string, unknown]) => (WINDOW as readonly string[]).includes(name);
  const rest = Object.fromEntries(entries.filter((entry) => !isWindow(entry)));
  return [Object.fromEntries(entries.filter(isWindow)), rest as Omit<T, (typeof WINDOW)[number]>];
}
