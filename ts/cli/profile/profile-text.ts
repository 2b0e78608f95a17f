/**
 * Profiles as a person reads them: what customers like, segments, the backtest.
 */
import type { BacktestResult, CustomerProfiles } from "../../index.js";
import { SURE_FROM, segmentViews } from "../customers/page-input.js";
import { fitted } from "../fitted.js";
import { count, counted } from "../format.js";

const pad = (text: string, width: number) => text.padStart(width);

/** Classes and segments. */
export function profileLines(profiles: CustomerProfiles): string[] {
  const all = [...profiles];
  const { activity, horizonDays } = profiles;
  const classes = profiles.classNames.map((name, i) => {
    const top = all.filter(({ topCategory }) => topCategory === name);
    const sure = top.filter((one) => one.sure >= SURE_FROM).length;
    const share = `${(100 * (profiles.population[i] ?? 0)).toFixed(1)} %`;
    return `${fitted(name, 18)} ${pad(share, 8)} ${pad(count(top.length), 12)} ${pad(count(sure), 9)}`;
  });
  const segments = segmentViews(all, true).map(({ name, customers, orders, recencyDays, topClass }) => {
    const numbers = `${pad(count(customers), 10)} ${pad(count(orders), 9)} ${pad(`${count(recencyDays)} d`, 10)}`;
    return `${fitted(name, 20)} ${numbers}  ${topClass ?? ""}`;
  });
  const expected = all.reduce((sum, one) => sum + (Number.isNaN(one.expectedPurchases) ? 0 : one.expectedPurchases), 0);
  return [
    `${fitted("class", 18)} ${pad("share", 8)} ${pad("liked most by", 12)} ${pad("surely", 8)}`,
    ...classes,
    "",
    `${fitted("segment", 20)} ${pad("customers", 10)} ${pad("orders", 9)} ${pad("last order", 10)}  most like`,
    ...segments,
    "",
    `expected within ${count(horizonDays)} days: ${counted(expected, "purchase")} (${activity.model}, ${activity.reason})`,
  ];
}

/** The backtest: the verdict, then the methods. */
export function backtestLines(found: BacktestResult): string[] {
  const percent = Math.round(1000 * found.share) / 10;
  const methods = found.methods.map(({ name, lift, lower, upper, gain }) => {
    const estimate = `${pad(lift.toFixed(2), 6)}  ${lower.toFixed(2)} to ${upper.toFixed(2)}`;
    const more =
      gain === null
        ? ""
        : `  ours is ${gain.lift.toFixed(2)} more (${gain.lower.toFixed(2)} to ${gain.upper.toFixed(2)})`;
    return `${fitted(name, 20)} ${estimate}${more}`;
  });
  return [
    `backtest from ${found.cutoff} on, ${counted(found.days, "day")}: ${counted(found.customers, "customer")}, of whom ${count(found.buyers)} bought again; ${counted(found.newcomers, "newcomer")}`,
    found.verdict,
    `${fitted(`lift of ${percent} %`, 20)} ${pad("", 6)}  ${Math.round(100 * found.level)} % interval`,
    ...methods,
  ];
}
