// A campaign whose effect is known: who is addressed buys more of what the audience is about, who is held out does not.

import { writeCsv } from "./csv.mjs";
import { DAYS, expectedOrders, LINES } from "./customers.mjs";
import { randomStream } from "./random.mjs";

/** So many times as often whoever is addressed orders what the campaign is about. */
const EFFECT = 2;

/**
 * Draws who of an audience buys within so many days, and writes those who bought, as a shop would know them. Returns the true
 * uplift: by how much the probability of buying rises, in the mean over those who were addressed.
 */
export function simulateCampaign(path, { customers: members, horizonDays }, known, wants, { seed }) {
  const byId = new Map(known.map((customer) => [customer.id, customer]));
  const random = randomStream(seed, "campaign");
  const bought = [];
  let [uplift, addressed] = [0, 0];
  for (const { id, group } of members) {
    const customer = byId.get(id);
    const without = probability(customer, wants, horizonDays, 1);
    const withIt = probability(customer, wants, horizonDays, EFFECT);
    if (group === "target") {
      uplift += withIt - without;
      addressed += 1;
    }
    if (random.chance(group === "target" ? withIt : without)) bought.push({ customer_id: id, bought: 1 });
  }
  writeCsv(path, ["customer_id", "bought"], bought);
  return uplift / addressed;
}

/** That a customer orders at least one piece of it. */
function probability(customer, wants, days, effect) {
  const share = wants.reduce((sum, i) => sum + customer.taste[i], 0);
  const inOrder = LINES.reduce((sum, part, i) => sum + part * (1 - (1 - share) ** (i + 1)), 0);
  return 1 - Math.exp(-effect * expectedOrders(customer, DAYS, days) * inOrder);
}
