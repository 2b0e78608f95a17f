/**
 * The options that all layers share: a name of their own, what they read, whether they are trained.
 *
 * Without a name the engine names layers as Keras does: `conv2d`, `conv2d_1`, `max_pooling2d`, `dense` …
 */
import { booleanOption, invalidOption, nameOption } from "../options/check.js";

/** Options that every layer takes. */
export interface LayerOptions {
  /** Name of the layer, unique in its model; it begins the names of the layer's weights (`name.kernel`). */
  readonly name?: string | undefined;
  /**
   * Places of the layers that it reads in the model's list, counted from 0, −1 for the model's input; default the layer
   * before. `residual` and `branches` fill them in.
   */
  readonly inputs?: readonly number[] | undefined;
  /**
   * Whether training moves its weights; default true. A batch normalization that is not trained normalises by its moving
   * statistics, and leaves them as they are, as in Keras.
   */
  readonly trainable?: boolean | undefined;
}

/** The same as the engine reads it. */
export type SharedSpec = {
  readonly name?: string;
  readonly inputs?: readonly number[];
  readonly trainable?: boolean;
};

/** Names of the options that every layer takes. */
export const SHARED = ["name", "inputs", "trainable"] as const;

/** Returns the shared options for the spec, without those that were not given. */
export function shared(where: string, { name, inputs, trainable }: LayerOptions): SharedSpec {
  return {
    ...(name !== undefined && { name: nameOption(where, name) }),
    ...(inputs !== undefined && { inputs: inputsOption(where, inputs) }),
    ...(trainable !== undefined && { trainable: booleanOption(where, "trainable", trainable) }),
  };
}

/** Which places a layer may read, the engine says: here they have none yet. */
function inputsOption(where: string, received: unknown): readonly number[] {
  const isList = Array.isArray(received) && received.length > 0;
  if (isList && received.every((place) => Number.isInteger(place) && place >= -1)) return [...received];
  throw invalidOption(
    where,
    "inputs",
    received,
    "an array of places of layers, whole numbers ≥ 0, or −1 for the input",
  );
}
