/**
 * Ends a training that no longer becomes better.
 */

import type { Model } from "../model/model.js";
import type { NamedWeight } from "../model/weights.js";
import { booleanOption, integerOption, numberOption, optionsObject } from "../options/check.js";
import type { Callback, TrainInfo } from "../training/callbacks.js";
import type { EpochLogs } from "../training/history.js";
import { type MessageOptions, messages } from "./messages.js";
import { Monitor, type MonitorOptions } from "./monitor.js";

/** Options of {@link earlyStopping}; names and defaults as in Keras. */
export interface EarlyStoppingOptions extends MonitorOptions, MessageOptions {
  /** A change by less is no improvement; default 0. */
  readonly minDelta?: number | undefined;
  /** Epochs without an improvement after which training ends; default 0: with the first of them. */
  readonly patience?: number | undefined;
  /** An improvement only counts against `patience` when it is better than this, too; default: none. */
  readonly baseline?: number | undefined;
  /**
   * Whether the model ends with the weights of its best epoch, bit for bit, also when training ends by its epochs; default
   * false. The optimizer's state stays that of the last epoch.
   */
  readonly restoreBestWeights?: boolean | undefined;
  /** Epochs before anything is watched; default 0. */
  readonly startFromEpoch?: number | undefined;
}

/** What {@link earlyStopping} returns: a callback that says what it has found. */
export interface EarlyStopping extends Callback {
  /** The epoch, counted from 0, that it ended training after; 0 when it has not. */
  readonly stoppedEpoch: number;
  /** The best epoch, counted from 0, and its value; undefined before the first that was watched. */
  readonly bestEpoch: number;
  readonly best: number | undefined;
}

const OPTIONS = [
  "monitor",
  "mode",
  "minDelta",
  "patience",
  "baseline",
  "restoreBestWeights",
  "startFromEpoch",
  "verbose",
] as const;

/**
 * Returns a callback that ends training when a value of the logs has not become better for `patience` epochs.
 *
 * A value that the logs have not is said once on the console, and training goes on; one of validation is refused when `fit`
 * begins without data for it. A NaN is never better. It may be used for several calls of `fit`, and begins anew with each.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed, and for a `monitor` whose direction its name does
 * not tell without `mode`.
 * @example
 * ```ts
 * const stopper = earlyStopping({ patience: 3, restoreBestWeights: true });
 * await model.fit(train, { epochs: 100, validationSplit: 0.2, callbacks: [stopper] });
 * console.log(`best after epoch ${stopper.bestEpoch + 1}: ${stopper.best}`);
 * ```
 * @see Keras `EarlyStopping`
 */
export function earlyStopping(options?: EarlyStoppingOptions): EarlyStopping {
  return new Stopper(options);
}

class Stopper implements EarlyStopping {
  stoppedEpoch = 0;
  bestEpoch = 0;
  best: number | undefined;
  readonly #monitor: Monitor;
  readonly #patience: number;
  readonly #baseline: number | undefined;
  readonly #restore: boolean;
  readonly #start: number;
  readonly #say: (text: string) => void;
  #model: Model | undefined;
  #weights: readonly NamedWeight[] | undefined;
  #wait = 0;

  constructor(options: EarlyStoppingOptions | undefined) {
    const where = "earlyStopping";
    const {
      minDelta = 0,
      patience = 0,
      baseline,
      restoreBestWeights = false,
      startFromEpoch = 0,
      verbose,
      ...monitor
    } = optionsObject(where, options, OPTIONS);
    this.#monitor = new Monitor(where, monitor, numberOption(where, "minDelta", minDelta));
    this.#patience = integerOption(where, "patience", patience, { min: 0 });
    this.#baseline = baseline === undefined ? undefined : numberOption(where, "baseline", baseline);
    this.#restore = booleanOption(where, "restoreBestWeights", restoreBestWeights);
    this.#start = integerOption(where, "startFromEpoch", startFromEpoch, { min: 0 });
    this.#say = messages(where, verbose);
  }

  setModel(model: Model): void {
    this.#model = model;
  }

  onTrainBegin(info: TrainInfo): void {
    this.#monitor.begin(info);
    this.#wait = this.stoppedEpoch = this.bestEpoch = 0;
    this.best = this.#weights = undefined;
  }

  async onEpochEnd(epoch: number, logs: EpochLogs): Promise<void> {
    const value = this.#monitor.value(logs);
    if (value === undefined || epoch < this.#start) return;
    this.#wait += 1;
    if (this.#monitor.improves(value, this.best)) {
      this.best = value;
      this.bestEpoch = epoch;
      if (this.#restore) this.#weights = await this.#model?.getWeights();
      if (this.#baseline === undefined || this.#monitor.improves(value, this.#baseline)) this.#wait = 0;
    } else if (this.#wait >= this.#patience && epoch > 0) {
      this.stoppedEpoch = epoch;
      this.#model?.stopTraining();
    }
  }

  async onTrainEnd(): Promise<void> {
    if (this.stoppedEpoch > 0) this.#say(`Epoch ${this.stoppedEpoch + 1}: early stopping`);
    if (this.#weights === undefined) return;
    this.#say(`Restoring model weights from the end of the best epoch: ${this.bestEpoch + 1}.`);
    await this.#model?.setWeights(this.#weights);
    this.#weights = undefined;
  }
}
