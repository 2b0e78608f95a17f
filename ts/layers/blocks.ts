/**
 * Blocks of layers with more than one way through: what `sequential` takes beside layers, and how they become a flat list.
 *
 * A block is data. The list that the engine gets has the layers of every branch one after the other, then the layer where
 * they meet; layers that do not read the one before them carry `inputs`.
 */
import { FashionWasmError } from "../errors.js";
import { choiceOption, nameOption, optionsObject } from "../options/check.js";
import { show } from "../options/show.js";
import type { Layer } from "./layers.js";

/** A block, as {@link residual} and {@link branches} return it. */
export interface BlockSpec {
  readonly type: "branches";
  readonly branches: readonly (readonly LayerInput[])[];
  readonly merge: "add" | "concatenate";
  /** Name of the layer where the branches meet. */
  readonly name?: string;
}

/** What a list of layers may hold: layers, and blocks of them. */
export type LayerInput = Layer | BlockSpec;

/** Options of {@link residual}. */
export interface ResidualOptions {
  /** Layers on the way past the block, e.g. a projection where its output has another shape; default none: the input itself. */
  readonly shortcut?: readonly LayerInput[] | undefined;
  /** Name of the layer that adds; default `add`, `add_1` … */
  readonly name?: string | undefined;
}

/** Options of {@link branches}. */
export interface BranchesOptions {
  /** Whether branches are added up (all of one shape), or put side by side along the channels. */
  readonly merge: "add" | "concatenate";
  /** Name of the layer where they meet; default `add` or `concatenate`, counted on. */
  readonly name?: string | undefined;
}

/**
 * Makes a residual block: `y = layers(x) + shortcut(x)`. An activation after the sum is the next layer of the list.
 *
 * Shapes: what `layers` gives must have the shape of what the shortcut gives, which without one is that of the input.
 *
 * @example
 * ```ts
 * const block = (filters: number, strides: number) =>
 *   residual(
 *     [
 *       conv2d({ filters, kernelSize: 3, strides, padding: "same", useBias: false }),
 *       batchNormalization(),
 *       relu(),
 *       conv2d({ filters, kernelSize: 3, padding: "same", useBias: false }),
 *       batchNormalization(),
 *     ],
 *     strides === 1 ? {} : { shortcut: [conv2d({ filters, kernelSize: 1, strides, useBias: false }), batchNormalization()] },
 *   );
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for what are no layers, and for an option that is not allowed. Shapes that
 * differ are found when the model is made.
 * @see He et al. 2016, Deep residual learning for image recognition
 */
export function residual(layers: readonly LayerInput[], options: ResidualOptions = {}): BlockSpec {
  const where = "residual";
  const { shortcut = [], name } = optionsObject(where, options, ["shortcut", "name"]);
  if (!Array.isArray(layers) || layers.length === 0) throw noLayers(where, layers);
  if (!Array.isArray(shortcut)) throw noLayers(`${where}: shortcut`, shortcut);
  return { type: "branches", branches: [[...layers], [...shortcut]], merge: "add", ...nameOf(where, name) };
}

/**
 * Makes a block of branches that all read its input and meet at its end, in the order given. An empty branch is the input itself.
 *
 * Shapes: for `merge: "add"` all branches give one shape; for `"concatenate"` all axes but the last, the channels, are the
 * same.
 *
 * @example
 * ```ts
 * const inception = branches(
 *   [
 *     [conv2d({ filters: 16, kernelSize: 1, activation: "relu" })],
 *     [conv2d({ filters: 8, kernelSize: 1, activation: "relu" }), conv2d({ filters: 16, kernelSize: 3, padding: "same" })],
 *     [maxPooling2d({ poolSize: 3, strides: 1, padding: "same" })],
 *   ],
 *   { merge: "concatenate" },
 * );
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for fewer than two branches, for what are no layers, and for an option that is
 * not allowed. Shapes that do not fit are found when the model is made.
 * @see Szegedy et al. 2015, Going deeper with convolutions; Keras `keras.layers.Add`, `keras.layers.Concatenate`
 */
export function branches(layers: readonly (readonly LayerInput[])[], options: BranchesOptions): BlockSpec {
  const where = "branches";
  const { merge, name } = optionsObject(where, options, ["merge", "name"]);
  if (!Array.isArray(layers) || layers.length < 2) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: received ${show(layers)} → expected an array of two branches or more, each an array of layers`,
    );
  }
  layers.forEach((branch, i) => {
    if (!Array.isArray(branch)) throw noLayers(`${where}: branch ${i + 1}`, branch);
  });
  return {
    type: "branches",
    branches: layers.map((branch) => [...branch]),
    merge: choiceOption(where, "merge", merge, ["add", "concatenate"]),
    ...nameOf(where, name),
  };
}

/**
 * The layers of a list in the order in which they are computed, blocks laid out flat. `check` makes each of them a layer and
 * throws for what is none; it is told where in the list it stands.
 */
export function flatLayers(
  where: string,
  list: readonly unknown[],
  check: (where: string, received: unknown) => Layer,
): Layer[] {
  const flat: Layer[] = [];
  lay(where, list, -1);
  return flat;

  /** Lays a list out that reads value `from`; returns the place of what gives its output. */
  function lay(at: string, layers: readonly unknown[], from: number): number {
    return layers.reduce((input: number, received, i) => {
      const here = `${at}: layer ${i + 1} of ${layers.length}`;
      if (isBlock(received)) {
        const ends = received.branches.map((branch, b) => lay(`${here}, branch ${b + 1}`, branch, input));
        const merge = {
          type: received.merge,
          inputs: ends,
          ...(received.name !== undefined && { name: received.name }),
        };
        return flat.push(check(here, merge)) - 1;
      }
      const layer = check(here, received);
      const isUsual = layer.inputs !== undefined || input === flat.length - 1;
      return flat.push(isUsual ? layer : { ...layer, inputs: [input] }) - 1;
    }, from);
  }
}

function isBlock(received: unknown): received is BlockSpec {
  return received !== null && typeof received === "object" && "branches" in received && "merge" in received;
}

function nameOf(where: string, name: string | undefined): { readonly name?: string } {
  return name === undefined ? {} : { name: nameOption(where, name) };
}

function noLayers(where: string, received: unknown): FashionWasmError {
  const message = `${where}: received ${show(received)} → expected an array of layers, e.g. [conv2d({ … }), relu()]`;
  return new FashionWasmError("INVALID_ARGUMENT", message);
}
