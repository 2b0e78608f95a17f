/**
 * From order lines to customers, slowly: returns, refunds, currencies, sums. The second half of the slow reader of tests.
 */
import { type CanonicalLine, ITEMS } from "../../ts/customers/orders/role.js";
import type { Fate } from "../../ts/customers/orders/statuses.js";
import { naiveNumber } from "./naive-values.js";
import type { Bought, LeftOut, ReadOptions } from "./order-fixture.js";

/** A line with what its file says of it. */
export interface Entry {
  readonly file: number;
  readonly line: CanonicalLine;
  /** The row has no fields of the order: it belongs to the row before. */
  readonly goesOn: boolean;
  readonly fate: Fate;
  readonly day: string;
  readonly customer: string;
  readonly quantity: number;
  readonly value: number;
}

/** Whether it says of a whole order that it is gone. */
export function isBack({ line, fate }: Entry): boolean {
  return fate !== "kept" && ITEMS.every((role) => line[role] === undefined);
}

/** The customers of lines that are no copies; counts what is left out. */
export function customersOf(
  entries: readonly Entry[],
  leftOut: { -readonly [F in keyof LeftOut]: number },
  options: ReadOptions,
): { readonly customers: Record<string, Bought>; readonly lines: number } {
  const back = new Map(entries.filter(isBack).map((entry) => [entry.line.order as string, entry.fate]));
  const itemOf = ({ line }: Entry) => line.sku ?? line.item ?? line.handle ?? line.name ?? line.image ?? line.label;
  const kept: { -readonly [K in keyof Entry]: Entry[K] }[] = [];
  for (const entry of entries.filter((each) => !isBack(each) && each.quantity >= 0)) {
    const fate = back.get(entry.line.order ?? "") ?? entry.fate;
    if (fate !== "kept") leftOut[fate]++;
    else kept.push({ ...entry });
  }
  for (const entry of entries.filter((each) => each.quantity < 0)) {
    const isOf = (each: Entry) => each.line.order === entry.line.order && itemOf(each) === itemOf(entry);
    const bought = kept.find((each) => isOf(each) && each.quantity > 0);
    if (bought === undefined) continue;
    bought.value -= (bought.value / bought.quantity) * -entry.quantity;
    bought.quantity += entry.quantity;
    if (bought.quantity <= 0) leftOut.refunded++;
  }
  const lines = kept.filter(({ quantity }) => quantity > 0);
  const currencies = new Set(lines.flatMap(({ line }) => line.currency ?? []));
  if (currencies.size > 1 && options.rates === undefined) throw new Error(`currencies ${[...currencies].join(", ")}`);
  const worth = ({ line, value }: Entry) => {
    const isOwn = line.currency === undefined || line.currency === options.currency;
    return value * (isOwn ? 1 : (options.rates?.[line.currency as string] ?? 1));
  };
  leftOut.noLabel = lines.filter(({ line }) => line.label === undefined).length;
  const customers: Record<string, Bought> = {};
  for (const customer of new Set(lines.map((each) => each.customer))) {
    const own = lines.filter((each) => each.customer === customer).sort((a, b) => (a.day < b.day ? -1 : 1));
    const orders = new Map(own.map((each) => [each.line.order ?? each.day, each.line]));
    const refunds = [...orders.values()].map(({ orderRefund = "0" }) => naiveNumber(orderRefund) ?? 0);
    const consent = own.flatMap(({ line }) => line.consent ?? []).at(-1);
    customers[customer] = {
      orders: orders.size,
      items: own.reduce((sum, { quantity }) => sum + quantity, 0),
      monetary: own.reduce((sum, each) => sum + worth(each), 0) - refunds.reduce((sum, each) => sum + each, 0),
      firstOrder: own[0]?.day as string,
      lastOrder: own.at(-1)?.day as string,
      ...(consent !== undefined && { consent: /^(yes|true|1)$/i.test(consent) ? "yes" : "no" }),
    };
  }
  return { customers, lines: lines.length };
}
