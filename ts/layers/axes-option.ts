/**
 * The option `axis` of layers that work along axes, as Keras counts them. Whether they fit the input, the engine says.
 */
import { invalidOption } from "../options/check.js";
import type { SpecActivation } from "./activation-option.js";

/** The most axes that an axis may be away from either end. */
const MOST = 8;

/**
 * Returns a list of axes: 0 is that of the images, which no layer works along; 1 the rows, −1 the last. `more` is what else the
 * option may be, for the message.
 */
export function axesOption(where: string, received: unknown, more = ""): readonly number[] {
  const axes: readonly unknown[] = Array.isArray(received) ? received : [received];
  const isAxis = (axis: unknown) => Number.isInteger(axis) && axis !== 0 && Math.abs(axis as number) <= MOST;
  if (axes.length >= 1 && axes.every(isAxis)) return [...(axes as number[])];
  const expected = `an axis other than 0, that of the images,${more === "" ? " or" : ""} an array of such${more}`;
  throw invalidOption(where, "axis", received, expected);
}

/** The axes of a softmax for the spec, which leaves the last out; no other activation has any. */
export function softmaxAxis(where: string, activation: SpecActivation, axis: unknown): { axis?: readonly number[] } {
  if (axis === undefined) return {};
  const axes = axesOption(where, axis);
  if (activation !== "softmax") throw invalidOption(where, "axis", axis, "left out: it is an option of softmax");
  return axes.length === 1 && axes[0] === -1 ? {} : { axis: axes };
}
