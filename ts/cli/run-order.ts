/**
 * Images as a run had them: divided, and in the order of its training, which `run.json` says and fingerprints prove.
 */
import type { Dataset } from "../index.js";
import type { ImagesFound } from "./load-images.js";
import type { RunRecord } from "./run-record.js";
import { say } from "./say.js";
import { divided, ordered } from "./training-data.js";
import { shareOfSample } from "./training-sample.js";

/** Both parts of one set of images, if these are the images of the run. */
export async function dividedAsInRun(
  whole: Dataset,
  record: RunRecord,
): Promise<{ train: Dataset; test: Dataset } | null> {
  const { testSplit, splitSeed, shuffleSeed, trainFingerprint, testFingerprint } = record;
  if (testSplit === undefined || splitSeed === undefined || shuffleSeed === undefined) return null;
  const size = Math.round(testSplit * whole.length);
  if (size === 0 || size === whole.length) return null;
  const [test, rest] = divided(whole, { testSplit, splitSeed });
  const train = rest.shuffle(shuffleSeed);
  const isRun = trainFingerprint === (await train.fingerprint()) && testFingerprint === (await test.fingerprint());
  return isRun ? { train, test } : null;
}

/** In the order of training: the run's, or that in which `train` would have them. */
export function asTrained(train: Dataset, { trainFingerprint, shuffleSeed }: RunRecord, found: ImagesFound): Dataset {
  if (trainFingerprint === undefined) return ordered(train, found).train;
  return shuffleSeed === undefined ? train : train.shuffle(shuffleSeed);
}

/** Whether most of the training images are among these; says so where some are. */
export async function isSeen(images: Dataset, { trainFingerprint, trainSample = [] }: RunRecord): Promise<boolean> {
  if (trainFingerprint === (await images.fingerprint())) return true;
  const share = shareOfSample(images, trainSample);
  if (share > 0 && share < 0.5) {
    say(`${(100 * share).toFixed(0)} % of the training images are among these: the figures are too good`);
  }
  return share >= 0.5;
}
