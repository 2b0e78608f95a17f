/**
 * Images as a training with `--augment` would see them: a row for each, the image itself first.
 */
import { type Dataset, dataset, flatten, type Layer, sequential } from "../../index.js";

/** Rows, and images in each, the image itself among them. */
const ROWS = 8;
const COLUMNS = 8;
/** Of large images fewer are drawn: all of them are numbers of 32 bits at once. */
const MOST_VALUES = 2 ** 25;

/** Images in rows of {@link columns}. */
export interface Augmented {
  readonly images: Dataset;
  readonly columns: number;
}

/** Draws them: images of as many classes as there are, at random. Errors: those of `sequential`. */
export async function augmentedImages(data: Dataset, layers: readonly Layer[], seed: number): Promise<Augmented> {
  const { imageShape } = data;
  const size = imageShape.reduce((all, side) => all * side, 1);
  const columns = Math.max(2, Math.min(COLUMNS, Math.floor(MOST_VALUES / size)));
  const rows = Math.max(1, Math.min(ROWS, Math.floor(MOST_VALUES / (columns * size))));
  const chosen = firstOfEach(data.shuffle(seed), rows);
  const { images: pixels, length } = chosen;
  const repeated =
    pixels instanceof Float32Array
      ? new Float32Array(columns * pixels.length)
      : new Uint8Array(columns * pixels.length);
  for (let i = 0; i < columns * length; i++) {
    const row = Math.floor(i / columns);
    repeated.set(pixels.subarray(row * size, (row + 1) * size), i * size);
  }
  await using model = await sequential([...layers, flatten()], { inputShape: imageShape, seed, threads: 1 });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const seen = await model.forward(repeated);
  for (let i = 0; i < columns * length; i++) {
    // The first of each row is the image itself.
    if (i % columns === 0) continue;
    const drawn = seen.subarray(i * size, (i + 1) * size);
    // A byte array would cut off what is after the point.
    repeated.set(repeated instanceof Uint8Array ? drawn.map(Math.round) : drawn, i * size);
  }
  const labels = data.labelled
    ? Uint32Array.from({ length: columns * length }, (_, i) => chosen.label(Math.floor(i / columns)) ?? 0)
    : null;
  const images = dataset.fromArrays({ images: repeated, labels, imageShape, classNames: [...data.classNames] });
  return { images, columns };
}

/** The first of each class, then others. */
function firstOfEach(data: Dataset, rows: number): Dataset {
  const some = data.head(1000);
  const places = Array.from({ length: some.length }, (_, i) => i);
  const seen = new Set<number>();
  const first = new Set(data.labelled ? places.filter((i) => seen.size < seen.add(some.label(i) ?? 0).size) : []);
  const order = [...first, ...places.filter((i) => !first.has(i))].slice(0, rows);
  const kept = new Set(order);
  return some.filter(({ index }) => kept.has(index));
}
