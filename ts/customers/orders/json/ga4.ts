/**
 * Google Analytics 4, as BigQuery exports its tables `events_YYYYMMDD` to JSON: the events `purchase` and `refund`.
 *
 * Whole numbers may be texts: BigQuery writes INTEGER columns so, to keep their digits.
 */
import { statuses } from "../statuses.js";
import { ga4Time } from "./ga4-time.js";
import {
  isObject,
  type JsonObject,
  type JsonOrders,
  line,
  listAt,
  objectAt,
  returned,
  textOf,
  wrong,
} from "./json-orders.js";

/** What Google writes where a tag gave no value. */
const NOT_SET = "(not set)";

/** Whether it is an event of the export. */
export function isGa4(object: JsonObject): boolean {
  return "event_name" in object && ("event_timestamp" in object || "event_date" in object);
}

/** The reader of Google Analytics' events. */
export const GA4: JsonOrders = {
  name: "ga4",
  kind: "Google Analytics' export to BigQuery",
  hasOrders: true,
  statuses: statuses({ refunded: ["refunded"] }),
  notes: [
    "Google Analytics knows browsers, and customers where the shop sets user_id; orders without consent are not in it",
  ],
  lines(object, where) {
    const { event_name: event } = object;
    if (typeof event !== "string") {
      throw wrong(
        where,
        `event_name is ${event === undefined ? "missing" : "no text"} → events of Google Analytics have one`,
      );
    }
    if (event !== "purchase" && event !== "refund") return [];
    const order = orderOf(object, where);
    const items = listAt(object, "items", "items", where);
    if (items.length === 0) {
      if (event === "purchase") throw wrong(where, "items is empty → a purchase has at least one item");
      if (order.order === undefined)
        throw wrong(where, "ecommerce.transaction_id is missing → which order was refunded?");
      const ecommerce = objectAt(object, "ecommerce", "ecommerce", where);
      const orderRefund = textOf(ecommerce.refund_value, "ecommerce.refund_value", where);
      return [line({ ...order, status: "refunded", orderRefund })];
    }
    return items.map((item, i) => {
      const at = (member: string) => set(textOf(item[member], `items[${i}].${member}`, where));
      const what = { item: at("item_id"), name: at("item_name") };
      if (what.item === undefined && what.name === undefined)
        throw wrong(where, `items[${i}] has no item_id or item_name`);
      const bought = event === "purchase";
      const price = at("price");
      const amount = price === undefined && bought ? at("item_revenue") : undefined;
      const quantity = bought ? at("quantity") : returned(at("quantity"));
      return line({ ...order, ...what, quantity, price, amount, line: bought ? String(i + 1) : undefined });
    });
  },
};

/** What an event says of order and customer. */
function orderOf(object: JsonObject, where: string) {
  const ecommerce = objectAt(object, "ecommerce", "ecommerce", where);
  const parameters = listAt(object, "event_params", "event_params", where);
  const parameter = (key: string) => {
    const value = parameters.find((each) => each.key === key)?.value;
    if (!isObject(value)) return undefined;
    const given = ["string_value", "int_value", "float_value", "double_value"].map((member) => value[member] ?? null);
    const first = given.find((each) => each !== null);
    return set(textOf(first, `event_params ${key}`, where));
  };
  const transaction = set(textOf(ecommerce.transaction_id, "ecommerce.transaction_id", where));
  return {
    order: transaction ?? parameter("transaction_id"),
    customer: textOf(object.user_id, "user_id", where) ?? textOf(object.user_pseudo_id, "user_pseudo_id", where),
    time: ga4Time(object, where),
    currency: parameter("currency")?.toUpperCase(),
  };
}

function set(text: string | undefined): string | undefined {
  return text === NOT_SET ? undefined : text;
}
