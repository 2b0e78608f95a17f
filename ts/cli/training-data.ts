/**
 * The images that `train` trains on and tests with, divided so that `eval` finds the very same again.
 *
 * Data without test images gives a part of its own, drawn by class. Images that may be sorted, as those of folders are by
 * class, are shuffled before the last of them are held out. Fashion-MNIST stays as it was published, so that its bits do.
 */
import { type Dataset, FashionWasmError } from "../index.js";
import { ofTraining } from "./class-names.js";
import { UsageError } from "./exit.js";
import { count, counted } from "./format.js";
import type { ImagesFound } from "./load-images.js";
import { say } from "./say.js";

/** How images were divided, as `run.json` has it. */
export interface Division {
  /** Share of the images, drawn by class, that became test images; absent where the data had some. */
  readonly testSplit?: number;
  readonly splitSeed?: number;
  /** Seed of the order of the training images; absent where it is that of the data. */
  readonly shuffleSeed?: number;
}

/** Images to train on and to test with. */
export interface TrainingData {
  /** In the order in which `fit` gets them. */
  readonly train: Dataset;
  /** With the classes of `train`. */
  readonly test: Dataset;
  readonly origin: string;
  readonly division: Division;
  /** Whether they are photos, prepared. */
  readonly photos: boolean;
}

/** Share of the images that become test images where the data has none. */
export const TEST_SPLIT = 0.2;
/** The same for every run, whatever its --seed: runs on the same data can be compared. */
const SEED = 0;

/**
 * Reads and divides the images.
 *
 * Errors: USAGE for a `testSplit` of data that has test images, or that leaves a part empty; DATA_MISMATCH for images without
 * labels, fewer than two classes, and test images of other classes than those that are trained; SHAPE_MISMATCH for test images
 * of another shape.
 */
export async function trainingData(found: ImagesFound, testSplit: number | undefined): Promise<TrainingData> {
  const { origin, inParts } = found;
  if (inParts && testSplit !== undefined)
    throw new UsageError(`--test-split: the data has test images of its own → leave it out`);
  const first = await found.load("train");
  if (!first.labelled) throw noLabels(found.originOf("train"));
  if (!inParts) {
    const split = { testSplit: testSplit ?? TEST_SPLIT, splitSeed: SEED };
    const [test, rest] = divided(first, split);
    say(
      `no test images in ${origin}: ${counted(test.length, "image")} held out, ${split.testSplit} of each class (--test-split)`,
    );
    checkClasses(rest, origin);
    const { train, shuffled } = ordered(rest, found);
    sayGaps(train, test);
    return { train, test, origin, division: { ...split, ...shuffled }, photos: found.photos };
  }
  const own = await found.load("test");
  if (!own.labelled) throw noLabels(found.originOf("test"));
  if (own.imageShape.join() !== first.imageShape.join()) throw otherShape(own, first);
  const test = ofTraining(own, first.classNames, found.originOf("test"));
  checkClasses(first, found.originOf("train"));
  const { train, shuffled } = ordered(first, found);
  if (!found.published) sayGaps(train, test);
  return { train, test, origin, division: shuffled, photos: found.photos };
}

/** The test images and the rest. Errors: USAGE where one of them would be empty. */
export function divided(
  images: Dataset,
  { testSplit, splitSeed }: Required<Omit<Division, "shuffleSeed">>,
): [Dataset, Dataset] {
  const size = Math.round(testSplit * images.length);
  if (size === 0 || size === images.length) {
    const parts = `${size} to test with and ${images.length - size} to train on`;
    throw new UsageError(
      `--test-split ${testSplit} of ${counted(images.length, "image")} leaves ${parts} → give more images, or another share`,
    );
  }
  return images.split(testSplit, { seed: splitSeed, stratify: true });
}

/** The training images in the order in which `train` trains on them, and the seed of it. */
export function ordered(
  train: Dataset,
  { published }: Pick<ImagesFound, "published">,
): { train: Dataset; shuffled: Division } {
  if (published && !isSorted(train.labels)) return { train, shuffled: {} };
  return { train: train.shuffle(SEED), shuffled: { shuffleSeed: SEED } };
}

function isSorted(labels: Uint32Array): boolean {
  return labels.every((label, i) => i === 0 || label >= (labels[i - 1] as number));
}

function checkClasses(train: Dataset, origin: string): void {
  if (train.classCounts().filter((images) => images > 0).length > 1) return;
  const what = `all training images of ${origin} are of one class`;
  throw new FashionWasmError(
    "DATA_MISMATCH",
    `train: ${what}, there is nothing to tell apart → give images of two classes at least`,
  );
}

function noLabels(origin: string): FashionWasmError {
  const advice = "give a table with a column of labels, or a folder with a folder of images per class";
  return new FashionWasmError("DATA_MISMATCH", `train: the images of ${origin} have no labels → ${advice}`);
}

function otherShape(test: Dataset, train: Dataset): FashionWasmError {
  const shapes = `the test images are ${test.imageShape.join("×")}, the training images ${train.imageShape.join("×")}`;
  const what = `${shapes} (height × width × channels)`;
  return new FashionWasmError("SHAPE_MISMATCH", `train: ${what} → bring the images of both to one size`);
}

/** Says which classes the model cannot learn, and of which others nothing will be known. */
function sayGaps(train: Dataset, test: Dataset): void {
  const [learnt, tested] = [train.classCounts(), test.classCounts()];
  const of = (places: (place: number) => boolean) => train.classNames.filter((_, place) => places(place));
  sayMissing(
    "training",
    of((place) => learnt[place] === 0),
  );
  sayMissing(
    "test",
    of((place) => learnt[place] !== 0 && tested[place] === 0),
  );
}

function sayMissing(what: string, names: readonly string[]): void {
  const more = names.length > 5 ? ` and ${count(names.length - 5)} more` : "";
  if (names.length > 0) say(`no ${what} image of ${names.slice(0, 5).join(", ")}${more}`);
}
