/**
 * The numbers of a model for photos, fitted on images that it has not learnt from.
 */

import type { Dataset } from "../data/dataset.js";
import { FashionWasmError } from "../errors.js";
import { checkDataset } from "../evaluation/shifts.js";
import { fitTemperature } from "../evaluation/temperature.js";
import { integerOption, numberOption, optionsObject, signalOption } from "../options/check.js";
import { show } from "../options/show.js";
import type { HostAbortSignal } from "../platform/host-types.js";
import { LEAST_TEMPERATURE, type PhotoCalibration } from "./calibration.js";
import { photoExamples } from "./examples.js";

/** What is calibrated: a model with an output for each class, logits, and one more for what is no garment. */
export interface PhotoLogits {
  readonly outputShape: readonly number[];
  predict(images: Dataset, options?: { readonly checkImages?: boolean }): Promise<Float32Array>;
}

/** Options of {@link calibratePhotos}. */
export interface CalibratePhotosOptions {
  /** Key of the photos that are made of the images; default 2, which differs from that of `photoExamples`. */
  readonly seed?: number | undefined;
  /** Share of the images themselves that is flagged as unlike any garment; default 0.095. */
  readonly flagged?: number | undefined;
  /** Share of the answers without a flag that is to be right; default 0.98. */
  readonly right?: number | undefined;
  /** Ends the work: the promise rejects with the signal's reason. */
  readonly signal?: HostAbortSignal | undefined;
}

/** Photos are made of the images again and again until there are so many. */
const LEAST_PHOTOS = 1000;
/** Answers at least, of which so many are to be right. */
const LEAST_ANSWERS = 100;

/**
 * Fits what `model.save({ photo })` keeps: a temperature on photos that are made of the images, the unlikeness above which the
 * share `flagged` of the images lies, and the least probability above which the share `right` of the answers is right (1 where
 * there is none).
 *
 * @param images 28 × 28 tones with labels, held out of training.
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed; DATA_MISMATCH for a model of another number of
 * outputs than one more than there are classes, and for outputs that are not finite.
 * @example
 * await model.save("hats.safetensors", { photo: await calibratePhotos(model, heldOut) });
 */
export async function calibratePhotos(
  model: PhotoLogits,
  images: Dataset,
  options?: CalibratePhotosOptions,
): Promise<PhotoCalibration> {
  const where = "calibratePhotos";
  const {
    seed = 2,
    flagged = 0.095,
    right = 0.98,
    signal,
  } = optionsObject(where, options, ["seed", "flagged", "right", "signal"]);
  integerOption(where, "seed", seed, { min: 0, max: 2 ** 32 - 1 });
  numberOption(where, "flagged", flagged, { min: 0, below: 1 });
  numberOption(where, "right", right, { min: 0, max: 1 });
  signalOption(where, signal)?.throwIfAborted();
  if (typeof model?.predict !== "function" || !Array.isArray(model.outputShape)) {
    const advice = "give the model that is to classify photos";
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: the model is ${show(model)} → ${advice}`);
  }
  checkDataset(where, images);
  const classes = images.classNames.length;
  if (model.outputShape.join() !== String(classes + 1)) {
    const what = `the model has outputs [${model.outputShape.join(", ")}], the images ${classes} classes`;
    throw new FashionWasmError("DATA_MISMATCH", `${where}: ${what} → give a model with one output more than classes`);
  }
  const outputs = async (data: Dataset) => partsOf(await model.predict(data, { checkImages: false }), classes);
  const all = { logits: [] as number[], labels: [] as number[], unlikeness: [] as number[] };
  for (let first = 0; first === 0 || all.labels.length < LEAST_PHOTOS; first += images.length) {
    const photos = await photoExamples(images, { seed, first, signal });
    const { logits, unlikeness } = await outputs(photos);
    for (const logit of logits) all.logits.push(logit);
    for (const one of unlikeness) all.unlikeness.push(one);
    for (const label of photos.labels) all.labels.push(label);
  }
  const own = (await outputs(images)).unlikeness.sort((a, b) => b - a);
  const threshold = own[Math.floor(flagged * own.length)] ?? 0;
  const fitted = fitTemperature(Float32Array.from(all.logits), all.labels, { classes });
  const temperature = Math.max(LEAST_TEMPERATURE, rounded(fitted));
  const probability = rounded(leastProbability(all, { classes, temperature, threshold, right }));
  return { temperature, unlikeness: rounded(threshold), probability };
}

/** The logits of the classes, and how unlike any garment each image is. */
function partsOf(outputs: Float32Array, classes: number) {
  const width = classes + 1;
  const count = outputs.length / width;
  const logits = new Float32Array(count * classes);
  const unlikeness: number[] = [];
  for (let i = 0; i < count; i++) {
    const row = outputs.subarray(i * width, (i + 1) * width - 1);
    logits.set(row, i * classes);
    const most = Math.max(...row);
    const sum = row.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
    unlikeness.push(Number(outputs[(i + 1) * width - 1]) - most - Math.log(sum));
  }
  return { logits, unlikeness };
}

interface Answers {
  readonly logits: readonly number[];
  readonly labels: readonly number[];
  readonly unlikeness: readonly number[];
}

interface Wanted {
  readonly classes: number;
  readonly temperature: number;
  readonly threshold: number;
  readonly right: number;
}

/** The least probability above which answers that are like a garment are right often enough. */
function leastProbability(
  { logits, labels, unlikeness }: Answers,
  { classes, temperature, threshold, right }: Wanted,
): number {
  const answers = labels.map((label, i) => {
    const row = logits.slice(i * classes, (i + 1) * classes).map((logit) => logit / temperature);
    const most = Math.max(...row);
    const sum = row.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
    return { probability: 1 / sum, isRight: row.indexOf(most) === label, isLike: Number(unlikeness[i]) <= threshold };
  });
  const ranked = answers.filter(({ isLike }) => isLike).sort((a, b) => b.probability - a.probability);
  let [hits, least] = [0, 1];
  ranked.forEach((answer, i) => {
    if (answer.isRight) hits++;
    if (i >= LEAST_ANSWERS && hits / (i + 1) >= right) least = answer.probability;
  });
  return least;
}

/** Three digits: other hosts' exponentials may differ in the last ones. */
function rounded(value: number): number {
  return Number(value.toFixed(3));
}
