/** A simulated shop: customers whose tastes and rates are known, and their orders as a table in CSV. */
import { type Activities, type Activity, linesWithin, various } from "./activity.js";
import { ofClass, type Product } from "./products.js";
import { Random } from "./random.js";
import { steady, type Taste, type Tastes, tasteAt } from "./tastes.js";

/** A customer, with what nobody else knows of them. */
export interface ShopCustomer {
  readonly id: string;
  readonly taste: Taste;
  readonly activity: Activity;
  /** What they bought, in order. */
  readonly bought: readonly { readonly day: number; readonly product: Product }[];
}

/** How a shop is made. */
export interface ShopOptions {
  readonly seed: number;
  readonly customers: number;
  readonly tastes?: (random: Random) => Tastes;
  readonly activities?: Activities;
  /** Columns that are added to the row of an order. */
  readonly more?: (id: string, place: number) => Readonly<Record<string, string>>;
}

/** A shop. */
export interface Shop {
  readonly customers: readonly ShopCustomer[];
  readonly byId: ReadonlyMap<string, ShopCustomer>;
  /** A row per line of an order. */
  readonly orders: Uint8Array;
}

/** Some one and a half years. */
export const DAYS = 548;
/** The day that the span begins on, since 1970: 2025-01-01. */
const BEGINNING = 20_089;

/** Makes a shop. */
export function makeShop({
  seed,
  customers: count,
  tastes = () => steady,
  activities = various,
  more,
}: ShopOptions): Shop {
  const random = new Random(seed);
  const tasteOf = tastes(random);
  const rows: string[] = [];
  let order = 0;
  const customers = Array.from({ length: count }, (_, place): ShopCustomer => {
    const id = `C${place}`;
    const taste = tasteOf(random);
    const activity = activities(random, DAYS);
    const extra = Object.values(more?.(id, place) ?? {}).map((cell) => `,${cell}`);
    const bought: { day: number; product: Product }[] = [];
    for (let time = activity.first; ; ) {
      time += random.exponential() / activity.rate;
      if (time >= activity.stop) break;
      order += 1;
      const day = Math.floor(time);
      for (let lines = 1 + random.poisson(activity.lines - 1); lines > 0; lines--) {
        const product = garment(random, random.choice(tasteAt(taste, time / DAYS)));
        bought.push({ day, product });
        rows.push(`${id},O${order},${dayOf(day)},${product.sku}${extra.join("")}`);
      }
    }
    return { id, taste, activity, bought };
  });
  const names = ["customer_id", "order_id", "date", "sku", ...Object.keys(more?.("", 0) ?? {})];
  return {
    customers,
    byId: new Map(customers.map((one) => [one.id, one])),
    orders: new TextEncoder().encode(`${names.join(",")}\n${rows.join("\n")}\n`),
  };
}

/** A garment of a class. */
export function garment(random: Random, truth: number): Product {
  const all = ofClass[truth] ?? [];
  const found = all[random.integer(all.length)];
  if (found === undefined) throw new Error(`no product is of class ${truth}`);
  return found;
}

/** A day of the span, as orders have it. */
export function dayOf(day: number): string {
  return new Date((BEGINNING + day) * 86_400_000).toISOString().slice(0, 10);
}

/** Lines of each class that are to be expected of a customer between two days. */
export function expectedLines({ taste, activity }: ShopCustomer, start: number, end: number): number[] {
  const lines = linesWithin(activity, start, end);
  return tasteAt(taste, (start + end) / 2 / DAYS).map((share) => lines * share);
}
