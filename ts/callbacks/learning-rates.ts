/**
 * The learning rate of a model for callbacks that set it: refused beside a schedule before anything is trained.
 */
import { FashionWasmError } from "../errors.js";
import type { Model } from "../model/model.js";

/** Refuses, for the callback `where`, an optimizer whose learning rate is a schedule. */
export async function checkSettable(where: string, model: Model | undefined): Promise<void> {
  try {
    // To what it is: nothing changes, and beside a schedule the engine refuses any.
    await model?.setLearningRate(await model.getLearningRate());
  } catch (cause) {
    if (!(cause instanceof FashionWasmError && cause.code === "INVALID_ARGUMENT")) throw cause;
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: the optimizer's learningRate is a schedule, which a callback cannot change → give the optimizer a number, or leave the callback out`,
      { cause },
    );
  }
}
