/** Figures of the tastes of a simulated shop's customers. */
import { customerProfiles } from "fashion-wasm";
import { coverage, knownOf, logLoss, nextClasses, ordersOf, rawShares, topRight } from "./measured.js";
import type { Random } from "./random.js";
import { makeShop } from "./shop.js";
import type { Tastes } from "./tastes.js";

/** What came out. */
export interface TasteFigures {
  readonly customers: number;
  readonly lines: number;
  /** Customers with 20 purchases or more whose first class leads by .15 or more, and those of them whose first class is right. */
  readonly clear: number;
  readonly right: number;
  /** The part of the true shares that 90 % intervals hold, of 400 customers. */
  readonly held: number;
  /** Mean log loss of the next purchases. */
  readonly losses: {
    /** Profiles. */
    readonly probabilities: number;
    /** Profiles of labels, taken at their word. */
    readonly labels: number;
    /** Mean probabilities of what was bought, with the best of four floors. */
    readonly raw: number;
    /** All customers taken for the average one. */
    readonly average: number;
  };
}

/** Makes a shop of 2,000 customers and measures it. */
export async function tasteFigures(seed: number, tastes: (random: Random) => Tastes): Promise<TasteFigures> {
  const shop = makeShop({ seed, customers: 2000, tastes });
  const profiles = await customerProfiles(await ordersOf(shop));
  const known = knownOf(profiles, shop);
  const byLabel = knownOf(await customerProfiles(await ordersOf(shop, { labels: "labels" })), shop);
  const next = nextClasses(known, seed);
  const { right, of } = topRight(known, profiles.classNames);
  const loss = (shares: readonly (readonly number[])[]) => logLoss(shares, next);
  return {
    customers: known.length,
    lines: known.reduce((sum, { truth }) => sum + truth.bought.length, 0),
    clear: of,
    right,
    held: coverage(profiles, known, 400),
    losses: {
      probabilities: loss(known.map(({ affinity }) => affinity)),
      labels: loss(byLabel.map(({ affinity }) => affinity)),
      raw: Math.min(...[0.01, 0.03, 0.05, 0.1].map((floor) => loss(rawShares(known, floor)))),
      average: loss(known.map(() => profiles.population)),
    },
  };
}

/** The figures as a line. */
export function tasteLine({ customers, lines, clear, right, held, losses }: TasteFigures): string {
  const percent = (part: number) => `${(100 * part).toFixed(1)} %`;
  const { probabilities, labels, raw, average } = losses;
  const loss = [probabilities, labels, raw, average].map((one) => one.toFixed(3)).join(", ");
  const top = `first class right ${right} of ${clear} (${percent(right / clear)})`;
  return `${customers} customers, ${lines} lines; ${top}; intervals hold ${percent(held)}; log loss of profiles, labels, no prior, average: ${loss}`;
}
