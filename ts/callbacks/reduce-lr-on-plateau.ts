/**
 * A smaller learning rate for a training that no longer becomes better.
 */

import type { Model } from "../model/model.js";
import { integerOption, numberOption, optionsObject } from "../options/check.js";
import type { Callback, TrainInfo } from "../training/callbacks.js";
import type { EpochLogs } from "../training/history.js";
import { checkSettable } from "./learning-rates.js";
import { type MessageOptions, messages } from "./messages.js";
import { Monitor, type MonitorOptions } from "./monitor.js";

/** Options of {@link reduceLROnPlateau}; names and defaults as in Keras. */
export interface ReduceLROnPlateauOptions extends MonitorOptions, MessageOptions {
  /** What the learning rate is multiplied by, above 0 and below 1; default 0.1. */
  readonly factor?: number | undefined;
  /** Epochs without an improvement after which it is reduced; default 10. */
  readonly patience?: number | undefined;
  /** A change by less is no improvement; default 1e-4. */
  readonly minDelta?: number | undefined;
  /** Epochs after a reduction in which none are counted; default 0. */
  readonly cooldown?: number | undefined;
  /** The smallest learning rate; default 0. */
  readonly minLR?: number | undefined;
}

const OPTIONS = ["monitor", "mode", "factor", "patience", "minDelta", "cooldown", "minLR", "verbose"] as const;

/**
 * Returns a callback that reduces the learning rate when a value of the logs has not become better for `patience` epochs.
 *
 * A value that the logs have not is said once on the console; one of validation is refused when `fit` begins without data for
 * it, and so is an optimizer whose learning rate is a schedule.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed, and for a `monitor` whose direction its name does
 * not tell without `mode`.
 * @example
 * ```ts
 * const callbacks = [reduceLROnPlateau({ factor: 0.2, patience: 5, minLR: 1e-5 })];
 * await model.fit(train, { epochs: 50, validationSplit: 0.2, callbacks });
 * ```
 * @see Keras `ReduceLROnPlateau`
 */
export function reduceLROnPlateau(options?: ReduceLROnPlateauOptions): Callback {
  const where = "reduceLROnPlateau";
  const {
    factor = 0.1,
    patience = 10,
    minDelta = 1e-4,
    cooldown = 0,
    minLR = 0,
    verbose,
    ...watched
  } = optionsObject(where, options, OPTIONS);
  numberOption(where, "factor", factor, { above: 0, below: 1 });
  integerOption(where, "patience", patience, { min: 0 });
  integerOption(where, "cooldown", cooldown, { min: 0 });
  numberOption(where, "minLR", minLR, { min: 0 });
  const monitor = new Monitor(where, watched, numberOption(where, "minDelta", minDelta));
  const say = messages(where, verbose);
  let model: Model | undefined;
  let best: number | undefined;
  let [wait, cooling] = [0, 0];

  return {
    setModel(given: Model) {
      model = given;
    },
    async onTrainBegin(info: TrainInfo) {
      monitor.begin(info);
      await checkSettable(where, model);
      best = undefined;
      wait = cooling = 0;
    },
    async onEpochEnd(epoch: number, logs: EpochLogs) {
      const value = monitor.value(logs);
      if (value === undefined) return;
      if (cooling > 0) {
        cooling -= 1;
        wait = 0;
      }
      if (monitor.improves(value, best)) {
        best = value;
        wait = 0;
      } else if (cooling === 0) {
        wait += 1;
        if (wait >= patience) await reduce(epoch);
      }
    },
  };

  async function reduce(epoch: number): Promise<void> {
    const rate = (await model?.getLearningRate()) ?? 0;
    if (rate <= Math.fround(minLR)) return;
    const reduced = Math.max(rate * factor, minLR);
    await model?.setLearningRate(reduced);
    say(`Epoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate to ${reduced}.`);
    cooling = cooldown;
    wait = 0;
  }
}
