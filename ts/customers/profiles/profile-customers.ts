/**
 * Profiles of customers, made of orders by Rust (crates/customers/src/profiles).
 */
import { FashionWasmError } from "../../errors.js";
import { numberOption, optionsObject } from "../../options/check.js";
import { insideOrders, insideProfiles, type RustProfiles } from "../inside.js";
import { dayOption } from "../options.js";
import type { Book } from "../orders/book.js";
import type { Orders } from "../orders/orders.js";
import { type ActivityModel, COLUMNS, CustomerProfiles, type ProfilesData } from "./customer-profiles.js";

/** Options of {@link customerProfiles}. */
export interface CustomerProfilesOptions {
  /** Days for which purchases are expected; default 60. */
  readonly horizonDays?: number;
  /** The last day that is observed, as `2026-01-31`; default: the day of the last order. */
  readonly end?: string;
}

const WHERE = "customerProfiles";

/**
 * Makes a profile of every customer: which classes it likes, how active it is, what it is expected to buy.
 *
 * The shares of classes are the posterior mean of a Dirichlet model: purchases, weighted by their age, are added to those of the
 * average customer, as many as make the shop's own data most likely; doubtful labels count as what they probably are
 * (docs/customers/tastes.md). Activity is lifetimes' frequency, recency and T; RFM scores and segments are those of R's package
 * rfm; expected purchases are BG/NBD's, times the customer's labelled lines on a day with purchases, to which 5 days of the
 * average customer are added.
 *
 * @param orders what `readOrders` returned.
 * @param options see {@link CustomerProfilesOptions}.
 * Errors: INVALID_ARGUMENT where no order counts, or nothing has a label; DISPOSED.
 *
 * @example
 * const profiles = customerProfiles(await readOrders("orders_export.csv", { catalogue: "labelled.csv" }));
 * for (const { id, topCategory, sure } of profiles) if (sure > 0.9) console.log(id, topCategory);
 */
export function customerProfiles(orders: Orders, options?: CustomerProfilesOptions): CustomerProfiles {
  const { horizonDays = 60, end } = optionsObject(WHERE, options, ["horizonDays", "end"]);
  numberOption(WHERE, "horizonDays", horizonDays, { above: 0, max: 36_500 });
  const { book, options: read } = insideOrders.get(orders, WHERE);
  const day = end === undefined ? undefined : dayOption(WHERE, "end", end);
  const last = orders.summary.lastOrder;
  if (end !== undefined && last !== null && end < last && read.cutoff === undefined) {
    const what = `${WHERE}: end is ${end}, and the last order is of ${last}`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${what} → give readOrders a cutoff, or a later end`);
  }
  if (orders.classNames.length === 0) {
    const what = `${WHERE}: no line has a label`;
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${what} → give readOrders a catalogue, or orders with a column label`,
    );
  }
  const rust = book.make(WHERE, (glue, rustBook) => new glue.Profiles(rustBook, day, horizonDays));
  const profiles = new CustomerProfiles(orders, dataOf(rust, book), horizonDays);
  insideProfiles.set(profiles, { rust, orders });
  return profiles;
}

function dataOf(rust: RustProfiles, book: Book): ProfilesData {
  const { end, customersUsed, ...activity } = rust.facts() as ActivityModel & { end: number; customersUsed: number };
  const columns = book.use(WHERE, (rustBook) => COLUMNS.map((name) => [name, rust.column(rustBook, name)] as const));
  return {
    end,
    activity,
    priorCustomers: customersUsed,
    prior: rust.prior(),
    population: [...rust.population()],
    ids: rust.ids(),
    shares: rust.shares(),
    segments: rust.segments(),
    columns: new Map(columns),
  };
}
