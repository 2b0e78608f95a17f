/**
 * Weights from elsewhere: from a .safetensors file that PyTorch or Keras wrote to the engine's flat weights.
 *
 * Everything is compared before anything is changed, and all that does not fit is said at once. How files are laid out
 * says layouts.ts, which tensor is which match-tensors.ts.
 */
import type { ModelDescription } from "../engine/protocol.js";
import { choiceOption, optionsObject } from "../options/check.js";
import type { ByteFile } from "../platform/byte-file.js";
import { floatReader } from "./floats.js";
import { LAYOUTS, type Layout, weightsInFile } from "./layouts.js";
import { type Match, matchTensors } from "./match-tensors.js";
import { readPieces, warnOfUnsound } from "./pieces.js";
import { readSafetensors } from "./safetensors.js";
import { openSource } from "./source.js";
import { namesBy, type TensorNames } from "./tensor-names.js";

/** Options of {@link Model.loadWeights}. */
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
   * `conv2d.weight` with `pytorch`, or numbers in the order of the layers, as `nn.Sequential` gives them. What PyTorch
   * puts around a network is no part of the names: `module.` (DataParallel, DDP), `_orig_mod.` (`torch.compile`), or a
   * module that all tensors lie in.
   */
  readonly map?: TensorNames | undefined;
}

/**
 * Reads the weights of a model from a file, piece by piece, as the engine's flat weights; errors as `loadWeights`.
 *
 * @param source the file; `own` when its bytes are a copy already.
 */
export async function weightsFrom(
  where: string,
  description: ModelDescription,
  source: { readonly held: unknown; readonly own: boolean },
  options: LoadWeightsOptions | undefined,
): Promise<Float32Array> {
  const { layout: word = "keras", map } = optionsObject(where, options, ["layout", "map"]);
  const layout = choiceOption(where, "layout", word, LAYOUTS);
  const weights = weightsInFile(description, layout);
  const namesAmong = namesBy(where, map, layout, weights);

  const file = await openSource(where, source.held, "give the path of a .safetensors file", source.own);
  try {
    const { tensors } = await readSafetensors(where, file);
    const matches = matchTensors(where, layout, weights, tensors, namesAmong);
    const flat = new Float32Array(description.parameters);
    const unsound = new Set<string>();
    for (const match of matches) if (!(await readInto(flat, where, file, match))) unsound.add(match.name);
    await file.check();
    warnOfUnsound(where, unsound);
    return flat;
  } finally {
    await file.close();
  }
}

/** Brings a tensor to its place among the flat weights. The answer is whether its values are sound. */
async function readInto(
  flat: Float32Array,
  where: string,
  file: ByteFile,
  { weight, name, tensor }: Match,
): Promise<boolean> {
  const { size, read } = floatReader(where, name, tensor);
  const least = weight.name.endsWith(".moving_variance") ? 0 : Number.NEGATIVE_INFINITY;
  let sound = true;
  await readPieces(file, tensor, (bytes, at) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let byte = 0; byte < bytes.length; byte += size) {
      const value = Math.fround(read(view, byte));
      sound &&= Number.isFinite(value) && value >= least;
      flat[weight.offset + weight.place((at + byte) / size)] = value;
    }
  });
  return sound;
}
