/**
 * How long `fit` trains where that is not told in whole epochs: a number of steps, or a time.
 */
import type { OptionsSpec } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import { integerOption, invalidOption, numberOption } from "../options/check.js";
import { scheduleLength } from "../schedules/schedule-length.js";
import type { FitOptions } from "./fit-options.js";

type Asked = Pick<FitOptions, "steps" | "timeBudget" | "epochs" | "fastDevRun"> & {
  readonly schedule: OptionsSpec | null;
};

/** Checks it. Errors: INVALID_ARGUMENT. */
export function lengthOf(where: string, { steps, timeBudget, epochs, fastDevRun, schedule }: Asked) {
  const scheduleEnd = schedule && scheduleLength(schedule);
  if (steps === undefined && timeBudget === undefined) return { totalSteps: null, timeBudget: null, scheduleEnd };
  if (steps !== undefined && timeBudget !== undefined) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: received steps ${steps} and timeBudget ${timeBudget} → give one of them`,
    );
  }
  if (steps !== undefined) integerOption(where, "steps", steps, { min: 1, max: 2 ** 32 - 1 });
  if (timeBudget !== undefined) numberOption(where, "timeBudget", timeBudget, { above: 0 });
  const name = steps === undefined ? "timeBudget" : "steps";
  if (fastDevRun !== undefined && fastDevRun !== false) {
    throw invalidOption(where, name, steps ?? timeBudget, "left out beside fastDevRun");
  }
  if (schedule !== null && scheduleEnd === null && epochs === undefined) {
    const expected = `given with epochs: the schedule ${schedule.type} has no end of its own, and is stretched from that of these epochs`;
    throw invalidOption(where, name, steps ?? timeBudget, expected);
  }
  return { totalSteps: steps ?? null, timeBudget: timeBudget ?? null, scheduleEnd };
}
