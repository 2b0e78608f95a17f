/** Backtests of many small shops, beside the lifts that are true of them. */
import { backtest, customerProfiles, type LiftEstimate } from "fashion-wasm";
import { CUTOFF, knownOf, ordersOf } from "./measured.js";
import type { Random } from "./random.js";
import { dayOf, makeShop } from "./shop.js";
import type { Tastes } from "./tastes.js";
import { trueLift } from "./true-lift.js";

/** What came out. */
export interface LiftCounts {
  readonly shops: number;
  /** Shops whose interval of all classes together holds the true lift. */
  readonly held: number;
  /** The same of each class. */
  readonly heldOf: readonly number[];
  /** Means over shops, of all classes together. */
  readonly truth: number;
  readonly found: number;
  readonly width: number;
  /** Shops whose interval holds the mean of the true lifts. */
  readonly heldMean: number;
}

/** Counts in so many shops how often the interval of expected purchases holds the true lift. */
export async function liftCounts(
  shops: number,
  customers: number,
  tastes: (random: Random) => Tastes,
): Promise<LiftCounts> {
  const of: { readonly all: Pair; readonly classes: readonly Pair[] }[] = [];
  for (let seed = 1; seed <= shops; seed++) {
    const shop = makeShop({ seed, customers, tastes });
    const orders = await ordersOf(shop, { cutoff: CUTOFF });
    const result = await backtest(orders);
    const profiles = await customerProfiles(orders, { horizonDays: result.days, end: dayOf(CUTOFF - 1) });
    const truth = trueLift(profiles, knownOf(profiles, shop), result, CUTOFF);
    const [ours] = result.methods;
    of.push({
      all: { found: ours as LiftEstimate, truth: truth.all },
      classes: result.classes.map(({ lifts }, k) => ({
        found: lifts[0] as LiftEstimate,
        truth: truth.classes[k] ?? 0,
      })),
    });
    profiles.dispose();
    orders.dispose();
  }
  const mean = (value: (one: Pair) => number) => of.reduce((sum, { all }) => sum + value(all), 0) / shops;
  const truth = mean((one) => one.truth);
  return {
    shops,
    held: of.filter(({ all }) => holds(all)).length,
    heldOf: Array.from({ length: 10 }, (_, k) => of.filter(({ classes }) => holds(classes[k] as Pair)).length),
    truth,
    found: mean(({ found }) => found.lift),
    width: mean(({ found }) => found.upper - found.lower),
    heldMean: of.filter(({ all }) => holds({ ...all, truth })).length,
  };
}

/** The counts as a line. */
export function liftLine({ shops, held, heldOf, truth, found, width, heldMean }: LiftCounts): string {
  const numbers = `true lift ${truth.toFixed(2)}, found ${found.toFixed(2)}, width ${width.toFixed(2)}`;
  return `${numbers}; of ${shops} intervals ${held} hold the true lift, ${heldMean} the mean of all shops; of classes ${heldOf.join(" ")}`;
}

interface Pair {
  readonly found: LiftEstimate;
  readonly truth: number;
}

function holds({ found, truth }: Pair): boolean {
  return found.lower <= truth && truth <= found.upper;
}
