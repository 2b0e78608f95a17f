/**
 * A learning rate that a function gives for each epoch.
 */
import { FashionWasmError } from "../errors.js";
import type { Model } from "../model/model.js";
import { invalidOption, optionsObject } from "../options/check.js";
import { show } from "../options/show.js";
import type { Callback } from "../training/callbacks.js";
import { checkSettable } from "./learning-rates.js";
import { type MessageOptions, messages } from "./messages.js";

/** Returns the learning rate of an epoch, counted from 0, given that of before. */
export type LearningRateOfEpoch = (epoch: number, learningRate: number) => number | Promise<number>;

/**
 * Returns a callback that sets the learning rate at the beginning of each epoch to what `schedule` returns.
 *
 * An optimizer whose learning rate is a schedule of its own is refused when `fit` begins.
 *
 * @param schedule of the epoch, counted from 0, and the learning rate so far.
 * @throws FashionWasmError INVALID_ARGUMENT for what is no function, and, from `fit`, when it returns no finite number ≥ 0.
 * @example
 * ```ts
 * const tenthAfterTen = learningRateScheduler((epoch, rate) => (epoch === 10 ? rate / 10 : rate));
 * await model.fit(train, { epochs: 20, callbacks: [tenthAfterTen] });
 * ```
 * @see Keras `LearningRateScheduler`
 */
export function learningRateScheduler(schedule: LearningRateOfEpoch, options?: MessageOptions): Callback {
  const where = "learningRateScheduler";
  if (typeof schedule !== "function") {
    throw invalidOption(where, "schedule", schedule, "a function, e.g. (epoch, learningRate) => learningRate * 0.9");
  }
  const { verbose } = optionsObject(where, options, ["verbose"]);
  const say = messages(where, verbose);
  let model: Model | undefined;
  return {
    setModel(given: Model) {
      model = given;
    },
    onTrainBegin: () => checkSettable(where, model),
    async onEpochBegin(epoch: number) {
      if (model === undefined) return;
      const rate: unknown = await schedule(epoch, await model.getLearningRate());
      if (typeof rate !== "number" || !Number.isFinite(rate) || rate < 0) {
        throw new FashionWasmError(
          "INVALID_ARGUMENT",
          `${where}: schedule returned ${show(rate)} for epoch ${epoch} → it must return a finite number ≥ 0`,
        );
      }
      await model.setLearningRate(rate);
      say(`Epoch ${epoch + 1}: LearningRateScheduler setting learning rate to ${rate}.`);
    },
  };
}
