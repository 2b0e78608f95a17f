/**
 * Profiles as a person reads them: what customers like, segments, audiences, the backtest.
 */
import type { BacktestMethod, BacktestResult, CustomerProfiles } from "../../index.js";
import type { Overview } from "../customers/overview.js";
import { fitted } from "../fitted.js";
import { count, counted } from "../format.js";
import type { ProfileAudience } from "./profile-audiences.js";

const pad = (text: string, width: number) => text.padStart(width);

/** Classes and segments. */
export function profileLines(profiles: CustomerProfiles, { tastes, segments, expectedPurchases }: Overview): string[] {
  const { activity, horizonDays } = profiles;
  const classes = profiles.classNames.map((name, i) => {
    const share = `${(100 * (profiles.population[i] ?? 0)).toFixed(1)} %`;
    const { customersTop = 0, sure = 0 } = tastes[i] ?? {};
    return `${fitted(name, 18)} ${pad(share, 8)} ${pad(count(customersTop), 13)} ${pad(count(sure), 9)}`;
  });
  const groups = segments.map(({ name, customers, orders, recencyDays, topClass }) => {
    const numbers = `${pad(count(customers), 10)} ${pad(count(orders), 9)} ${pad(`${count(recencyDays)} d`, 10)}`;
    return `${fitted(name, 20)} ${numbers}  ${topClass ?? ""}`;
  });
  return [
    `${fitted("class", 18)} ${pad("share", 8)} ${pad("liked most by", 13)} ${pad("surely", 9)}`,
    ...classes,
    "",
    `${fitted("segment", 20)} ${pad("customers", 10)} ${pad("orders", 9)} ${pad("last order", 10)}  most like`,
    ...groups,
    "",
    `expected within ${counted(horizonDays, "day")}: ${counted(Math.round(expectedPurchases), "purchase")} (${activity.model}, ${activity.reason})`,
  ];
}

/** A line for each audience: whom it holds, and who is not in it. */
export function audienceSummaries(audiences: readonly ProfileAudience[]): string[] {
  return audiences.map(({ audience }) => {
    const { saidNo, excluded, tooFew } = audience.leftOut;
    const held = `${counted(audience.size, "customer")}, ${count(audience.target)} to address, ${count(audience.control)} held out`;
    const left = `${count(saidNo)} said no, ${count(excluded)} excluded, ${count(tooFew)} bought too little`;
    return `audience ${audience.name}: ${held}; not in it: ${left}`;
  });
}

/** The backtest: the verdict, then the methods. */
export function backtestLines(found: BacktestResult): string[] {
  const percent = Math.round(1000 * found.share) / 10;
  return [
    `backtest from ${found.cutoff} on, ${counted(found.days, "day")}: ${counted(found.customers, "customer")}, of whom ${count(found.buyers)} bought again; ${counted(found.newcomers, "newcomer")}`,
    found.verdict,
    `${fitted(`lift of ${percent} %`, 20)} ${pad("", 6)}  ${Math.round(100 * found.level)} % interval`,
    ...found.methods.map(methodLine),
  ];
}

function methodLine({ name, lift, lower, upper, gain }: BacktestMethod): string {
  if (!Number.isFinite(lift)) return `${fitted(name, 20)} ${pad("none", 6)}`;
  const estimate = `${pad(lift.toFixed(2), 6)}  ${range(lower, upper)}`;
  const more =
    gain === null || !Number.isFinite(gain.lift)
      ? ""
      : `  ours is ${gain.lift.toFixed(2)} more (${range(gain.lower, gain.upper)})`;
  return `${fitted(name, 20)} ${estimate}${more}`;
}

function range(lower: number, upper: number): string {
  return Number.isFinite(lower + upper) ? `${lower.toFixed(2)} to ${upper.toFixed(2)}` : "no interval";
}
