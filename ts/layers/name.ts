/**
 * The one option that all layers share: a name of their own.
 *
 * Without it the engine names layers as Keras does: `conv2d`, `conv2d_1`, `max_pooling2d`, `dense` …
 */
import { nameOption } from "../options/check.js";

/** Options that every layer takes. */
export interface LayerOptions {
  /** Name of the layer, unique in its model; it begins the names of the layer's weights (`name.kernel`). */
  readonly name?: string | undefined;
}

/** Returns `{ name }` for the spec, or nothing when no name was given. */
export function named(where: string, name: string | undefined): { readonly name?: string } {
  return name === undefined ? {} : { name: nameOption(where, name) };
}
