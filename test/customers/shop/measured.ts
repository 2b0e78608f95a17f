/** Figures of a simulated shop: what profiles say of its customers, beside what is true of them. */
import { type Catalogue, type CustomerProfiles, type Orders, readCatalogue, readOrders } from "fashion-wasm";
import { catalogueCsv, probabilitiesOf } from "./products.js";
import { Random } from "./random.js";
import { DAYS, dayOf, type Shop, type ShopCustomer } from "./shop.js";

/** Purchases from this day on are kept apart in backtests: 60 days. */
export const CUTOFF = DAYS - 60;

type Labels = "probabilities" | "labels";

const catalogues = new Map<Labels, Promise<Catalogue>>();

/** The catalogue of all shops, read once. */
export function catalogueOf(labels: Labels): Promise<Catalogue> {
  const found = catalogues.get(labels) ?? readCatalogue(catalogueCsv(labels));
  catalogues.set(labels, found);
  return found;
}

/** Reads a shop's orders. */
export async function ordersOf(
  { orders }: Shop,
  { labels = "probabilities", cutoff }: { labels?: Labels; cutoff?: number } = {},
): Promise<Orders> {
  const options = { catalogue: await catalogueOf(labels), today: dayOf(DAYS), strict: true };
  return readOrders(orders, cutoff === undefined ? options : { ...options, cutoff: dayOf(cutoff) });
}

/** A customer of the profiles with the truth. */
export interface Known {
  readonly place: number;
  readonly truth: ShopCustomer;
  readonly affinity: readonly number[];
  readonly topCategory: string;
}

/** All customers of the profiles. */
export function knownOf(profiles: CustomerProfiles, shop: Shop): Known[] {
  return Array.from({ length: profiles.size }, (_, place) => {
    const { id, affinity, topCategory } = profiles.at(place);
    const truth = shop.byId.get(id);
    if (truth === undefined) throw new Error(`${id} is no customer of the shop`);
    return { place, truth, affinity, topCategory };
  });
}

/** Of customers with 20 purchases or more, whose true first class leads by .15 or more: those whose first class is right. */
export function topRight(known: readonly Known[], classNames: readonly string[]): { right: number; of: number } {
  const clear = known.filter(({ truth }) => {
    const [first = 0, second = 0] = truth.taste.last.toSorted((a, b) => b - a);
    return truth.bought.length >= 20 && first - second >= 0.15;
  });
  const isRight = ({ truth, topCategory }: Known) =>
    classNames.indexOf(topCategory) === truth.taste.last.indexOf(Math.max(...truth.taste.last));
  return { right: clear.filter(isRight).length, of: clear.length };
}

/** The part of true shares that 90 % intervals hold, of so many customers. */
export function coverage(profiles: CustomerProfiles, known: readonly Known[], count: number, level = 0.9): number {
  let held = 0;
  let all = 0;
  for (const { place, truth } of known.slice(0, count)) {
    for (const [k, { lower, upper }] of profiles.intervals(place, level).entries()) {
      const share = truth.taste.last[k] ?? 0;
      if (lower <= share && share <= upper) held += 1;
      all += 1;
    }
  }
  return held / all;
}

/** Classes that each customer buys next, five of each. */
export function nextClasses(known: readonly Known[], seed: number): number[][] {
  const random = new Random(seed);
  return known.map(({ truth }) => Array.from({ length: 5 }, () => random.choice(truth.taste.last)));
}

/** Mean log loss of what is bought next, by shares of each customer, and what it is of each. */
export function logLoss(shares: readonly (readonly number[])[], next: readonly (readonly number[])[]): number {
  const losses = shares.flatMap((one, place) => (next[place] ?? []).map((k) => -Math.log(one[k] ?? 0)));
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** Shares without a prior: the mean of the classifier's probabilities of what a customer bought, at least `floor`. */
export function rawShares(known: readonly Known[], floor: number): number[][] {
  return known.map(({ truth: { bought } }) => {
    const sums = new Array<number>(10).fill(0);
    for (const { product } of bought) {
      for (const [k, probability] of probabilitiesOf(product).entries()) sums[k] = (sums[k] ?? 0) + probability;
    }
    const floored = sums.map((sum) => Math.max(floor, sum / bought.length));
    const all = floored.reduce((sum, one) => sum + one, 0);
    return floored.map((share) => share / all);
  });
}
