/**
 * The images that a temperature is fitted on: those that were held out of training, or none.
 *
 * A temperature fitted on images that the model was trained on would look like a measurement and be none, so whatever
 * `run.json` says is compared with the images, and where none is fitted a line says why.
 */
import type { Dataset } from "../index.js";
import { UsageError } from "./exit.js";
import type { RunRecord } from "./run-record.js";
import { say } from "./say.js";

/** Where they may be. */
export interface HeldOutWanted {
  /** Reads the training images beside the test images, in the order of training; null where there are none. */
  readonly beside: (() => Promise<Dataset>) | null;
  /** Reads the training images of the run, wherever the test images are from; null where they are not there. */
  ofRun(): Promise<Dataset | null>;
  /** What is known of the run; `{}` where nothing is. */
  readonly record: RunRecord;
  /** The value of `--held-out`. */
  readonly fraction: number | undefined;
}

/** The last of the training images. Errors: USAGE for a `fraction` of more than the run held out. */
export async function heldOutImages({ record, fraction, ...wanted }: HeldOutWanted): Promise<Dataset | null> {
  const { trainImages, validationImages, trainFingerprint } = record;
  if (fraction === undefined && !validationImages) {
    return none("no images are known to be held out of training", " (--held-out says a fraction)");
  }
  const beside = (await wanted.beside?.()) ?? null;
  const isRight = beside !== null && (fraction !== undefined || trainFingerprint === (await beside.fingerprint()));
  const train = isRight ? beside : await wanted.ofRun();
  if (train === null) return none("the images that were held out of training are not there");
  const isKnown = trainImages !== undefined && validationImages !== undefined && trainFingerprint !== undefined;
  const isOfRun = trainFingerprint === (await train.fingerprint());
  if (fraction === undefined) {
    if (!isOfRun) return none("the training images are not those of the run");
    if (!isKnown || trainImages + validationImages !== train.length || validationImages === train.length) {
      return none(`run.json counts other training images than the ${train.length} there are`);
    }
    return train.slice(-validationImages);
  }
  const number = Math.round(fraction * train.length);
  if (number === 0) return none(`--held-out ${fraction} of ${train.length} training images is none`);
  if (isOfRun && isKnown && number > validationImages) {
    const what = `the run held out ${validationImages} of ${train.length} training images, --held-out says ${number}`;
    throw new UsageError(`${what}: a temperature fitted on images that were trained on means nothing`);
  }
  if (!isKnown)
    say(
      `nothing is known of what the model was trained on: these ${number} images are taken to have been held out of training`,
    );
  return train.slice(-number);
}

function none(why: string, advice = ""): null {
  say(`${why}: no temperature is fitted${advice}`);
  return null;
}
