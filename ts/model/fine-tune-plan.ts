/**
 * What a fine-tuned model is made of: which layers of its base it keeps, which of them stay as they are, and what is new.
 */
import { FashionWasmError } from "../errors.js";
import { checkLayers } from "../layers/check-layers.js";
import { dense, type Layer } from "../layers/layers.js";
import { integerOption, invalidOption, optionsObject } from "../options/check.js";
import { list, show } from "../options/show.js";
import type { FineTuneOptions } from "./fine-tune.js";
import type { Model } from "./model.js";
import type { ComputeOptions } from "./sequential.js";

/** A model that is to be. */
export interface Planned {
  readonly spec: { readonly inputShape: readonly number[]; readonly seed: number; readonly layers: readonly Layer[] };
  /** null for a number of classes. */
  readonly classNames: readonly string[] | null;
  /** Whether a weight of the base, by its name, is one of the new model. */
  readonly learnt: (name: string) => boolean;
  readonly compute: ComputeOptions;
}

type Linked = Layer & { readonly inputs?: readonly number[]; readonly trainable?: boolean };

/** Plans the model. Errors: INVALID_ARGUMENT. */
export function planned(where: string, base: Model, options: FineTuneOptions): Planned {
  const allowed = ["classes", "freeze", "augment", "seed", "threads", "engine"] as const;
  const { classes, freeze = true, augment, seed = base.seed, ...compute } = optionsObject(where, options, allowed);
  const classNames = namesOf(where, classes);
  const units = classNames?.length ?? integerOption(where, "classes", classes as number, { min: 2 });
  integerOption(where, "seed", seed, { min: 0, max: Number.MAX_SAFE_INTEGER });
  const { inputShape, layers: filled } = base.getConfig();
  const specs = filled as readonly unknown[] as readonly Linked[];
  const at = headPlace(where, base);
  const names = base.layers.slice(0, at).map(({ name }) => name);
  const frozen = frozenLayers(where, freeze, names);
  // Also one that the base did not train.
  const kept = specs.slice(0, at).map(({ trainable: _, ...spec }, place) => ({
    ...spec,
    ...(place < frozen && { trainable: false }),
  }));
  const inputs = specs[at]?.inputs;
  const head = { ...dense({ units, name: freeName("classes", new Set(names)) }), ...(inputs && { inputs }) };
  const own = [...kept, head] as readonly Linked[]; // each with its name: names that are counted would move
  const layers = augment === undefined ? own : augmented(own, augmentation(where, augment));
  const learnt = (name: string) => names.includes(name.slice(0, name.lastIndexOf(".")));
  return { spec: { inputShape, seed, layers: checkLayers(where, layers) }, classNames, learnt, compute };
}

/** Names of classes; null for a number of them. */
function namesOf(where: string, received: unknown): readonly string[] | null {
  if (!Array.isArray(received)) return null;
  const isNames = received.every((name) => typeof name === "string" && name !== "");
  if (isNames && received.length >= 2 && new Set(received).size === received.length)
    return Object.freeze([...received]);
  throw invalidOption(where, "classes", received, "a number, or the names of two or more classes, no two alike");
}

/** The place of the last dense layer, where only layers that leave its shape as it is follow it, one after the other. */
function headPlace(where: string, { layers }: Model): number {
  const at = layers.findLastIndex(({ type }) => type === "dense");
  const shape = layers[at]?.outputShape.join();
  const isEnd = layers
    .slice(at + 1)
    .every(({ inputs, outputShape }, i) => inputs.join() === String(at + i) && outputShape.join() === shape);
  if (at >= 0 && isEnd) return at;
  const what = at < 0 ? "has no dense layer" : `goes on after its last dense layer, ${show(layers[at]?.name)}`;
  const why = `the model ${what}, where its classes would be told apart`;
  throw new FashionWasmError("INVALID_ARGUMENT", `${where}: ${why} → build one with sequential()`);
}

/** How many layers from the first on stay as they are. */
function frozenLayers(where: string, freeze: unknown, names: readonly string[]): number {
  if (freeze === true) return names.length;
  if (freeze === false) return 0;
  if (typeof freeze === "number" && Number.isInteger(freeze) && freeze >= 0 && freeze <= names.length) return freeze;
  const place = typeof freeze === "string" ? names.indexOf(freeze) : -1;
  if (place >= 0) return place + 1;
  const expected = `true, false, a number from 0 to ${names.length}, or the name of a layer: ${list(names)}`;
  throw invalidOption(where, "freeze", freeze, expected);
}

function augmentation(where: string, received: unknown): readonly Layer[] {
  if (Array.isArray(received) && received.length === 0) return [];
  const layers = checkLayers(where, received);
  if (layers.every(isAugmentation)) return layers;
  throw invalidOption(where, "augment", received, "layers of augmentation alone, e.g. [randomFlip()]");
}

const isAugmentation = ({ type }: Layer) => type.startsWith("random");

/** The layers behind others of augmentation, which take the place of their own; the places that they read move with them. */
function augmented(layers: readonly Linked[], augment: readonly Layer[]): readonly Layer[] {
  const before = (place: number) => layers.slice(0, place + 1).filter((layer) => !isAugmentation(layer)).length;
  const moved = layers
    .filter((layer) => !isAugmentation(layer))
    .map((layer) => {
      const { inputs } = layer;
      return inputs ? { ...layer, inputs: inputs.map((place) => augment.length + before(place) - 1) } : layer;
    });
  return [...augment, ...moved] as readonly Layer[];
}

/** A name that no layer has. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 0; ; number++) {
    const own = number === 0 ? name : `${name}_${number}`;
    if (!taken.has(own)) return own;
  }
}
