/**
 * What `fit` accepts, checked against the model and turned into a plan.
 */
import { namesAfter } from "../data/match-classes.js";
import type { ModelDescription, OptionsSpec } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import { type Examples, examplesOf, imagesOfExamples, splitLast, type TrainingData } from "../inputs/examples.js";
import type { InputRangeCheck } from "../inputs/input-range-check.js";
import { type ValidationData, validationDataOf } from "../inputs/labelled.js";
import { sizeOf } from "../inputs/pixels.js";
import type { InputProfile } from "../inputs/tones.js";
import { type ClassWeight, type SampleWeight, sampleWeights, withClassWeights } from "../inputs/weights.js";
import type { LabelKind } from "../losses/losses.js";
import {
  booleanOption,
  integerOption,
  invalidOption,
  numberOption,
  optionsObject,
  signalOption,
} from "../options/check.js";
import type { HostAbortSignal } from "../platform/host-types.js";
import { type Callback, type CallbackList, callbacksOption } from "./callbacks.js";
import { lengthOf } from "./fit-length.js";
import { checkHeldOut } from "./held-out.js";
import { type Verbose, verboseOption } from "./progress.js";
import { type Sizes, sizesOf } from "./sizes.js";

/** Options of `model.fit`; names and defaults as in Keras. */
export interface FitOptions {
  /** Number of the epoch to stop before, counted from 0; default 1. With `initialEpoch` 2, `epochs: 5` trains 3. */
  readonly epochs?: number | undefined;
  /** Images per step; default 32. The last batch of an epoch may be smaller. */
  readonly batchSize?: number | undefined;
  /** Draws a new order for every epoch, from the model's seed; default true. */
  readonly shuffle?: boolean | undefined;
  /** Share of the data, in [0, 1), to validate with: its last part, before shuffling; default 0. */
  readonly validationSplit?: number | undefined;
  /** Data to validate with after every epoch: as `fit` takes it, or `[images, labels]` as in Keras. */
  readonly validationData?: ValidationData | undefined;
  readonly callbacks?: readonly Callback[] | undefined;
  /** Ends training after the current step; `fit` rejects with `signal.reason`. */
  readonly signal?: HostAbortSignal | undefined;
  /** Number of the first epoch; default 0. It numbers epochs in the history, nothing else. */
  readonly initialEpoch?: number | undefined;
  /**
   * What is told of the training: 0 nothing; 1 a bar for the running epoch, on a terminal, then a line with its values; 2 the
   * line only. Default `"auto"`: 1 on a terminal, else 0, in a pipe, a worker or a page. Lines go to the standard output, in
   * browsers to the console.
   */
  readonly verbose?: Verbose | undefined;
  /** Batches of an epoch; default: as many as the data has. The next epoch goes on where this one ended, in a new order when the data is through. */
  readonly stepsPerEpoch?: number | undefined;
  /** Images per batch of validation; default: `batchSize`. */
  readonly validationBatchSize?: number | undefined;
  /** Validates after every so many epochs, or after those with these numbers, counted from 1; default 1. */
  readonly validationFreq?: number | readonly number[] | undefined;
  /**
   * Tries out whether everything runs: one epoch of one batch, or so many, of training and validation; callbacks that write
   * files do nothing. Default false.
   *
   * @see Lightning `Trainer(fast_dev_run)`
   */
  readonly fastDevRun?: boolean | number | undefined;
  /**
   * Uses the first so many batches, or this share (below 1), of the data of training and of validation, unshuffled, the same
   * every epoch: a model that can learn must come to know them by heart. Default: all.
   *
   * @see Lightning `Trainer(overfit_batches)`
   */
  readonly overfitBatches?: number | undefined;
  /**
   * Steps to train for instead of whole epochs; as many epochs as they take, the last of which may be a part. A schedule of the
   * learning rate is stretched so that it ends with them: one that has no end of its own, as the epochs in `epochs` would take it.
   */
  readonly steps?: number | undefined;
  /**
   * Seconds to train for instead of whole epochs, with validation and callbacks: a few steps are tried first, then the number of
   * steps is found on the way, and a schedule stretched as for {@link steps}. `history.steps` tells the number, and
   * `fit({ steps })` with it, from the same beginning, gives the same bits. On a machine whose speed changes by more than a
   * quarter it may end early or late.
   */
  readonly timeBudget?: number | undefined;
  /** How much the images of each class count in the loss of training, not of validation; default 1. */
  readonly classWeight?: ClassWeight | undefined;
  /** How much each image counts in the loss, of training and of what `validationSplit` holds out: a number ≥ 0 an image; default 1. */
  readonly sampleWeight?: SampleWeight | undefined;
  /**
   * Validates by the moving averages of an optimizer with `useEma`: from there to the end of the epoch's callbacks the model holds
   * them, so that what is saved is what was validated. Default false, as in Keras: averages take their place when `fit` ends.
   */
  readonly swapEma?: boolean | undefined;
  /** Whether images are warned of that are unlike those the model was trained on before; default true. */
  readonly checkImages?: boolean | undefined;
}

/** Checked options. */
export interface FitPlan extends Sizes {
  readonly initialEpoch: number;
  /** What the model knows after the first step: names of its classes, how its images look. */
  readonly classNames: readonly string[] | null;
  readonly input: InputProfile | null;
  readonly callbacks: CallbackList;
  readonly signal: HostAbortSignal | null;
  readonly verbose: 0 | 1 | 2;
  /** How much the image of each place of training counts; null where all count 1. */
  readonly weights: Float32Array | null;
  readonly swapEma: boolean;
  /** Steps, or seconds, to train for; null for whole epochs. */
  readonly totalSteps: number | null;
  readonly timeBudget: number | null;
  /** The schedule's step at which it has come to its end; null where it says none. */
  readonly scheduleEnd: number | null;
}

const OPTIONS = [
  "epochs",
  "batchSize",
  "shuffle",
  "validationSplit",
  "validationData",
  "callbacks",
  "signal",
  "initialEpoch",
  "checkImages",
  "verbose",
  "stepsPerEpoch",
  "validationBatchSize",
  "validationFreq",
  "fastDevRun",
  "overfitBatches",
  "classWeight",
  "sampleWeight",
  "swapEma",
  "steps",
  "timeBudget",
] as const;

/** What a model knows of the data it was trained on so far. */
export interface Known {
  /** Names of its classes. */
  readonly names: readonly string[] | null;
  /** What labels its loss takes. */
  readonly kind: LabelKind;
  /** Whether its optimizer keeps averages of the weights. */
  readonly usesEma: boolean;
  /** The schedule of its learning rate; null for a number. */
  readonly schedule: OptionsSpec | null;
  /** Whether it was trained before. */
  readonly trained: boolean;
  readonly inputCheck: InputRangeCheck;
}

/** Checks data and options of `fit`. */
export function fitPlan(
  data: TrainingData,
  options: FitOptions | undefined,
  model: ModelDescription,
  { names, kind, usesEma, schedule, trained, inputCheck }: Known,
): FitPlan {
  const where = "fit";
  // The data first: what else is wrong may follow from it.
  const { warn } = inputCheck;
  const given = examplesOf(where, data, model, { names: names ?? (trained ? null : undefined), kind, warn });
  const classNames = given.temporary ? names : namesAfter(names, given.dataset);
  const {
    epochs = 1,
    validationSplit = 0,
    validationData,
    callbacks = [],
    signal,
    initialEpoch = 0,
    checkImages = true,
    verbose = "auto",
    classWeight,
    sampleWeight,
    swapEma = false,
    steps,
    timeBudget,
    ...sizes
  } = optionsObject(where, options, OPTIONS);
  integerOption(where, "epochs", epochs, { min: 1 });
  integerOption(where, "initialEpoch", initialEpoch, { min: 0 });
  if (initialEpoch >= epochs) {
    const expected = `less than epochs (${epochs}), the number of the epoch to stop before`;
    throw invalidOption(where, "initialEpoch", initialEpoch, expected);
  }
  numberOption(where, "validationSplit", validationSplit, { min: 0, below: 1 });
  if (validationSplit > 0 && validationData !== undefined) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: received validationSplit ${validationSplit} and validationData → give one of them`,
    );
  }
  signalOption(where, signal);
  if (booleanOption(where, "swapEma", swapEma) && !usesEma) {
    throw invalidOption(where, "swapEma", swapEma, "false, or an optimizer with useEma: true, which keeps averages");
  }
  const length = lengthOf(where, {
    steps,
    timeBudget,
    epochs: options?.epochs,
    schedule,
    fastDevRun: sizes.fastDevRun,
  });
  const all = weighted(where, given, sampleWeight);
  const [train, validation] = validationSplit > 0 ? split(where, all, validationSplit) : [all, null];
  const { fastDevRun = false } = sizes;
  const checked = {
    initialEpoch,
    callbacks: callbacksOption(where, callbacks, { withFiles: fastDevRun === false }),
    signal: signal ?? null,
    verbose: verboseOption(where, verbose),
  };
  const heldOut = `${where}: validationData`;
  const other =
    validationData === undefined
      ? validation
      : examplesOf(heldOut, validationDataOf(heldOut, validationData), model, { names: classNames, kind, warn });
  const parts = sizesOf(where, sizes, { train, validation: other, epochs, initialEpoch });
  if (validationData !== undefined && other !== null) checkHeldOut(heldOut, train, other);
  const weights = withClassWeights(where, classWeight, train, { units: sizeOf(model.outputShape), kind });
  const images = imagesOfExamples(train);
  const input = inputCheck.profileOf(images);
  if (booleanOption(where, "checkImages", checkImages)) inputCheck.see(where, images);
  if (checkImages && other !== null) inputCheck.see(heldOut, imagesOfExamples(other), input);
  return { ...checked, ...parts, ...length, classNames, input, weights, swapEma };
}

/** The data with weights of its images, in their order. */
function weighted(where: string, examples: Examples, received: SampleWeight | undefined): Examples {
  if (received === undefined) return examples;
  if (examples.weights !== null) {
    throw invalidOption(where, "sampleWeight", received, "left out: the data has sampleWeight already");
  }
  const { indices, dataset } = examples;
  const inOrder = sampleWeights(where, received, indices.length);
  const weights = new Float32Array(dataset.source.count).fill(1);
  indices.forEach((place, i) => {
    weights[place] = inOrder[i] ?? 1;
  });
  return { ...examples, weights };
}

function split(where: string, all: Examples, fraction: number): [train: Examples, validation: Examples] {
  const [train, validation] = splitLast(all, fraction);
  if (train.indices.length === 0 || validation.indices.length === 0) {
    const { length } = all.indices;
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: validationSplit ${fraction} of ${length} images leaves ${train.indices.length} to train on and ${validation.indices.length} to validate with → both need at least one`,
    );
  }
  checkHeldOut(where, train, validation, fraction);
  return [train, validation];
}
