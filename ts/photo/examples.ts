/**
 * What a model for photos is trained on, made of images of the data set: by Rust, so the same bytes on each host.
 */
import { pauses } from "../data/busy.js";
import { dataWasm } from "../data/data-wasm.js";
import { Dataset } from "../data/dataset.js";
import { dataset } from "../data/from.js";
import { FashionWasmError } from "../errors.js";
import { integerOption, numberOption, optionsObject, signalOption } from "../options/check.js";
import { show } from "../options/show.js";
import type { HostAbortSignal } from "../platform/host-types.js";

/** Options of {@link photoExamples}. */
export interface PhotoExamplesOptions {
  /** Key of all random numbers, a whole number below 2³²; default 1. */
  readonly seed?: number | undefined;
  /** Number of the first photo; default 0. Photos of other numbers are others: count on for the next epoch. */
  readonly first?: number | undefined;
  /** Images that are no garments, for each image; default 0, at most 1. They get a class of their own, the last. */
  readonly strangers?: number | undefined;
  /** Ends the work: the promise rejects with the signal's reason. */
  readonly signal?: HostAbortSignal | undefined;
}

/** Name of the class of what is no garment. */
export const NO_GARMENT = "no garment";

/** Images made at a time, some 50 ms. */
const PIECE = 16;

/**
 * Makes of each image a photo, enlarged, mirrored, turned, coloured, on a background, in some light, and prepares it as
 * `preparePhoto` does; one image in five stays as it is, mirrored or not. With `strangers`, images that are no garments,
 * made of pieces of garments, follow under a class of their own.
 *
 * Photo i is a function of image i, `seed` and `first + i` alone, the same on each host. A stranger is made of two photos, and
 * is the same where all of the call are.
 *
 * @param images 28 × 28 grey bytes with labels and class names, as Fashion-MNIST has them.
 * @throws FashionWasmError INVALID_ARGUMENT for other images, or an option that is not allowed; ENGINE_START_FAILED; the
 * signal's reason.
 * @example
 * const photos = await photoExamples(train, { first: epoch * train.length, strangers: 0.25 });
 */
export async function photoExamples(images: Dataset, options?: PhotoExamplesOptions): Promise<Dataset> {
  const where = "photoExamples";
  const {
    seed = 1,
    first = 0,
    strangers = 0,
    signal,
  } = optionsObject(where, options, ["seed", "first", "strangers", "signal"]);
  integerOption(where, "seed", seed, { min: 0, max: 2 ** 32 - 1 });
  integerOption(where, "first", first, { min: 0, max: Number.MAX_SAFE_INTEGER });
  numberOption(where, "strangers", strangers, { min: 0, max: 1 });
  const { bytes, labels, classNames } = checkImages(where, images);
  if (strangers > 0 && classNames.includes(NO_GARMENT)) {
    const what = `option "strangers" is ${strangers}, and a class is called "${NO_GARMENT}" already`;
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: ${what} → give images of garments alone, or no strangers`,
    );
  }
  const pause = pauses(signalOption(where, signal));
  const wasm = await dataWasm();
  images.checkUnchanged(where);
  const size = 28 * 28;
  const count = images.length;
  const others = Math.floor(count * strangers);
  const pixels = new Uint8Array((count + others) * size);
  /** Makes an image of each of the first `total` in `from`, into the places from `to` on. */
  const make = async (strangers: boolean, from: Uint8Array, total: number, to: number) => {
    for (let start = 0; start < total; start += PIECE) {
      const piece = from.subarray(start * size, Math.min(start + PIECE, total) * size);
      const made = wasm.named(where, "ENGINE_PANIC", (glue) =>
        glue.photoExamples(piece, seed, first + start, strangers),
      );
      pixels.set(made, (to + start) * size);
      await pause();
    }
  };
  try {
    await make(false, bytes, count, 0);
    await make(true, pixels, others, count);
  } finally {
    wasm.done();
  }
  const numbers = new Uint32Array(count + others).fill(classNames.length);
  numbers.set(labels);
  return dataset.fromArrays({
    images: pixels,
    labels: numbers,
    imageShape: [28, 28, 1],
    classNames: strangers > 0 ? [...classNames, NO_GARMENT] : classNames,
  });
}

function checkImages(where: string, images: unknown) {
  if (images instanceof Dataset && images.labelled && images.imageShape.join() === "28,28,1") {
    const { images: bytes, labels, classNames } = images;
    if (bytes instanceof Uint8Array) return { bytes, labels, classNames };
  }
  throw new FashionWasmError(
    "INVALID_ARGUMENT",
    `${where}: received ${show(images)} → give a Dataset of 28×28 grey bytes with labels and class names`,
  );
}
