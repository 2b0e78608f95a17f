/**
 * Profiles of all customers: made by Rust (crates/customers/src/profiles), held here in columns.
 */
import { FashionWasmError } from "../../errors.js";
import { numberOption } from "../../options/check.js";
import { freeIfWhole } from "../../wasm/instances.js";
import { dayText } from "../days.js";
import { insideOrders, insideProfiles, useProfiles } from "../inside.js";
import type { Orders } from "../orders/orders.js";
import type { AffinityInterval, CustomerProfile } from "./customer-profile.js";

/** How often customers buy, as it was estimated. */
export interface ActivityModel {
  /** BG/NBD; gamma-Poisson where too few customers came back. */
  readonly model: "BG/NBD" | "gamma-Poisson" | "none";
  readonly reason: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly repeatBuyers: number;
}

/** Numbers that there are of each customer. */
export const COLUMNS = [
  ...["orders", "items", "support", "firstDay", "lastDay", "recencyDays", "frequency", "recency", "age", "monetary"],
  ...["monetaryValue", "rfmScore", "top", "sure", "expected", "consent"],
] as const;
const CONSENT = ["unknown", "yes", "no"] as const;

/** An address of mail, or a number of a telephone. */
const ADDRESS = /@|^\s*[+(]?\d[\d\s()./-]*$/;

/** Profiles in columns. */
export interface ProfilesData {
  readonly end: number;
  readonly activity: ActivityModel;
  readonly priorCustomers: number;
  readonly prior: Float64Array;
  readonly population: readonly number[];
  readonly ids: readonly string[];
  readonly shares: Float64Array;
  readonly segments: readonly string[];
  readonly columns: ReadonlyMap<string, Float64Array>;
}

/** Customers of a shop, in the order of their ids. */
export class CustomerProfiles implements Iterable<CustomerProfile> {
  readonly orders: Orders;
  readonly classNames: readonly string[];
  readonly size: number;
  /** The shares of the average customer. */
  readonly population: readonly number[];
  /** How alike customers are: so many purchases of the average customer are added to those of each. */
  readonly priorStrength: number;
  /** Customers by whom it was estimated. */
  readonly priorCustomers: number;
  readonly activity: ActivityModel;
  readonly horizonDays: number;
  /** The last day that is observed. */
  readonly end: string;
  readonly #ids: readonly string[];
  readonly #shares: Float64Array;
  readonly #segments: readonly string[];
  readonly #columns: ReadonlyMap<string, Float64Array>;
  #places: Map<string, number> | undefined;

  /** @internal Made by `customerProfiles`. */
  constructor(orders: Orders, data: ProfilesData, horizonDays: number) {
    this.orders = orders;
    this.horizonDays = horizonDays;
    this.classNames = orders.classNames;
    this.end = dayText(data.end);
    this.activity = data.activity;
    this.priorCustomers = data.priorCustomers;
    this.population = data.population;
    this.priorStrength = data.prior.reduce((sum, one) => sum + one, 0);
    this.#ids = data.ids;
    this.#shares = data.shares;
    this.#segments = data.segments;
    this.#columns = data.columns;
    this.size = this.#ids.length;
  }

  /** The customer at a place from 0. */
  at(place: number): CustomerProfile {
    const of = (name: (typeof COLUMNS)[number]) => this.#columns.get(name)?.[place] ?? Number.NaN;
    const id = this.#ids[place];
    if (id === undefined) {
      const what = `CustomerProfiles.at: received ${place}, there are ${this.size} customers`;
      throw new FashionWasmError("INVALID_ARGUMENT", `${what} → give a whole number from 0 to ${this.size - 1}`);
    }
    const classes = this.classNames.length;
    const affinity = [...this.#shares.subarray(place * classes, (place + 1) * classes)];
    return {
      id,
      orders: of("orders"),
      items: of("items"),
      support: of("support"),
      firstOrder: dayText(of("firstDay")),
      lastOrder: dayText(of("lastDay")),
      recencyDays: of("recencyDays"),
      frequency: of("frequency"),
      recency: of("recency"),
      T: of("age"),
      monetary: of("monetary"),
      monetaryValue: of("monetaryValue"),
      rfmScore: String(of("rfmScore")),
      segment: this.#segments[place] ?? "",
      topCategory: this.classNames[of("top")] ?? "",
      sure: of("sure"),
      affinity,
      index: affinity.map((share, i) => (100 * share) / (this.population[i] ?? 1)),
      expectedPurchases: of("expected"),
      consent: CONSENT[of("consent")] ?? "unknown",
    };
  }

  /** The place of a customer, by its id or its address; -1 where there is none. Errors: DISPOSED for an address. */
  placeOf(id: string): number {
    const places = this.#places ?? new Map(this.#ids.map((each, place) => [each, place]));
    this.#places = places;
    const found = places.get(id);
    if (found !== undefined || !ADDRESS.test(id)) return found ?? -1;
    const { book } = insideOrders.get(this.orders, "CustomerProfiles.placeOf");
    const hash = book.make("CustomerProfiles.placeOf", (glue) =>
      id.includes("@") ? glue.hashAddress(id) : glue.hashPhone(id),
    );
    return places.get(hash) ?? -1;
  }

  /** The customer of an id, or of an address. */
  get(id: string): CustomerProfile | undefined {
    const place = this.placeOf(id);
    return place < 0 ? undefined : this.at(place);
  }

  *[Symbol.iterator](): Generator<CustomerProfile> {
    for (let place = 0; place < this.size; place++) yield this.at(place);
  }

  /** The shares of the customer at a place, with credible intervals: each holds its share with the probability `level`. */
  intervals(place: number, level = 0.9): AffinityInterval[] {
    numberOption("CustomerProfiles.intervals", "level", level, { above: 0, below: 1 });
    const { index } = this.at(place);
    const found = useProfiles(this, "CustomerProfiles.intervals", (rust, book) => rust.intervals(book, place, level));
    const classes = this.classNames.length;
    return this.classNames.map((name, i) => ({
      name,
      affinity: found[i] ?? Number.NaN,
      lower: found[classes + i] ?? Number.NaN,
      upper: found[2 * classes + i] ?? Number.NaN,
      index: index[i] ?? Number.NaN,
    }));
  }

  /** Frees the memory that Rust has of the profiles; the orders stay. */
  dispose(): void {
    const found = insideProfiles.take(this);
    if (found !== undefined) freeIfWhole(found.rust);
  }
}
