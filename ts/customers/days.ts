/**
 * Days, which orders have as numbers since 1970 and people write as `2026-01-31`.
 */
import { integerOption, invalidOption } from "../options/check.js";

const [HOUR, DAY] = [3_600_000, 86_400_000];
/** Clocks are never farther ahead of UTC. */
const EAST = 14 * HOUR;

/** The last day that orders can have. */
const LAST = 65_535;

/** A day as days since 1970. Errors: INVALID_ARGUMENT. */
export function dayOption(where: string, name: string, received: unknown): number {
  const isText = typeof received === "string" && /^\d{4}-\d\d-\d\d$/.test(received);
  const time = isText ? Date.parse(`${received}T00:00:00Z`) : Number.NaN;
  // Some days that are none are taken for others: 2026-02-30.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== received) {
    throw invalidOption(where, name, received, "a day such as 2026-01-31");
  }
  const day = time / DAY;
  return integerOption(where, name, day, { min: 0, max: LAST });
}

/** A number of days since 1970 as a day. */
export function dayText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** The day it is where it is latest: shops write their own days. */
export function today(): number {
  return Math.floor((Date.now() + EAST) / DAY);
}
