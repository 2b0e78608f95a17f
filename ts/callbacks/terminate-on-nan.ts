/**
 * Ends a training whose loss is no number any more.
 */
import { printLine } from "#platform/console";
import { FashionWasmError } from "../errors.js";
import type { Model } from "../model/model.js";
import { booleanOption, optionsObject } from "../options/check.js";
import type { Callback } from "../training/callbacks.js";
import type { BatchLogs } from "../training/history.js";

/** Options of {@link terminateOnNaN}. */
export interface TerminateOnNaNOptions {
  /** Whether `fit` rejects, instead of ending after the step as by `stopTraining`; default false. */
  readonly raiseError?: boolean | undefined;
}

/**
 * Returns a callback that ends training after the step whose loss is NaN or infinite.
 *
 * It asks after every step, which the shortest feel (some 0.05 ms each).
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed; with `raiseError`, from `fit`, DATA_MISMATCH.
 * @example
 * ```ts
 * await model.fit(train, { epochs: 20, callbacks: [terminateOnNaN()] });
 * ```
 * @see Keras `TerminateOnNaN`
 */
export function terminateOnNaN(options?: TerminateOnNaNOptions): Callback {
  const where = "terminateOnNaN";
  const { raiseError = false } = optionsObject(where, options, ["raiseError"]);
  booleanOption(where, "raiseError", raiseError);
  let model: Model | undefined;
  return {
    setModel(given: Model) {
      model = given;
    },
    onBatchEnd(batch: number, { loss }: BatchLogs) {
      if (Number.isFinite(loss)) return;
      if (raiseError) {
        throw new FashionWasmError(
          "DATA_MISMATCH",
          `${where}: the loss is ${loss} after batch ${batch} → take a smaller learningRate, or look for images with values out of range`,
        );
      }
      printLine(`Batch ${batch}: Invalid loss, terminating training`);
      model?.stopTraining();
    },
  };
}
