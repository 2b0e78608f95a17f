/**
 * The values of each epoch as TensorBoard shows them.
 */
import { EventFile, HAS_FILES } from "#platform/log-file";
import { integerOption, invalidOption, optionsObject } from "../options/check.js";
import { kerasName } from "../options/spelling.js";
import { type Callback, writesFiles } from "../training/callbacks.js";
import type { BatchLogs, EpochLogs, LogValue } from "../training/history.js";
import { noFiles } from "./no-files.js";

/** Options of {@link tensorBoard}; names and defaults as in Keras. */
export interface TensorBoardOptions {
  /** Folder for the files, which is made; default `"logs"`. */
  readonly logDir?: string | undefined;
  /** `"epoch"`, the default; with `"batch"`, or a number n, the means over the epoch so far are written after every batch, or every n-th, too. */
  readonly updateFreq?: "epoch" | "batch" | number | undefined;
}

/** A value for a file: its tag, its place on the x axis, its number. */
type Scalar = readonly [tag: string, step: number, value: number];

/** Batches whose values are written at a time. */
const AT_A_TIME = 100;

/**
 * Returns a callback that writes the values of each epoch as TensorBoard reads them, with the folders and tags of Keras: in `train/`
 * and `validation/` `epoch_loss`, `epoch_accuracy`, `epoch_learning_rate` over the epoch, counted from 0, and of batches in
 * `train/` `batch_loss`, `batch_accuracy` over the batch, counted from 1 since `fit` began.
 *
 * A list of values is written element by element, `epoch_f1_score/0` and so on. Each `fit` writes files of its own. It needs a file
 * system: not in browsers.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed; IO in a browser, and, from `fit`, when a file
 * cannot be written.
 * @example
 * ```ts
 * await model.fit(train, { epochs: 20, validationSplit: 0.2, callbacks: [tensorBoard({ logDir: "logs/first" })] });
 * // then: tensorboard --logdir logs
 * ```
 * @see Keras `TensorBoard`
 */
export function tensorBoard(options?: TensorBoardOptions): Callback {
  const where = "tensorBoard";
  if (!HAS_FILES) throw noFiles(where);
  const { logDir = "logs", updateFreq = "epoch" } = optionsObject(where, options, ["logDir", "updateFreq"]);
  if (typeof logDir !== "string" || logDir === "") throw invalidOption(where, "logDir", logDir, "the path of a folder");
  if (updateFreq !== "epoch" && updateFreq !== "batch") {
    if (typeof updateFreq !== "number") {
      throw invalidOption(where, "updateFreq", updateFreq, '"epoch", "batch" or a number of batches');
    }
    integerOption(where, "updateFreq", updateFreq, { min: 1 });
  }
  let [train, validation] = [new EventFile(logDir), new EventFile(logDir)];
  let waiting: Scalar[] = [];
  let step = 0;

  return writesFiles({
    onTrainBegin() {
      train = new EventFile(`${logDir}/train`);
      validation = new EventFile(`${logDir}/validation`);
      waiting = [];
      step = 0;
    },
    ...(updateFreq !== "epoch" && {
      async onBatchEnd(_: number, logs: BatchLogs) {
        step += 1;
        if (step % (updateFreq === "batch" ? 1 : updateFreq) !== 0) return;
        waiting.push(
          ...Object.entries(logs).flatMap(([name, value]) => scalars(`batch_${kerasName(name)}`, step, value)),
        );
        if (waiting.length >= AT_A_TIME) await train.add(waiting.splice(0));
      },
    }),
    async onEpochEnd(epoch: number, logs: EpochLogs) {
      const validated: Scalar[] = [];
      for (const [name, value] of Object.entries(logs)) {
        const [, ofValidation] = /^val_(.*)/.exec(kerasName(name)) ?? [];
        const place = ofValidation === undefined ? waiting : validated;
        place.push(...scalars(`epoch_${ofValidation ?? kerasName(name)}`, epoch, value));
      }
      await train.add(waiting.splice(0));
      if (validated.length > 0) await validation.add(validated);
    },
  });
}

function scalars(tag: string, step: number, value: LogValue | undefined): Scalar[] {
  if (value === undefined) return [];
  if (typeof value === "number") return [[tag, step, value]];
  return value.flatMap((one, place) => scalars(`${tag}/${place}`, step, one));
}
