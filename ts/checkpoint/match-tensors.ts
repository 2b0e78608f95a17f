/**
 * Which tensor of a file each weight of the model takes, or one error that says all that does not fit.
 *
 * tensor-names.ts says what a weight is called, readings.ts how the file's names may be read.
 */
import { FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";
import type { Layout, WeightInFile } from "./layouts.js";
import { contentsOfLayers, contentsOfModules } from "./modules.js";
import { offeredMap } from "./offered-map.js";
import { readingsOf } from "./readings.js";
import type { Tensor } from "./safetensors.js";
import { isNoWeight, type NamesAmong } from "./tensor-names.js";

/** A weight, and its tensor in the file. */
export interface Match extends Candidate {
  readonly tensor: Tensor;
}

/** A weight, and what its tensor should be called. */
interface Candidate {
  readonly weight: WeightInFile;
  readonly name: string;
}

/** How many tensors of a kind a message lists. */
const LISTED = 100;

/**
 * Returns every weight with its tensor. Of several readings of the file's names, the first that leaves fewest weights without.
 *
 * @throws FashionWasmError CHECKPOINT_MISMATCH when a tensor is missing, of another shape or left over.
 */
export function matchTensors(
  where: string,
  layout: Layout,
  weights: readonly WeightInFile[],
  tensors: ReadonlyMap<string, Tensor>,
  namesAmong: NamesAmong,
): Match[] {
  const names = [...tensors.keys()].filter((name) => !isNoWeight(layout, name));
  const shapeOf = (name: string) => tensors.get(name)?.shape;
  const isMissing = ({ name }: Candidate) => !tensors.has(name);
  let best: Candidate[] = [];
  let fewest = Number.POSITIVE_INFINITY;
  for (const reading of readingsOf(names)) {
    const nameOf = namesAmong([...reading.keys()], (read) => shapeOf(reading.get(read) ?? read));
    const matches = weights.map((weight) => {
      const wanted = nameOf(weight);
      return { weight, name: tensors.has(wanted) ? wanted : (reading.get(wanted) ?? wanted) };
    });
    const without = matches.filter(isMissing).length;
    if (without < fewest) [best, fewest] = [matches, without];
    if (fewest === 0) break;
  }

  const taken = new Set(best.map(({ name }) => name));
  const missing = best.filter(isMissing);
  const found = best.flatMap(({ weight, name }) => {
    const tensor = tensors.get(name);
    return tensor === undefined ? [] : [{ weight, name, tensor }];
  });
  const misshapen = found.filter(({ weight, tensor }) => tensor.shape.join() !== weight.shape.join());
  const left = names.filter((name) => !taken.has(name));
  if (missing.length + misshapen.length + left.length === 0) return found;

  const listed = [
    ...list("missing", missing, ({ weight, name }) => `${weight.name} (as ${show(name)})`),
    ...list("left over", left, show),
    ...list("of another shape", misshapen, ({ weight, name, tensor }) => {
      return `${weight.name} (${show(name)} is ${show(tensor.shape)}, expected ${show(weight.shape)})`;
    }),
  ].join("; ");
  const map = missing.length === 0 || misshapen.length > 0 ? null : mapFor(missing, best, left, shapeOf);
  throw new FashionWasmError(
    "CHECKPOINT_MISMATCH",
    `${where}: the file's tensors are not the model's weights; ${listed} → ${advice(layout, missing, left, map)}; nothing was changed`,
  );
}

/** The option `map` for the layers that lack something, of the modules that are left. */
function mapFor(
  missing: readonly Candidate[],
  all: readonly Candidate[],
  left: readonly string[],
  shapeOf: (name: string) => readonly number[] | undefined,
): ReadonlyMap<string, string> | null {
  const layers = new Set(missing.map(({ weight }) => weight.layer));
  const weights = all.map(({ weight }) => weight).filter(({ layer }) => layers.has(layer));
  return offeredMap(contentsOfLayers(weights), contentsOfModules(left, shapeOf));
}

function advice(
  layout: Layout,
  missing: readonly Candidate[],
  left: readonly string[],
  map: ReadonlyMap<string, string> | null,
): string {
  const layers = "make the model of the file's layers";
  if (map !== null) {
    const pairs = [...map].map(([layer, module]) => `${JSON.stringify(layer)}: ${JSON.stringify(module)}`);
    return `by their shapes it would be map: { ${pairs.join(", ")} }, if that is what they are`;
  }
  if (left.length > 0 && missing.length === 0) return `leave them out of the file, or ${layers}`;
  const [other, sign] = layout === "keras" ? ["pytorch", /\.weight$/] : ["keras", /[./]kernel(:0)?$/];
  const first = left.some((name) => sign.test(name))
    ? `try layout: "${other}", for some are named as there`
    : 'say by the option "map" which tensor is which';
  return `${first}, or ${layers}`;
}

function list<T>(kind: string, items: readonly T[], text: (item: T) => string): string[] {
  if (items.length === 0) return [];
  const more = items.length > LISTED ? `, … ${items.length} in all` : "";
  return [`${kind}: ${items.slice(0, LISTED).map(text).join(", ")}${more}`];
}
