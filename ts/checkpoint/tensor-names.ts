/**
 * Which tensor of a file is which weight of the model: what the user says, else what the frameworks' names say.
 */
import { FashionWasmError } from "../errors.js";
import { invalidOption } from "../options/check.js";
import { hint } from "../options/nearest.js";
import { show, typeName } from "../options/show.js";
import type { Layout, WeightInFile } from "./layouts.js";
import { contentsOfLayers, contentsOfModules } from "./modules.js";
import { numberedModules } from "./numbered-modules.js";

/** Names for names, as users give them: what they mean says the option `map` of load-weights.ts. */
export type TensorNames = Readonly<Record<string, string>> | ((name: string) => string);

/** Finds the tensor's name for a weight; when the file has none for it, the name it should have had. */
export type NameOf = (weight: WeightInFile) => string;

/** Makes a {@link NameOf} for the names of a file. */
export type NamesAmong = (names: readonly string[], shapeOf: (name: string) => readonly number[] | undefined) => NameOf;

/** Tensors that are no weights: what PyTorch and Keras count, and the optimizer's state in files of this package. */
const NO_WEIGHT = { keras: /^optimizer\.|[./]count(:0)?$/, pytorch: /(^|\.)(num_batches_tracked|n_averaged)$/ };

/** Whether a tensor that no weight took may stay untaken. */
export function isNoWeight(layout: Layout, name: string): boolean {
  return NO_WEIGHT[layout].test(name);
}

/**
 * Checks the option `map`, and returns how names are found among those of a file.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a map of another type, or one that names what the model does not have.
 */
export function namesBy(where: string, map: unknown, layout: Layout, weights: readonly WeightInFile[]): NamesAmong {
  if (typeof map === "function") {
    const named = new Map(weights.map(({ name }) => [name, called(where, map as (name: string) => unknown, name)]));
    return () => (weight) => named.get(weight.name) ?? "";
  }
  const layers = [...new Set(weights.map(({ layer }) => layer))];
  const given = checkedMap(where, map, [...layers, ...weights.map(({ name }) => name)]);
  return (names, shapeOf) => {
    const found = layout === "keras" ? namesInKeras(names) : new Map<string, string>();
    const numbers = layout === "pytorch" ? numbersFor(weights, given, names, shapeOf) : new Map<string, string>();
    return ({ name, layer, word }) => {
      const full = given.get(name);
      if (full !== undefined) return full;
      const module = given.get(layer) ?? numbers.get(layer) ?? layer;
      const wanted = module === "" ? word : `${module}.${word}`;
      return found.get(dotted(wanted)) ?? wanted;
    };
  };
}

/** Numbers for the layers that are named neither by the user nor in the file. */
function numbersFor(
  weights: readonly WeightInFile[],
  given: ReadonlyMap<string, string>,
  names: readonly string[],
  shapeOf: (name: string) => readonly number[] | undefined,
): ReadonlyMap<string, string> {
  const taken = new Set(given.values());
  const modules = new Map([...contentsOfModules(names, shapeOf)].filter(([module]) => !taken.has(module)));
  const open = weights.filter(({ layer }) => !given.has(layer) && !modules.has(layer));
  return numberedModules(contentsOfLayers(open), modules);
}

function called(where: string, map: (name: string) => unknown, name: string): string {
  const answer = map(name);
  if (typeof answer === "string") return answer;
  throw new FashionWasmError(
    "INVALID_ARGUMENT",
    `${where}: map("${name}") gave ${show(answer)} → it must give the name of the tensor in the file`,
  );
}

function checkedMap(where: string, map: unknown, known: readonly string[]): ReadonlyMap<string, string> {
  if (map === undefined) return new Map();
  if (map === null || typeof map !== "object" || typeName(map) !== "Object") {
    throw invalidOption(where, "map", map, 'an object such as { conv2d: "features.0" }, or a function');
  }
  for (const [name, value] of Object.entries(map)) {
    if (!known.includes(name)) {
      throw new FashionWasmError(
        "INVALID_ARGUMENT",
        `${where}: option "map" names ${show(name)}${hint(name, known)} → the model has ${known.join(", ")}`,
      );
    }
    if (typeof value !== "string") throw invalidOption(where, `map.${name}`, value, "a name in the file, a string");
  }
  return new Map(Object.entries(map));
}

/** Keras' paths: `conv2d/kernel`, also below the model's name, and with TensorFlow's `:0`; of two alike the first. */
function namesInKeras(names: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const key of [dotted, (name: string) => dotted(name.slice(name.indexOf("/") + 1))]) {
    for (const name of names) if (!found.has(key(name))) found.set(key(name), name);
  }
  return found;
}

function dotted(name: string): string {
  return name.replace(/:0$/, "").replaceAll("/", ".");
}
