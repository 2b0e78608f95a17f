/**
 * What `profile --json` prints, and `summary.json` holds.
 */
import { packageVersion } from "../version.js";
import type { ProfileResult } from "./profile-result.js";
import type { ProfileSettings } from "./profile-settings.js";

/** Rows that were wrong, as examples; bad-rows.csv has them all. */
const EXAMPLES = 10;

/** The object; what is not a number is null in it. */
export function profileJson(
  { read, profiles, overview, tested, audiences }: ProfileResult,
  { halfLife = 365 }: ProfileSettings,
): Record<string, unknown> {
  const { orders, badRows } = read;
  return {
    version: packageVersion(),
    ...orders.summary,
    unlabelledItems: orders.unlabelledItems(),
    errors: badRows.slice(0, EXAMPLES),
    classNames: profiles.classNames,
    population: profiles.population,
    priorStrength: profiles.priorStrength,
    halfLife: Number.isFinite(halfLife) ? halfLife : null,
    horizonDays: profiles.horizonDays,
    end: profiles.end,
    activity: profiles.activity,
    expectedPurchases: overview.expectedPurchases,
    segments: overview.segments,
    audiences: audiences.map(({ audience: { customers: _customers, ...rest } }) => rest),
    backtest: tested,
  };
}
