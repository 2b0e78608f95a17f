/**
 * Images that are not quite in the middle: test images moved by a pixel or two, and how well they are recognised then.
 *
 * A network that has learnt the garment bears it; one that has learnt the place of pixels does not.
 */
import { Dataset } from "../data/dataset.js";
import { pixelsIn } from "../data/pixel-home.js";
import { FashionWasmError } from "../errors.js";
import { integerOption, optionsObject } from "../options/check.js";
import { show } from "../options/show.js";

/** How far images are moved: columns to the right and rows down; negative: to the left and up. */
export interface Shift {
  readonly dx: number;
  readonly dy: number;
}

/** Accuracy with every test image moved by dx columns to the right and dy rows down, 0 moving in. */
export interface ShiftAccuracy extends Shift {
  readonly accuracy: number;
}

/** By 1 and 2 pixels: left, right, up, down. */
const SHIFTS: readonly Shift[] = [1, 2].flatMap((far) => [
  { dx: -far, dy: 0 },
  { dx: far, dy: 0 },
  { dx: 0, dy: -far },
  { dx: 0, dy: far },
]);

/** Bytes of images that are moved at a time: a copy of the whole of Fashion-MNIST's test images, a part of larger sets. */
const PIECE_BYTES = 16 * 2 ** 20;

/**
 * Returns a dataset of copies, each moved `dx` columns to the right and `dy` rows down; what is moved out is lost, and 0
 * (black, for bytes and for floats that were not centred) moves in. All channels move alike; labels and names stay.
 *
 * Shapes: any → the same. `dx` is a whole number from −width to width, `dy` from −height to height; default 0.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for what is no dataset, a distance out of bounds, or an unknown option.
 */
export function shiftImages(images: Dataset, options: Partial<Shift>): Dataset {
  const where = "shiftImages";
  const { dx = 0, dy = 0 } = optionsObject(where, options, ["dx", "dy"]);
  checkDataset(where, images);
  const { source, indices, length, imageShape } = images;
  const pixels = pixelsIn(source);
  const [height, width, channels] = imageShape;
  integerOption(where, "dx", dx, { min: -width, max: width });
  integerOption(where, "dy", dy, { min: -height, max: height });
  const row = width * channels;
  const kept = (width - Math.abs(dx)) * channels;
  const values = length * height * row;
  const moved = pixels instanceof Uint8Array ? new Uint8Array(values) : new Float32Array(values);
  for (let i = 0; i < length; i++) {
    const from = (indices?.[i] ?? i) * height;
    for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
      const start = (from + y) * row + Math.max(0, -dx) * channels;
      moved.set(pixels.subarray(start, start + kept), (i * height + y + dy) * row + Math.max(0, dx) * channels);
    }
  }
  const { fileNames } = images;
  const labels = images.labelled ? images.labels : null;
  return new Dataset({ images: moved, labels, count: length, fileNames }, imageShape, images.classNames);
}

/**
 * Accuracy on `test` moved by 1 and 2 pixels in four directions; `classesOf` returns the classes predicted for
 * images, row by row. Large sets are moved and predicted in pieces.
 */
export async function shiftAccuracies(
  test: Dataset,
  classesOf: (images: Uint8Array | Float32Array) => Promise<Uint32Array>,
): Promise<ShiftAccuracy[]> {
  const { source } = test;
  const piece = Math.max(1, Math.floor((PIECE_BYTES * source.count) / pixelsIn(source).byteLength));
  const accuracies: ShiftAccuracy[] = [];
  for (const shift of SHIFTS) {
    // An image of one row or column cannot be moved by two.
    const { dx, dy } = within(shift, test);
    let hits = 0;
    for (let start = 0; start < test.length; start += piece) {
      const moved = shiftImages(test.slice(start, start + piece), { dx, dy });
      const classes = await classesOf(moved.images);
      hits += classes.reduce((sum, found, i) => sum + (found === moved.labels[i] ? 1 : 0), 0);
    }
    accuracies.push({ ...shift, accuracy: hits / test.length });
  }
  return accuracies;
}

/** Refuses what is no dataset. */
export function checkDataset(where: string, received: unknown): void {
  if (received instanceof Dataset) return;
  throw new FashionWasmError(
    "INVALID_ARGUMENT",
    `${where}: the images are ${show(received)} → give a Dataset; dataset.fromArrays() makes one`,
  );
}

function within({ dx, dy }: Shift, { imageShape: [height, width] }: Dataset): Shift {
  return {
    dx: Math.max(-width, Math.min(width, dx)),
    dy: Math.max(-height, Math.min(height, dy)),
  };
}
