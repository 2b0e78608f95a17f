/**
 * Weights from elsewhere: from a .safetensors file that PyTorch or Keras wrote to the engine's flat weights.
 *
 * Everything is compared before anything is changed, and all that does not fit is said at once. How files are laid out
 * says layouts.ts, how tensors are named tensor-names.ts.
 */
import type { ModelDescription } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import { choiceOption, optionsObject } from "../options/check.js";
import { show } from "../options/show.js";
import { floatsOf } from "./floats.js";
import { LAYOUTS, type Layout, weightsInFile } from "./layouts.js";
import { readSafetensors } from "./safetensors.js";
import { fileOf } from "./source.js";
import { isNoWeight, namesBy, type TensorNames } from "./tensor-names.js";

/** Options of {@link Sequential.loadWeights}. */
export interface LoadWeightsOptions {
  /**
   * Who laid the file out. `keras` (default): kernels `[height, width, in, out]` and `[in, out]`, as here. `pytorch`:
   * `[out, in, height, width]` and `[out, in]`, and features behind a flatten in the order channels, height, width.
   */
  readonly layout?: Layout | undefined;
  /**
   * The file's names, where they are not the model's. An object: the name of a layer → its module in the file
   * (`{ conv2d: "features.0" }`), or of a weight → its tensor (`{ "dense.bias": "b" }`), which goes first; what it
   * leaves out keeps its default. A function: the name of every weight → its tensor.
   *
   * By default names are equal: `conv2d.kernel` or `conv2d/kernel`, also below the model's name, with `keras`;
   * `conv2d.weight` with `pytorch`, or numbers in the order of the layers, as `nn.Sequential` gives them.
   */
  readonly map?: TensorNames | undefined;
}

/** How many tensors of a kind a message lists. */
const LISTED = 100;

/** Reads the weights of a model from a file and joins them to the engine's flat weights; errors as `loadWeights`. */
export async function weightsFrom(
  where: string,
  description: ModelDescription,
  source: unknown,
  options: LoadWeightsOptions | undefined,
): Promise<Float32Array> {
  const { layout: word = "keras", map } = optionsObject(where, options, ["layout", "map"]);
  const layout = choiceOption(where, "layout", word, LAYOUTS);
  const weights = weightsInFile(description, layout);
  const namesAmong = namesBy(where, map, layout, weights);

  const file = await fileOf(where, source, "give the path of a .safetensors file");
  const { tensors } = readSafetensors(where, file);
  const names = [...tensors.keys()];
  const nameOf = namesAmong(names.filter((name) => !isNoWeight(layout, name)));

  const untaken = new Set(names);
  const missing: string[] = [];
  const misshapen: string[] = [];
  const found = weights.map((weight) => {
    const name = nameOf(weight);
    const tensor = tensors.get(name);
    untaken.delete(name);
    if (tensor === undefined) missing.push(`${weight.name} (as ${show(name)})`);
    else if (tensor.shape.join() !== weight.shape.join()) {
      misshapen.push(`${weight.name} (${show(name)} is ${show(tensor.shape)}, expected ${show(weight.shape)})`);
    }
    return { weight, name, tensor };
  });
  const left = [...untaken].filter((name) => !isNoWeight(layout, name));
  if (missing.length + misshapen.length + left.length > 0) throw mismatch(where, layout, { missing, misshapen, left });

  const flat = new Float32Array(description.parameters);
  for (const { weight, name, tensor } of found) {
    if (tensor !== undefined) flat.set(weight.arrange(floatsOf(where, name, tensor)), weight.offset);
  }
  return flat;
}

function mismatch(
  where: string,
  layout: Layout,
  { missing, misshapen, left }: Readonly<Record<"missing" | "misshapen" | "left", readonly string[]>>,
): FashionWasmError {
  const kinds = [
    ["missing", missing],
    ["left over", left.map(show)],
    ["of another shape", misshapen],
  ] as const;
  const listed = kinds
    .filter(([, items]) => items.length > 0)
    .map(([kind, items]) => {
      const more = items.length > LISTED ? `, … ${items.length} in all` : "";
      return `${kind}: ${items.slice(0, LISTED).join(", ")}${more}`;
    });
  const [other, sign] = layout === "keras" ? ["pytorch", /\.weight$/] : ["keras", /[./]kernel(:0)?$/];
  const advice = left.some((name) => sign.test(name))
    ? `try layout: "${other}", for some are named as there`
    : 'say by the option "map" which tensor is which';
  return new FashionWasmError(
    "CHECKPOINT_MISMATCH",
    `${where}: the file's tensors are not the model's weights; ${listed.join("; ")} → ${advice}, or make the model of the file's layers; nothing was changed`,
  );
}
