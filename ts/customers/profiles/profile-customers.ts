/**
 * Profiles of customers, made of orders by Rust (crates/customers/src/profiles).
 */
import { nextTurn } from "#platform/environment";
import { pauses } from "../../data/busy.js";
import { FashionWasmError } from "../../errors.js";
import { numberOption, optionsObject, signalOption } from "../../options/check.js";
import { show } from "../../options/show.js";
import type { HostAbortSignal } from "../../platform/host-types.js";
import { freeIfWhole } from "../../wasm/instances.js";
import { dayOption, dayText } from "../days.js";
import { insideOrders, insideProfiles, type RustProfiles } from "../inside.js";
import type { Book } from "../orders/book.js";
import type { Orders } from "../orders/orders.js";
import { type ActivityModel, COLUMNS, CustomerProfiles, type ProfilesData } from "./customer-profiles.js";

/** Options of {@link customerProfiles}. */
export interface CustomerProfilesOptions {
  /** Days for which purchases are expected; default 60. */
  readonly horizonDays?: number;
  /** The last day that is observed, as `2026-01-31`; default: the day of the last order. With a `cutoff` it is the day before it. */
  readonly end?: string;
}

const WHERE = "customerProfiles";

/** Customers between two looks at the clock. */
const PIECE = 2000;

/** How long work is done, and ended. */
export interface Interruptible {
  readonly signal: HostAbortSignal;
  /** Does work that takes seconds, during which no abort can be heard. */
  busy<T>(work: () => T): T;
}

/** What all customers have in common is found in one go, which takes a second of so many. */
const MANY = 50_000;

/** As face.ts says, in pieces: a page stays alive, and an abort of `work` is heard. Errors: also the signal's reason. */
export async function customerProfiles(
  orders: Orders,
  options?: CustomerProfilesOptions,
  work?: Interruptible,
): Promise<CustomerProfiles> {
  const signal = signalOption(WHERE, work?.signal);
  const pause = pauses(signal);
  // Twice: what arrived in this turn is heard in the next.
  for (let turn = 0; signal !== undefined && turn < 2; turn++) {
    await nextTurn();
    signal.throwIfAborted();
  }
  const isLong = work !== undefined && orders.summary.customers > MANY;
  const begun = isLong ? work.busy(() => begin(orders, options)) : begin(orders, options);
  try {
    await pause();
    while (!begun.fill(PIECE)) await pause();
    return begun.profiles();
  } catch (error) {
    begun.free();
    throw error;
  }
}

/** Profiles under way. */
interface Begun {
  /** Makes those of so many more customers; true: of all. */
  fill(most: number): boolean;
  profiles(): CustomerProfiles;
  free(): void;
}

function begin(orders: Orders, options: CustomerProfilesOptions | undefined): Begun {
  const { horizonDays = 60, end } = optionsObject(WHERE, options, ["horizonDays", "end"]);
  numberOption(WHERE, "horizonDays", horizonDays, { above: 0, max: 36_500 });
  const { book, options: read } = insideOrders.get(orders, WHERE);
  const until = read.cutoff === undefined ? undefined : read.cutoff - 1;
  const day = end === undefined ? until : dayOption(WHERE, "end", end);
  if (end !== undefined) checkEnd(end, read.cutoff, orders.summary.lastOrder);
  if (orders.summary.lines === 0) {
    const what = `${WHERE}: no order counts`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${what} → look at what was left out, and why`);
  }
  if (orders.summary.leftOut.noLabel === orders.summary.lines) throw noLabel(orders);
  const rust = book.make(WHERE, (glue, rustBook) => new glue.Profiles(rustBook, day, horizonDays));
  return {
    // Asked for each time: the orders may be disposed of in between.
    fill: (most) => insideOrders.get(orders, WHERE).book.use(WHERE, (rustBook) => rust.fill(rustBook, most)),
    profiles() {
      const profiles = new CustomerProfiles(orders, dataOf(rust, book), horizonDays);
      insideProfiles.set(profiles, { rust, orders });
      return profiles;
    },
    free: () => freeIfWhole(rust),
  };
}

function noLabel(orders: Orders): FashionWasmError {
  const what = `${WHERE}: no line has a label`;
  const { catalogue } = orders;
  if (catalogue === undefined) {
    const advice = "give readOrders a catalogue, or orders with a column label";
    return new FashionWasmError("INVALID_ARGUMENT", `${what} → ${advice}`);
  }
  const [bought] = orders.unlabelledItems(1);
  const [known] = catalogue.rows();
  const names = `orders name items such as ${show(bought?.item)}, the catalogue such as ${show(known?.names[0]?.[1])}`;
  return new FashionWasmError("INVALID_ARGUMENT", `${what}: ${names} → give the catalogue of these orders`);
}

/** Whoever bought after the end would seem to have stopped buying, or to have bought before the beginning. */
function checkEnd(end: string, cutoff: number | undefined, last: string | null): void {
  if (cutoff === undefined && last !== null && end < last) {
    const what = `${WHERE}: end is ${end}, and the last order is of ${last}`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${what} → give readOrders a cutoff, or a later end`);
  }
  if (cutoff !== undefined && end !== dayText(cutoff - 1)) {
    const what = `${WHERE}: end is ${end}, and the orders were read with the cutoff ${dayText(cutoff)}`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${what} → the end is the day before it`);
  }
}

function dataOf(rust: RustProfiles, book: Book): ProfilesData {
  const { end, customersUsed, ...activity } = rust.facts() as ActivityModel & { end: number; customersUsed: number };
  const columns = book.use(WHERE, (rustBook) => COLUMNS.map((name) => [name, rust.column(rustBook, name)] as const));
  const segmentNames = rust.segmentNames();
  return {
    end,
    activity,
    priorCustomers: customersUsed,
    prior: rust.prior(),
    population: [...rust.population()],
    ids: textsOf(rust.ids(), rust.idLengths()),
    shares: rust.shares(),
    segments: Array.from(rust.segments(), (segment) => segmentNames[segment] ?? ""),
    columns: new Map(columns),
  };
}

/** Texts that stand one after the other in one. */
function textsOf(all: string, lengths: Uint32Array): string[] {
  let end = 0;
  return Array.from(lengths, (length) => {
    end += length;
    return all.slice(end - length, end);
  });
}
