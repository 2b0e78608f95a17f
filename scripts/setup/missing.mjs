/**
 * What to do about a thing that only some tests or some data need: say so and go on, or in CI stop.
 */
import { inCi } from "./paths.mjs";
import { SetupError } from "./report.mjs";

/**
 * Says that something is missing and what follows from it.
 * @param {string} what e.g. `Firefox is not on this machine`
 * @param {string} consequence e.g. `tests in Firefox are skipped`
 * @param {string} advice e.g. the line to type
 * @throws {SetupError} in CI, where nothing may be skipped
 */
export function reportMissing(what, consequence, advice) {
  const message = `  ${what}: ${consequence} → ${advice}`;
  if (inCi) throw new SetupError(`${message}\n  in CI nothing is skipped`);
  console.error(message);
}
