/**
 * The face of the zero padding layer: options, defaults, documentation. Its meaning is in crates/engine/src/layers.
 */
import { invalidOption, optionsObject } from "../options/check.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** Options of {@link zeroPadding2d}. */
export interface ZeroPadding2dOptions extends LayerOptions {
  /**
   * Rows and columns that are added, whole numbers ≥ 0: one number for all sides, `[vertical, horizontal]`, or
   * `[[top, bottom], [left, right]]`; default 1.
   */
  readonly padding?:
    | number
    | readonly [vertical: number, horizontal: number]
    | readonly [vertical: readonly [top: number, bottom: number], horizontal: readonly [left: number, right: number]]
    | undefined;
}

/** A zero padding layer as the engine reads it. */
export type ZeroPadding2dSpec = SharedSpec & {
  readonly type: "zeroPadding2d";
  readonly padding: readonly [readonly [top: number, bottom: number], readonly [left: number, right: number]];
};

/**
 * Puts rows and columns of zeros around each image: `y[top + i, left + j, c] = x[i, j, c]`, and 0 in the border.
 *
 * Shapes: `[height, width, channels]` → `[top + height + bottom, left + width + right, channels]`. No weights.
 * Before a convolution with padding `valid` it says where zeros go, which `same` leaves to Keras' rule.
 *
 * @example
 * ```ts
 * const layers = [zeroPadding2d(), conv2d({ filters: 16, kernelSize: 3, strides: 2 }), relu(), flatten()];
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.ZeroPadding2D`
 */
export function zeroPadding2d(options?: ZeroPadding2dOptions): ZeroPadding2dSpec {
  const where = "zeroPadding2d";
  const { padding = 1, ...own } = optionsObject(where, options, ["padding", ...SHARED]);
  return { type: "zeroPadding2d", ...shared(where, own), padding: sidesOption(where, padding) };
}

/** Any of the forms of `padding` as `[[top, bottom], [left, right]]`. */
function sidesOption(where: string, received: unknown): ZeroPadding2dSpec["padding"] {
  const [vertical, horizontal, ...more] = twice(received);
  if (more.length === 0) {
    const [[top, bottom, ...below], [left, right, ...after]] = [twice(vertical), twice(horizontal)];
    // Numbers and pairs do not mix.
    const alike = Array.isArray(vertical) === Array.isArray(horizontal);
    const whole = isWhole(top) && isWhole(bottom) && isWhole(left) && isWhole(right);
    if (alike && whole && below.length + after.length === 0) {
      return [
        [top, bottom],
        [left, right],
      ];
    }
  }
  throw invalidOption(
    where,
    "padding",
    received,
    "a whole number ≥ 0, [vertical, horizontal] or [[top, bottom], [left, right]]",
  );
}

/** One for both, unless they are two already. */
function twice(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value, value];
}

function isWhole(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value < 2 ** 31;
}
