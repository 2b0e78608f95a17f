/**
 * A model's file, written again and again while it trains.
 */
import { HAS_FILES, makeFolderOf } from "#platform/log-file";
import { FashionWasmError } from "../errors.js";
import type { Model } from "../model/model.js";
import { booleanOption, integerOption, invalidOption, numberOption, optionsObject } from "../options/check.js";
import { type Callback, type TrainInfo, writesFiles } from "../training/callbacks.js";
import type { BatchLogs, EpochLogs } from "../training/history.js";
import { type MessageOptions, messages } from "./messages.js";
import { Monitor, type MonitorOptions } from "./monitor.js";
import { noFiles } from "./no-files.js";
import { checkTemplate, filled } from "./path-template.js";

/** Options of {@link modelCheckpoint}; names and defaults as in Keras, whose `filepath` is `path`. */
export interface ModelCheckpointOptions extends MonitorOptions, MessageOptions {
  /**
   * Where to save, ending in ".safetensors". `{epoch}`, counted from 1, and the names of the logs are filled in, also in Python's
   * formats: `"run/{epoch:02d}-{valLoss:.2f}.safetensors"`; `{batch}`, too, where `saveFreq` counts batches. Its folder is made.
   */
  readonly path: string;
  /** Whether it is saved only when the value of `monitor` is better than before; default false. */
  readonly saveBestOnly?: boolean | undefined;
  /** After each epoch, the default, or after so many batches. */
  readonly saveFreq?: "epoch" | number | undefined;
  /** What the value of `monitor` must be better than at first; default: the first is better than nothing. */
  readonly initialValueThreshold?: number | undefined;
  /** Whether the model as it is is kept each time in `last.safetensors` beside it, too, better or not; default false. */
  readonly last?: boolean | undefined;
}

const OPTIONS = [
  "path",
  "monitor",
  "mode",
  "saveBestOnly",
  "saveFreq",
  "initialValueThreshold",
  "last",
  "verbose",
] as const;

/**
 * Returns a callback that saves the model after each epoch, or only after those that are the best so far.
 *
 * The file is the whole model with the optimizer's state, written all or nothing: `loadModel` reads it, and its training goes
 * on. What is best is remembered over calls of `fit`. It needs a file system: not in browsers.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed, and, from `fit`, for a place of `path` of which
 * there is no number; IO in a browser, and, from `fit`, when the file cannot be written.
 * @example
 * ```ts
 * const best = modelCheckpoint({ path: "run/best.safetensors", saveBestOnly: true, last: true });
 * await model.fit(train, { epochs: 20, validationSplit: 0.2, callbacks: [best] });
 * ```
 * @see Keras `ModelCheckpoint`
 */
export function modelCheckpoint(options: ModelCheckpointOptions): Callback {
  const where = "modelCheckpoint";
  if (!HAS_FILES) throw noFiles(where);
  const {
    path,
    saveBestOnly = false,
    saveFreq = "epoch",
    initialValueThreshold,
    last = false,
    verbose,
    ...watched
  } = optionsObject(where, options, OPTIONS);
  if (typeof path !== "string" || !path.endsWith(".safetensors")) {
    throw invalidOption(where, "path", path, 'a path ending in ".safetensors"');
  }
  checkTemplate(where, path);
  booleanOption(where, "saveBestOnly", saveBestOnly);
  booleanOption(where, "last", last);
  if (saveFreq !== "epoch") {
    if (typeof saveFreq !== "number")
      throw invalidOption(where, "saveFreq", saveFreq, '"epoch" or a number of batches');
    integerOption(where, "saveFreq", saveFreq, { min: 1 });
  }
  if (initialValueThreshold !== undefined) numberOption(where, "initialValueThreshold", initialValueThreshold);
  const monitor = saveBestOnly ? new Monitor(where, watched) : null;
  if (saveFreq !== "epoch" && monitor?.isValidated) {
    const what = `saveFreq counts batches, whose logs have no ${monitor.name}`;
    const advice = 'take saveFreq: "epoch", or a monitor such as "loss"';
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: ${what} → ${advice}`);
  }
  const say = messages(where, verbose);
  let model: Model | undefined;
  let best = initialValueThreshold;
  let [running, batches] = [0, 0];

  const isWanted = (epoch: number, logs: BatchLogs, target: string): boolean => {
    const value = monitor?.value(logs);
    if (monitor === null || value === undefined) {
      say(`Epoch ${epoch + 1}: saving model to ${target}`);
      return true; // as Keras: what cannot be compared is saved
    }
    const before = best === undefined ? "None" : best.toFixed(5);
    if (!monitor.improves(value, best)) {
      say(`Epoch ${epoch + 1}: ${monitor.name} did not improve from ${before}`);
      return false;
    }
    say(
      `Epoch ${epoch + 1}: ${monitor.name} improved from ${before} to ${value.toFixed(5)}, saving model to ${target}`,
    );
    best = value;
    return true;
  };

  const save = async (epoch: number, logs: BatchLogs, more: { readonly batch?: number }): Promise<void> => {
    const values = { epoch: epoch + 1, ...more, ...logs };
    const write = async (target: string) => {
      await makeFolderOf(target);
      await model?.save(target);
    };
    // What is best was validated: an epoch that was not says nothing, and its values may be places of the path.
    if (!monitor?.isAway(logs)) {
      const target = filled(where, path, values);
      if (isWanted(epoch, logs, target)) await write(target);
    }
    if (last) await write(filled(where, path.replace(/[^/\\]*$/, "last.safetensors"), values));
  };

  return writesFiles({
    setModel(given: Model) {
      model = given;
    },
    onTrainBegin: (info: TrainInfo) => monitor?.begin(info),
    ...(saveFreq === "epoch"
      ? { onEpochEnd: (epoch: number, logs: EpochLogs) => save(epoch, logs, {}) }
      : {
          onEpochBegin(epoch: number) {
            running = epoch;
          },
          async onBatchEnd(batch: number, logs: BatchLogs) {
            batches += 1;
            if (batches < saveFreq) return;
            batches = 0;
            await save(running, logs, { batch: batch + 1 });
          },
        }),
  });
}
