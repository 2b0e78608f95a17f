/**
 * The options of `fit`.
 */
import type { ValidationData } from "../inputs/labelled.js";
import type { ClassWeight, SampleWeight } from "../inputs/weights.js";
import type { HostAbortSignal } from "../platform/host-types.js";
import type { Callback } from "./callbacks.js";
import type { Verbose } from "./progress.js";

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

/** Their names. */
export const FIT_OPTIONS = [
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
