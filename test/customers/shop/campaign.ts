/** A simulated campaign: those who are told buy more often, if it works on them. */
import { type Audience, measureUplift, type UpliftMeasurement } from "fashion-wasm";
import { linesWithin } from "./activity.js";
import type { Random } from "./random.js";
import { DAYS, type Shop } from "./shop.js";

/** What it raises the probability of a purchase by, in every third customer. */
export interface Campaign {
  readonly effect: number;
}

/** A campaign that was measured, and its true effect: the mean over its customers. */
export interface Measured {
  readonly measured: UpliftMeasurement;
  readonly effect: number;
}

/** Sends it to the target group, and measures who bought. */
export async function campaign(
  shop: Shop,
  audience: Audience,
  { effect }: Campaign,
  random: Random,
): Promise<Measured> {
  const { customers, controlShare } = audience;
  const outcome: number[] = [];
  let sum = 0;
  for (const { id, group } of customers) {
    const customer = shop.byId.get(id);
    if (customer === undefined) throw new Error(`${id} is no customer of the shop`);
    // Of a purchase in the last 60 days, which stand for the next ones.
    const base = 0.8 * (1 - Math.exp(-linesWithin(customer.activity, DAYS - 60, DAYS) / 4));
    const own = Number(id.slice(1)) % 3 === 0 ? effect : 0;
    sum += own;
    outcome.push(random.uniform() < base + (group === "target" ? own : 0) ? 1 : 0);
  }
  const group = customers.map((one) => one.group);
  const score = customers.map((one) => one.expectedPurchases);
  const measured = await measureUplift({ outcome, group, score }, { controlShare });
  return { measured, effect: sum / customers.length };
}

/** What came of many campaigns. */
export interface CampaignCounts {
  readonly campaigns: number;
  /** Those whose interval holds the true effect. */
  readonly held: number;
  readonly notShown: number;
  readonly warned: number;
}

/** Counts them. */
export function countsOf(campaigns: readonly Measured[]): CampaignCounts {
  const holds = ({ effect, measured: { overall } }: Measured) =>
    overall.interval !== null && overall.interval.low <= effect && effect <= overall.interval.high;
  return {
    campaigns: campaigns.length,
    held: campaigns.filter(holds).length,
    notShown: campaigns.filter(({ measured }) => measured.overall.effect === "not shown").length,
    warned: campaigns.filter(({ measured }) => measured.warnings.length > 0).length,
  };
}
