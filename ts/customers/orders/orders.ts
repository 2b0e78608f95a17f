/**
 * Orders that were read, as users hold them.
 */
import type { Catalogue } from "../catalogue/catalogue.js";
import { dayText } from "../days.js";
import { insideOrders } from "../inside.js";
import type { OrdersSummary } from "./summary.js";

export type { OrdersSummary } from "./summary.js";

/** What was added up of one customer. */
export interface CustomerOrders {
  /** The shop's id; where orders know customers by an address only, its SHA-256, trimmed and in lower case. */
  readonly id: string;
  readonly orders: number;
  readonly lines: number;
  /** Pieces bought. */
  readonly items: number;
  /** Lines with a label. */
  readonly support: number;
  /** All that was spent. */
  readonly monetary: number;
  /** As `2026-01-31`. */
  readonly firstOrder: string;
  readonly lastOrder: string;
  /** What was last said to marketing, as far as orders tell. */
  readonly consent: "yes" | "no" | "unknown";
}

interface Columns
  extends Readonly<Record<Exclude<keyof CustomerOrders, "id" | "firstOrder" | "lastOrder" | "consent">, Float64Array>> {
  readonly ids: readonly string[];
  readonly firstDay: Float64Array;
  readonly lastDay: Float64Array;
  readonly consent: Float64Array;
}

const CONSENT = ["unknown", "yes", "no"] as const;

/** Orders that `readOrders` read. */
export class Orders {
  /** What was known of the items. */
  readonly catalogue: Catalogue | undefined;
  readonly summary: OrdersSummary;
  /** Names of the classes: the catalogue's, or the labels that orders have. */
  readonly classNames: readonly string[];

  /** @internal Made by `readOrders`. */
  constructor(summary: OrdersSummary, classNames: readonly string[], catalogue: Catalogue | undefined) {
    this.summary = summary;
    this.classNames = classNames;
    this.catalogue = catalogue;
  }

  /** All who bought something, before the cutoff where there is one, in the order of their ids; also without any label. */
  *customers(): Generator<CustomerOrders> {
    const found = insideOrders.get(this, "customers").book.use("orders", (book) => book.customers()) as Columns;
    for (const [place, id] of found.ids.entries()) {
      const of = (column: Exclude<keyof Columns, "ids">) => found[column][place] ?? Number.NaN;
      yield {
        id,
        orders: of("orders"),
        lines: of("lines"),
        items: of("items"),
        support: of("support"),
        monetary: of("monetary"),
        firstOrder: dayText(of("firstDay")),
        lastOrder: dayText(of("lastDay")),
        consent: CONSENT[of("consent")] ?? "unknown",
      };
    }
  }

  /** Items without a label that were bought most often. */
  unlabelledItems(most = 20): readonly { readonly item: string; readonly lines: number }[] {
    const found = insideOrders.get(this, "unlabelledItems").book.use("orders", (book) => book.unlabelled(most));
    return found as { item: string; lines: number }[];
  }

  /** Items that the customer bought whom the option `customer` of `readOrders` named. */
  itemsOfCustomer(): readonly string[] {
    return insideOrders.get(this, "itemsOfCustomer").book.use("orders", (book) => book.watchedItems());
  }

  /** Frees the memory; nothing can be asked afterwards. */
  dispose(): void {
    insideOrders.take(this)?.book.free();
  }
}
