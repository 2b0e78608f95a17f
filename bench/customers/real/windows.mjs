/**
 * The backtest of The Complete Journey: what `backtest` says of a window, and beside it choices that it does not try, by counts.
 */
import { join } from "node:path";
import { rowsOf } from "./files.mjs";
import { countsOf, gainOf, liftOf } from "./lifts.mjs";

/** @typedef {import("./check.mjs").Package} Package */
/** @typedef {Awaited<ReturnType<Package["backtest"]>>} BacktestResult */
/** @typedef {ReturnType<typeof liftOf>} Counted */
/** @typedef {{ name: string, lifts: Counted[], gains: import("./lifts.mjs").Gain[] }} Rival */
/** @typedef {{ cutoff: string, results: BacktestResult[], ours: Counted[], rivals: Rival[] }} Window */

export const SHARES = [0.05, 0.1, 0.2];
const DAY = 86_400_000;
/** That of tables.py. */
const HALF_LIFE = 60;
const BG_NBD_DAYS = 90;

/**
 * @param {Package} fashion @param {string} folder @param {string} cutoff
 * @returns {Promise<Window>}
 */
export async function windowOf(fashion, folder, cutoff) {
  const orders = await fashion.readOrders(join(folder, "journey.csv"), { cutoff });
  const results = await Promise.all(SHARES.map((share) => fashion.backtest(orders, { share })));
  const days = results[0]?.days ?? 60;
  const end = new Date(Date.parse(cutoff) - DAY).toISOString().slice(0, 10);
  const profiles = await fashion.customerProfiles(orders, { horizonDays: days, end });
  const counts = countsOf(rowsOf(join(folder, `journey-${cutoff}.csv`)));
  const known = new Map([...profiles].map((one) => [one.id, one]));
  const customers = [...known.keys()];
  const labels = profiles.classNames;
  const place = new Map(labels.map((label, number) => [label, number]));
  const recent = new Map(
    customers.map((id) => [id, [...(counts.get(id)?.values() ?? [])].reduce((sum, one) => sum + one.recent, 0)]),
  );
  /** Lines a day, the recent ones by weight; to them BG/NBD's are added as if they were so many days. @param {string} id */
  const rate = (id) => {
    const { expectedPurchases = 0, T = 0 } = known.get(id) ?? {};
    const observed = (1 - 0.5 ** ((T + 1) / HALF_LIFE)) * (HALF_LIFE / Math.LN2);
    return ((recent.get(id) ?? 0) + (BG_NBD_DAYS * expectedPurchases) / days) / (observed + BG_NBD_DAYS);
  };
  /** @param {string} id @param {string} label */
  const affinity = (id, label) => known.get(id)?.affinity[place.get(label) ?? -1] ?? 0;
  /** @param {string} name @param {(id: string, label: string) => number} score */
  const tried = (name, score) => SHARES.map((share) => liftOf({ name, score }, counts, customers, labels, share));
  const ours = tried(
    "expected purchases",
    (id, label) => (known.get(id)?.expectedPurchases ?? 0) * affinity(id, label),
  );
  const rivals = [
    tried("most of the class so far", (id, label) => counts.get(id)?.get(label)?.before ?? 0),
    tried("the same, half-life 60 days", (id, label) => counts.get(id)?.get(label)?.recent ?? 0),
    tried("affinity × lines, half-life 60 days", (id, label) => affinity(id, label) * (recent.get(id) ?? 0)),
    tried("the same blended with BG/NBD", (id, label) => affinity(id, label) * rate(id)),
  ].map((lifts) => ({
    name: lifts[0]?.name ?? "",
    lifts,
    gains: lifts.map((one, i) => gainOf(/** @type {Counted} */ (ours[i]), one)),
  }));
  profiles.dispose();
  orders.dispose();
  return { cutoff, results, ours, rivals };
}

/** Whether `backtest` and the naive count agree. @param {Window} window */
export function agreement({ results, ours }) {
  const apart = results.map(({ methods }, i) => Math.abs((methods[0]?.lift ?? 0) / (ours[i]?.lift ?? 1) - 1));
  return Math.max(...apart);
}
