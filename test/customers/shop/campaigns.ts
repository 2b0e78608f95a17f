/** Many campaigns to the audiences of a simulated shop. */
import { audience, customerProfiles } from "fashion-wasm";
import { type CampaignCounts, campaign, countsOf, type Measured } from "./campaign.js";
import { ordersOf } from "./measured.js";
import { Random } from "./random.js";
import { makeShop } from "./shop.js";

/** The campaigns of one shop. */
const OF_SHOP = 100;

/** Sends so many campaigns, each to the 1,200 customers of a shop of whom most is expected, a fifth held out by another seed. */
export async function campaignCounts(count: number, effect: number): Promise<CampaignCounts> {
  const random = new Random(1 + 1000 * effect);
  const measured: Measured[] = [];
  while (measured.length < count) {
    const shop = makeShop({ seed: 7 + measured.length, customers: 2000 });
    const orders = await ordersOf(shop);
    const profiles = await customerProfiles(orders);
    for (let seed = 0; seed < OF_SHOP && measured.length < count; seed++) {
      const { classNames } = profiles;
      const about = classNames[seed % classNames.length] ?? "";
      const chosen = await audience(profiles, about, { size: 1200, controlShare: 0.2, seed });
      measured.push(await campaign(shop, chosen, { effect }, random));
    }
    profiles.dispose();
    orders.dispose();
  }
  return countsOf(measured);
}

/** The counts as a line. */
export function campaignLine({ campaigns, held, notShown, warned }: CampaignCounts): string {
  return `of ${campaigns} intervals ${held} hold the true effect; ${notShown} "not shown"; ${warned} with a warning`;
}
