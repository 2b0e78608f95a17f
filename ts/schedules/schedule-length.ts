/**
 * After how many steps a schedule has come to its end, for trainings that stretch it over theirs.
 */
import type { OptionsSpec } from "../engine/protocol.js";

/** The options that say it, added up. */
const LENGTHS: Readonly<Record<string, readonly string[]>> = {
  cosineDecay: ["decaySteps", "warmupSteps"],
  oneCycle: ["totalSteps"],
  polynomialDecay: ["decaySteps"],
};

/** The steps of a schedule; null for one that goes on without an end, such as an exponential one. */
export function scheduleLength({ type, cycle, ...options }: OptionsSpec): number | null {
  const names = LENGTHS[type];
  if (names === undefined || cycle === true) return null;
  return names.reduce((sum, name) => sum + Number(options[name] ?? 0), 0);
}
