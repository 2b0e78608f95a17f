/**
 * CDNOW: 39 weeks are known, and 39 more are expected, in days with purchases. Its customers all came in the first twelve weeks.
 */
import { join } from "node:path";

/** @typedef {import("./check.mjs").Package} Package */

const CUTOFF = "1997-10-01";
const END = "1997-09-30";
const DAYS = 273;

/** @param {Package} fashion @param {string} folder */
export async function expectedAndBought(fashion, folder) {
  const orders = await fashion.readOrders(join(folder, "cdnow.csv"), { cutoff: CUTOFF });
  const profiles = await fashion.customerProfiles(orders, { horizonDays: DAYS, end: END });
  const expected = [...profiles].reduce((sum, one) => sum + one.expectedPurchases, 0);
  const { purchases: bought, days, customers, methods } = await fashion.backtest(orders);
  const { activity } = profiles;
  profiles.dispose();
  orders.dispose();
  return { customers, days, expected, bought, ratio: expected / bought, activity, methods };
}
