/**
 * Would it have been right? Profiles of what was bought before a day, tried on what was bought after it.
 */
import { FashionWasmError } from "../../errors.js";
import { integerOption, numberOption, optionsObject } from "../../options/check.js";
import { dayOption, dayText } from "../days.js";
import { insideOrders, useProfiles } from "../inside.js";
import type { Orders } from "../orders/orders.js";
import type { CustomerProfiles } from "./customer-profiles.js";
import { type CustomerProfilesOptions, customerProfiles, type Interruptible } from "./profile-customers.js";
import { verdictOf } from "./verdict.js";

/** A number with its interval. */
export interface LiftEstimate {
  readonly lift: number;
  readonly lower: number;
  readonly upper: number;
}

/** One way to choose customers. */
export interface BacktestMethod extends LiftEstimate {
  /** `expected purchases` is ours; the others need no profiles. */
  readonly name: "expected purchases" | "most active" | "most recent" | "last class bought" | "random";
  /** How much greater the lift of expected purchases is; of ours nothing. */
  readonly gain: LiftEstimate | null;
}

/** Options of {@link backtest}. */
export interface BacktestOptions {
  /** The part of the customers that is addressed for each class; default 0.1. */
  readonly share?: number;
  /** Of the intervals; default 0.9. */
  readonly level?: number;
  /** Of choices by chance; default 1. */
  readonly seed?: number;
}

/** What came out. */
export interface BacktestResult {
  /** The day from which on purchases were kept apart. */
  readonly cutoff: string;
  /** Days from it to the last order. */
  readonly days: number;
  /** Customers who had bought before. */
  readonly customers: number;
  /** Those of them who bought after it. */
  readonly buyers: number;
  /** Customers who bought for the first time after it, whom nobody could foresee. */
  readonly newcomers: number;
  /** Labelled purchases after it, of customers from before. */
  readonly purchases: number;
  readonly share: number;
  readonly level: number;
  /** Customers addressed for each class. */
  readonly addressed: number;
  /** Of all classes together, ours first. */
  readonly methods: readonly BacktestMethod[];
  /** Of each class, in the order of `methods`. */
  readonly classes: readonly {
    readonly name: string;
    readonly purchases: number;
    readonly lifts: readonly LiftEstimate[];
  }[];
  /** Ten groups with a tenth of the expected purchases each, the smallest expectations first: means per customer and class. */
  readonly calibration: readonly { readonly expected: number; readonly observed: number; readonly pairs: number }[];
  /** What it says, for people; also where it does not beat what needs no profiles. */
  readonly verdict: string;
}

const WHERE = "backtest";

/** As face.ts says. An abort of `work` is heard while profiles are made. Errors: also the signal's reason. */
export async function backtest(
  orders: Orders,
  options?: BacktestOptions,
  work?: Interruptible,
): Promise<BacktestResult> {
  const plan = planOf(orders, options);
  return triedOn(await customerProfiles(orders, plan.profiles, work), plan);
}

/** What is tried, and how. */
interface Plan extends Required<BacktestOptions> {
  /** The day from which on purchases were kept apart, in days since 1970, and days to the last order. */
  readonly cutoff: number;
  readonly days: number;
  readonly profiles: CustomerProfilesOptions;
}

function planOf(orders: Orders, options: BacktestOptions | undefined): Plan {
  const { share = 0.1, level = 0.9, seed = 1 } = optionsObject(WHERE, options, ["share", "level", "seed"]);
  numberOption(WHERE, "share", share, { above: 0, below: 1 });
  numberOption(WHERE, "level", level, { above: 0, below: 1 });
  integerOption(WHERE, "seed", seed, { min: 0 });
  const { cutoff } = insideOrders.get(orders, WHERE).options;
  const last = orders.summary.lastOrder;
  if (cutoff === undefined || last === null) {
    const what = `${WHERE}: the orders were read without a cutoff`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${what} → readOrders(files, { cutoff: "2026-01-31" })`);
  }
  const days = dayOption(WHERE, "last", last) - cutoff + 1;
  if (days < 1) {
    const what = `${WHERE}: the last order is of ${last}, before the cutoff`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${what} → take an earlier one`);
  }
  return { share, level, seed, cutoff, days, profiles: { horizonDays: days, end: dayText(cutoff - 1) } };
}

/** Tries profiles, which it disposes of. */
function triedOn(profiles: CustomerProfiles, { share, level, seed, cutoff, days }: Plan): BacktestResult {
  try {
    const found = useProfiles(profiles, WHERE, (rust, book) => rust.backtest(book, share, level, seed)) as Found;
    const methods = found.methods.map((lift, i) => ({
      name: found.names[i] as BacktestMethod["name"],
      ...lift,
      gain: i === 0 ? null : (found.gains[i] ?? null),
    }));
    return {
      cutoff: dayText(cutoff),
      days,
      customers: found.customers,
      buyers: found.buyers,
      newcomers: found.newcomers,
      purchases: found.purchases,
      share,
      level,
      addressed: found.addressed,
      methods,
      classes: found.classes.map(({ purchases, methods: lifts }, i) => ({
        name: profiles.classNames[i] ?? "",
        purchases,
        lifts,
      })),
      calibration: found.calibration,
      verdict: verdictOf(methods, share, days),
    };
  } finally {
    profiles.dispose();
  }
}

interface Found {
  readonly customers: number;
  readonly buyers: number;
  readonly newcomers: number;
  readonly addressed: number;
  readonly purchases: number;
  readonly names: readonly string[];
  readonly methods: readonly LiftEstimate[];
  readonly gains: readonly LiftEstimate[];
  readonly classes: readonly { readonly purchases: number; readonly methods: readonly LiftEstimate[] }[];
  readonly calibration: BacktestResult["calibration"];
}
