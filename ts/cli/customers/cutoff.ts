/**
 * The day from which on a backtest looks.
 */
import { FashionWasmError, type Orders } from "../../index.js";

const DAY = 86_400_000;

/** So many days before the end of the orders. Errors: INVALID_ARGUMENT where nothing is before it. */
export function cutoffBefore({ summary }: Orders, days: number): string {
  const { firstOrder, lastOrder } = summary;
  const cutoff = lastOrder === null ? null : dayText(Date.parse(lastOrder) - (days - 1) * DAY);
  if (cutoff !== null && firstOrder !== null && cutoff > firstOrder) return cutoff;
  const what = `--backtest ${days}d: the orders are of ${firstOrder} to ${lastOrder}`;
  throw new FashionWasmError("INVALID_ARGUMENT", `${what} → take fewer days, or orders of a longer time`);
}

function dayText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
