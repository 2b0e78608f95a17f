/**
 * What a backtest says, in a sentence; also where profiles are no better than what needs none.
 */
import type { BacktestMethod } from "./backtest.js";

/** The verdict. */
export function verdictOf(methods: readonly BacktestMethod[], share: number, days: number): string {
  const [ours, ...others] = methods;
  if (ours === undefined) return "";
  const beaten = others.filter(({ gain }) => gain !== null && gain.lower > 0);
  const rest = others.filter((method) => !beaten.includes(method));
  const percent = Math.round(1000 * share) / 10;
  const said = `Within ${days} days, the ${percent} % of customers of whom most was expected bought ${ours.lift.toFixed(2)} times their share of the class`;
  const names = (list: readonly BacktestMethod[]) => list.map(({ name }) => `"${name}"`).join(", ");
  if (rest.length === 0) return `${said}: better than ${names(beaten)}.`;
  const worse = rest.filter(({ gain }) => gain !== null && gain.upper < 0);
  const equal = rest.filter((method) => !worse.includes(method));
  const parts = [
    ...(worse.length > 0 ? [`worse than ${names(worse)}`] : []),
    ...(equal.length > 0 ? [`no better than ${names(equal)}`] : []),
    ...(beaten.length > 0 ? [`better than ${names(beaten)}`] : []),
  ];
  return `${said}: ${parts.join(", ")}.`;
}
