/**
 * What `fit` accepts, checked against the model and turned into a plan.
 */
import { namesAfter } from "../data/match-classes.js";
import type { ModelDescription, OptionsSpec } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import { type BatchSource, isBatchSource } from "../inputs/batches.js";
import { type Examples, examplesOf, imagesOfExamples, splitLast, type TrainingData } from "../inputs/examples.js";
import type { InputRangeCheck } from "../inputs/input-range-check.js";
import { validationDataOf } from "../inputs/labelled.js";
import { sizeOf } from "../inputs/pixels.js";
import { wrongValueRange } from "../inputs/value-range-check.js";
import { type SampleWeight, sampleWeights, withClassWeights } from "../inputs/weights.js";
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
import { type CallbackList, callbacksOption } from "./callbacks.js";
import type { Feed } from "./feed/feed.js";
import { batchFeed } from "./feed/fetch-batch-feed.js";
import { heldFeed } from "./feed/held-feed.js";
import { batchReader } from "./feed/read-batch.js";
import { lengthOf } from "./fit-length.js";
import { FIT_OPTIONS, type FitOptions } from "./fit-options.js";
import { checkHeldOut } from "./held-out.js";
import { verboseOption } from "./progress.js";
import { type Sizes, sizesOf } from "./sizes.js";
import type { TrainingContext } from "./training-context.js";

/** Checked options. */
export interface FitPlan extends Omit<Sizes, "train" | "shuffle" | "batchSize"> {
  readonly initialEpoch: number;
  readonly callbacks: CallbackList;
  readonly signal: HostAbortSignal | null;
  readonly verbose: 0 | 1 | 2;
  readonly swapEma: boolean;
  /** Steps, or seconds, to train for; null for whole epochs. */
  readonly totalSteps: number | null;
  readonly timeBudget: number | null;
  /** The schedule's step at which it has come to its end; null where it says none. */
  readonly scheduleEnd: number | null;
  /** Where the images come from. */
  feed(context: TrainingContext): Promise<Feed>;
  /** Data that was made for this call alone. */
  readonly temporary: readonly Examples[];
}

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
  /** Refuses weights of images where its loss is the user's own. */
  checkWeights(where: string, weights: Float32Array | null): void;
}

/** Checks data and options of `fit`. */
export function fitPlan(
  data: TrainingData | BatchSource,
  options: FitOptions | undefined,
  model: ModelDescription,
  known: Known,
): FitPlan {
  const where = "fit";
  const { kind, usesEma, schedule, trained, inputCheck } = known;
  // The data first: what else is wrong may follow from it.
  const { warn } = inputCheck;
  const names = known.names ?? (trained ? null : undefined);
  const given = isBatchSource(data) ? null : examplesOf(where, data, model, { names, kind, warn });
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
  } = optionsObject(where, options, FIT_OPTIONS);
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
  booleanOption(where, "checkImages", checkImages);
  const { fastDevRun = false, stepsPerEpoch } = sizes;
  const length = lengthOf(where, { steps, timeBudget, epochs: options?.epochs, schedule, fastDevRun });
  if (given === null) checkStreamed(where, { ...options, validationSplit }, stepsPerEpoch);
  const all = given && weighted(where, given, sampleWeight);
  const [train, held] = all !== null && validationSplit > 0 ? split(where, all, validationSplit) : [all, null];
  const checked = {
    initialEpoch,
    callbacks: callbacksOption(where, callbacks, { withFiles: fastDevRun === false }),
    signal: signal ?? null,
    verbose: verboseOption(where, verbose),
    swapEma,
  };
  let classNames = given === null || given.temporary ? known.names : namesAfter(known.names, given.dataset);
  const heldOut = `${where}: validationData`;
  // Where no names are known yet, batches are brought to those of what they are validated with.
  const toMatch = given === null ? names : classNames;
  const other =
    validationData === undefined
      ? held
      : examplesOf(heldOut, validationDataOf(heldOut, validationData), model, { names: toMatch, kind, warn });
  if (given === null && other !== null && !other.temporary) classNames = namesAfter(classNames, other.dataset);
  const {
    train: part,
    shuffle,
    batchSize,
    ...parts
  } = sizesOf(where, sizes, {
    train,
    validation: other,
    epochs,
    initialEpoch,
  });
  known.checkWeights(heldOut, other?.weights ?? null);
  const plan = { ...checked, ...parts, ...length };
  const temporary = [part, other].filter((examples) => examples?.temporary === true) as Examples[];
  if (part === null) {
    if (checkImages && other !== null) inputCheck.see(heldOut, imagesOfExamples(other));
    const checks = { ...known, where, model, names: classNames ?? names, classWeight, checkImages };
    const source = data as BatchSource;
    const most = length.totalSteps ?? (plan.steps && plan.steps * (plan.epochs - initialEpoch));
    return {
      ...plan,
      temporary,
      feed: (context) =>
        batchFeed(context, {
          where,
          source,
          read: batchReader(checks),
          steps: plan.steps,
          totalSteps: length.timeBudget === null ? most : null,
          epochs: plan.epochs - initialEpoch,
          warn,
          isTrial: fastDevRun !== false,
        }),
    };
  }
  if (validationData !== undefined && other !== null) checkHeldOut(heldOut, part, other);
  const weights = withClassWeights(where, classWeight, part, { units: sizeOf(model.outputShape), kind });
  known.checkWeights(where, weights);
  const images = imagesOfExamples(part);
  const input = inputCheck.profileOf(images);
  if (checkImages) inputCheck.see(where, images);
  const wrong = input && wrongValueRange(model.spec, input);
  if (checkImages && wrong) warn(where, wrong);
  if (checkImages && other !== null) inputCheck.see(heldOut, imagesOfExamples(other), input);
  const heldPlan = {
    train: part,
    shuffle,
    batchSize,
    steps: plan.steps as number,
    weights,
    learnt: { classNames, input },
  };
  return { ...plan, temporary, feed: (context) => heldFeed(context, heldPlan) };
}

/** Refuses what can only be done with data that is there as a whole. */
function checkStreamed(where: string, options: FitOptions, stepsPerEpoch: number | undefined): void {
  const advice = {
    batchSize: "left out: each batch of the source is a step",
    shuffle: "left out: the source says in which order its batches come",
    overfitBatches: "left out beside a source of batches: give a source of these batches",
    sampleWeight: "left out: each batch has its own, [images, labels, sampleWeight]",
  };
  for (const [name, expected] of Object.entries(advice)) {
    const value = options[name as keyof typeof advice];
    if (value !== undefined) throw invalidOption(where, name, value, expected);
  }
  if (options.validationSplit !== 0) {
    throw invalidOption(
      where,
      "validationSplit",
      options.validationSplit,
      "0 beside a source of batches: give validationData",
    );
  }
  if (options.classWeight === "balanced") {
    throw invalidOption(
      where,
      "classWeight",
      "balanced",
      "a number a class: nobody knows yet how many images a source has of each",
    );
  }
  for (const name of ["steps", "timeBudget"] as const) {
    if (options[name] === undefined || stepsPerEpoch !== undefined) continue;
    throw invalidOption(
      where,
      name,
      options[name],
      "given with stepsPerEpoch: a source does not say how long its epochs are",
    );
  }
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
