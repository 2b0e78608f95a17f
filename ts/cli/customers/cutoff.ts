/**
 * The day from which on a backtest looks.
 */
import { dayOption, dayText } from "../../customers/days.js";
import { FashionWasmError, type Orders } from "../../index.js";

/** So many days before the end of the orders. Errors: INVALID_ARGUMENT where nothing is before it. */
export function cutoffBefore({ summary }: Orders, days: number): string {
  const { firstOrder, lastOrder } = summary;
  const cutoff = lastOrder === null ? null : dayText(dayOption("cutoff", "lastOrder", lastOrder) - days + 1);
  if (cutoff !== null && firstOrder !== null && cutoff > firstOrder) return cutoff;
  const what = `--backtest ${days}d: the orders are of ${firstOrder} to ${lastOrder}`;
  throw new FashionWasmError("INVALID_ARGUMENT", `${what} → take fewer days, or orders of a longer time`);
}
