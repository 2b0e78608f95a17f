/**
 * A way to look at augmentation: images as training sees them, side by side with what they are.
 *
 * What is drawn is what the engine draws in the first step of a training, by a model of the layers of augmentation alone.
 */
import { Dataset } from "../data/dataset.js";
import { dataset } from "../data/from.js";
import { sheetPng } from "../data/png.js";
import { FashionWasmError } from "../errors.js";
import { checkImageShape } from "../inputs/images.js";
import { flatten, type Layer } from "../layers/layers.js";
import { integerOption, optionsObject } from "../options/check.js";
import { show } from "../options/show.js";
import type { ByteArray } from "../platform/array-types.js";
import { Model } from "./model.js";
import { sequential } from "./sequential.js";

/** Options of {@link augmentedSheet}. */
export interface AugmentedSheetOptions {
  /** How many images of the dataset are shown, a row each, from its first on; default 8, at most 64. */
  readonly images?: number | undefined;
  /** How often each is drawn; default 8, at most 32. */
  readonly draws?: number | undefined;
}

/**
 * Returns the bytes of a PNG file with a row for each image: the image itself, and how training would see it, `draws` times.
 *
 * @param model a model whose first layers are augmentation (`randomFlip` …), perhaps after `rescaling` or `normalization`.
 * @param images grey bytes of the model's input shape.
 * @throws FashionWasmError INVALID_ARGUMENT for what is no model, or one without augmentation, and what is no dataset of grey bytes;
 * SHAPE_MISMATCH; DISPOSED.
 * @example
 * ```ts
 * await writeFile("augmented.png", await augmentedSheet(model, train.shuffle(1)));
 * ```
 */
export async function augmentedSheet(
  model: Model,
  images: Dataset,
  options?: AugmentedSheetOptions,
): Promise<ByteArray> {
  const where = "augmentedSheet";
  if (!(model instanceof Model))
    throw refuse(where, `received ${show(model)} → give a model of sequential() or loadModel()`);
  if (!(images instanceof Dataset))
    throw refuse(where, `received ${show(images)} → give a Dataset as the second argument`);
  const { images: rows = 8, draws = 8 } = optionsObject(where, options, ["images", "draws"]);
  integerOption(where, "images", rows, { min: 1, max: 64 });
  integerOption(where, "draws", draws, { min: 1, max: 32 });
  const { inputShape, seed, layers } = model.getConfig();
  checkImageShape(where, images.imageShape, model.inputShape);
  const head = headOf(layers as unknown as readonly Layer[]);
  if (head.length === 0) {
    throw refuse(
      where,
      "the model has no augmentation at its head → give one that begins with randomFlip() or the like",
    );
  }
  const shown = images.take(Math.min(rows, images.length));
  const bytes = shown.images;
  if (!(bytes instanceof Uint8Array) || shown.imageShape[2] !== 1) {
    throw refuse(where, `the images are ${show(bytes)} of ${shown.imageShape[2]} channels → give grey bytes`);
  }
  const size = bytes.length / shown.length;
  const repeated = new Uint8Array(shown.length * draws * size);
  for (let i = 0; i < shown.length * draws; i++) {
    const row = Math.floor(i / draws);
    repeated.set(bytes.subarray(row * size, (row + 1) * size), i * size);
  }
  const shape = inputShape as [number, number, number];
  await using alone = await sequential([...head, flatten()], { inputShape: shape, seed, threads: 1 });
  alone.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const seen = await alone.forward(repeated);
  // Of a rescaling among them: what black and white become, without augmentation.
  const [black, white] = [
    await alone.predictOne(new Uint8Array(size)),
    await alone.predictOne(new Uint8Array(size).fill(255)),
  ];
  const all = new Uint8Array(shown.length * (draws + 1) * size);
  for (let row = 0; row < shown.length; row++) {
    all.set(bytes.subarray(row * size, (row + 1) * size), row * (draws + 1) * size);
    for (let draw = 0; draw < draws; draw++) {
      const from = (row * draws + draw) * size;
      const to = (row * (draws + 1) + draw + 1) * size;
      for (let i = 0; i < size; i++) {
        const [least, most] = [black[i] ?? 0, white[i] ?? 255];
        const tone = (255 * ((seen[from + i] ?? 0) - least)) / (most - least);
        all[to + i] = Math.min(255, Math.max(0, Math.round(tone)));
      }
    }
  }
  const sheet = dataset.fromArrays({ images: all, labels: null, imageShape: shown.imageShape });
  const captions = Array.from({ length: sheet.length }, (_, i) =>
    i % (draws + 1) === 0 ? (shown.className(i / (draws + 1)) ?? "as it is") : "",
  );
  return sheetPng(sheet, { columns: draws + 1, captions });
}

/** The layers up to the last of augmentation, where nothing else but scaling stands among them. */
function headOf(layers: readonly Layer[]): Layer[] {
  const isAugmentation = ({ type }: Layer) => type.startsWith("random");
  const isScaling = ({ type }: Layer) => type === "rescaling" || type === "normalization";
  const end = layers.findIndex((layer) => !isAugmentation(layer) && !isScaling(layer));
  const head = layers.slice(0, end < 0 ? layers.length : end);
  return head.slice(0, head.findLastIndex(isAugmentation) + 1);
}

function refuse(where: string, what: string): FashionWasmError {
  return new FashionWasmError("INVALID_ARGUMENT", `${where}: ${what}`);
}
