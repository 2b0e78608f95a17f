/**
 * What a model for photos learns from: photos made of the prepared ones, again and again in other positions, colours and light;
 * and some images that are no garments.
 */
import { Dataset, NO_GARMENT, photoExamples } from "../../index.js";
import { withNames } from "../class-names.js";
import { UsageError } from "../exit.js";
import { count, counted } from "../format.js";
import { patiently } from "../patience.js";
import { say } from "../say.js";

/** Images to learn from, and those that were held out. */
export interface PhotoExamples {
  readonly examples: Dataset;
  /** Prepared photos that are not learnt from, to validate with and to calibrate on. */
  readonly heldOut: Dataset;
  /** The same, with a class more. */
  readonly validation: Dataset;
}

/** Share of the photos that is held out, at least: thresholds are fitted on them. */
const HELD_OUT = 0.2;
/** Examples are made of each photo until there are so many in all. */
const EXAMPLES = 20_000;
const [FEWEST, MOST] = [2, 64];
/** Images that are no garments, for each example. */
const STRANGERS = 0.25;

/** Photos, divided. */
export interface DividedPhotos {
  /** To learn from. */
  readonly own: Dataset;
  readonly heldOut: Dataset;
  /** Examples that are made of each photo. */
  readonly rounds: number;
  /** Examples in all, with those that are no garments. */
  readonly total: number;
  /** Of the examples. */
  readonly classNames: readonly string[];
}

/** Divides photos. `validationSplit`: the share that the command line or the recipe holds out. Errors: USAGE. */
export function dividedPhotos(train: Dataset, validationSplit: number): DividedPhotos {
  if (train.classNames.includes(NO_GARMENT)) {
    throw new UsageError(
      `a class is called "${NO_GARMENT}", which is what a model for photos calls all else → rename it`,
    );
  }
  const size = Math.max(1, Math.round(Math.max(validationSplit, HELD_OUT) * train.length));
  if (size >= train.length) {
    throw new UsageError(
      `${counted(train.length, "photo")} to train on are too few to hold some out → give more photos`,
    );
  }
  const own = train.slice(0, train.length - size);
  const heldOut = train.slice(-size);
  const [all, learnt] = [train.classCounts(), own.classCounts()];
  const lost = train.classNames.find((_, i) => learnt[i] === 0 && (all[i] ?? 0) > 0);
  if (lost !== undefined) {
    const what = `no photo of ${lost} is left to learn from, for a part of all is held out`;
    throw new UsageError(`${what} → give ten photos or more of each class`);
  }
  const rounds = Math.min(MOST, Math.max(FEWEST, Math.ceil(EXAMPLES / own.length)));
  const total = rounds * own.length + Math.floor(STRANGERS * rounds * own.length);
  return { own, heldOut, rounds, total, classNames: [...train.classNames, NO_GARMENT] };
}

/** Makes the examples. */
export async function examplesOf(
  { own, heldOut, rounds, total, classNames }: DividedPhotos,
  { seed, signal }: { readonly seed: number; readonly signal: AbortSignal },
): Promise<PhotoExamples> {
  const placeOf = (i: number) => own.indices?.[i] ?? i;
  const places = Uint32Array.from({ length: rounds * own.length }, (_, i) => placeOf(i % own.length));
  const repeated = new Dataset(own.source, own.imageShape, own.classNames, places);
  say(`${counted(own.length, "photo")} to learn from, ${counted(heldOut.length, "photo")} held out`);
  const made = () => photoExamples(repeated, { seed: seed % 2 ** 32, strangers: STRANGERS, signal });
  const examples = await patiently(`making ${count(total)} examples, ${rounds} of each photo`, made);
  return { examples, heldOut, validation: withNames(heldOut, classNames) };
}
