/**
 * The closed sets of words that layer options take, and their checks.
 *
 * The same words stand in crates/engine/src: shape.rs, and initializer.rs (initializers.ts), layers/activation.rs
 * (activation-option.ts), which give them their meaning.
 */
import { choiceOption } from "../options/check.js";

/** `valid`: the window never leaves the image. `same`: output = ceil(input / stride), the extra zeros at bottom and right. */
export const PADDINGS = ["valid", "same"] as const;
export type Padding = (typeof PADDINGS)[number];

export function paddingOption(where: string, received: unknown): Padding {
  return choiceOption(where, "padding", received, PADDINGS);
}
