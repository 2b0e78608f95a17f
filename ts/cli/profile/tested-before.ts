/**
 * The backtest of `fashion-wasm profile` and `fashion-wasm audience`: orders are read once more, and the last days kept apart.
 */
import { backtest } from "../../customers/profiles/backtest.js";
import type { Audience, BacktestResult, Catalogue, CustomerProfiles, LiftEstimate } from "../../index.js";
import { cutoffBefore } from "../customers/cutoff.js";
import type { OrdersSettings } from "../customers/orders-options.js";
import { readAll } from "../customers/read.js";
import type { SignalWatch } from "../interruption.js";
import { patiently } from "../patience.js";

/** What is tried. */
interface Trial {
  /** Days at the end of the orders that are kept apart. */
  readonly days: number;
  /** Of customers who are addressed. */
  readonly share?: number;
}

/** Null where `--backtest` is not given. Errors: those of `readOrders` and `backtest`. */
export async function testedBefore(
  settings: OrdersSettings & { readonly backtest?: number; readonly share?: number },
  profiles: CustomerProfiles,
  catalogue: Catalogue | undefined,
  watch: SignalWatch,
): Promise<BacktestResult | null> {
  const { backtest: days, share } = settings;
  if (days === undefined) return null;
  return tried(settings, profiles, catalogue, { days, ...(share !== undefined && { share }) }, watch);
}

/** Tries profiles on the last days. Errors: those of `readOrders` and `backtest`. */
export async function tried(
  settings: OrdersSettings,
  { orders: all }: CustomerProfiles,
  catalogue: Catalogue | undefined,
  { days, ...options }: Trial,
  watch: SignalWatch,
): Promise<BacktestResult> {
  const cutoff = cutoffBefore(all, days);
  const { orders } = await readAll(settings, catalogue, watch.signal, { cutoff, quiet: true });
  try {
    return await patiently("testing profiles on the last days", () => backtest(orders, options, watch));
  } finally {
    orders.dispose();
  }
}

/** What the backtest measured for an audience: of its class, else nothing. */
export function liftOf({ about }: Audience, tested: BacktestResult | null): LiftEstimate | null {
  const plain = about.replace(/^"(.*)"$/, "$1").toLowerCase();
  const [ours] = tested?.classes.find(({ name }) => name.toLowerCase() === plain)?.lifts ?? [];
  return ours === undefined || !Number.isFinite(ours.lift) ? null : ours;
}
