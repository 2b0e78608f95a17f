/**
 * Segment's events: `Order Completed`, `Order Refunded` and `Order Cancelled` of its ecommerce spec, version 2.
 *
 * `Order Updated` is skipped: it may come before an order is completed, and after it again with the same products.
 */
import { statuses } from "../statuses.js";
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

/** The events that are read, by their names and those of version 1, in small letters. */
const EVENTS: ReadonlyMap<string, "completed" | "refunded" | "cancelled"> = new Map([
  ["order completed", "completed"],
  ["completed order", "completed"],
  ["order refunded", "refunded"],
  ["refunded order", "refunded"],
  ["order cancelled", "cancelled"],
  ["cancelled order", "cancelled"],
]);

/** Whether it is a message of Segment's, of whatever type. */
export function isSegment(object: JsonObject): boolean {
  if (typeof object.event === "string" && isObject(object.properties)) return true;
  return typeof object.type === "string" && ["messageId", "anonymousId", "userId"].some((member) => member in object);
}

/** The reader of Segment's events. */
export const SEGMENT: JsonOrders = {
  name: "segment",
  kind: "Segment's events",
  hasOrders: true,
  statuses: statuses({ refunded: ["refunded"], cancelled: ["cancelled"] }),
  notes: [],
  lines(object, where) {
    const { type, event } = object;
    if (typeof type === "string" && type !== "track") return [];
    if (typeof event !== "string")
      throw wrong(where, `event is ${event === undefined ? "missing" : "no text"} → Segment's events have one`);
    const kind = EVENTS.get(event.trim().toLowerCase());
    if (kind === undefined) return [];
    const properties = objectAt(object, "properties", "properties", where);
    const order = orderOf(object, properties, where);
    if (order.time === undefined) throw wrong(where, "timestamp is missing");
    const products = listAt(properties, "products", "properties.products", where);
    if (kind === "cancelled" || (kind === "refunded" && products.length === 0)) {
      if (order.order === undefined) throw wrong(where, `properties.order_id is missing → which order was ${kind}?`);
      const orderRefund = kind === "refunded" ? textOf(properties.total, "properties.total", where) : undefined;
      return [line({ ...order, status: kind, orderRefund })];
    }
    if (products.length === 0) throw wrong(where, "properties.products is empty → an order has at least one product");
    const total = kind === "completed" ? textOf(properties.total, "properties.total", where) : undefined;
    return products.map((product, i) => {
      const at = (member: string) => textOf(product[member], `properties.products[${i}].${member}`, where);
      const item = { sku: at("sku"), item: at("product_id"), name: at("name"), image: at("image_url") };
      if (Object.values(item).every((value) => value === undefined)) {
        throw wrong(where, `properties.products[${i}] has no sku, product_id or name`);
      }
      const quantity = kind === "refunded" ? returned(at("quantity")) : at("quantity");
      const place = kind === "refunded" ? undefined : String(i + 1);
      return line({ ...order, ...item, quantity, price: at("price"), orderTotal: total, line: place });
    });
  },
};

/** What an event says of order and customer. */
function orderOf(object: JsonObject, properties: JsonObject, where: string) {
  const context = objectAt(object, "context", "context", where);
  const traits = objectAt(context, "traits", "context.traits", where);
  const address = isObject(traits.address) ? traits.address : {};
  const trait = (member: string) => textOf(traits[member], `context.traits.${member}`, where);
  const part = (member: string) => textOf(address[member], `context.traits.address.${member}`, where);
  const times = ["timestamp", "originalTimestamp", "receivedAt"].filter((member) => (object[member] ?? null) !== null);
  const [member = "timestamp"] = times;
  if (typeof object[member] === "number") throw wrong(where, `${member} is a number → Segment writes ISO 8601`);
  return {
    order: textOf(properties.order_id, "properties.order_id", where),
    customer: textOf(object.userId, "userId", where) ?? textOf(object.anonymousId, "anonymousId", where),
    email: textOf(properties.email, "properties.email", where) ?? trait("email"),
    phone: trait("phone"),
    firstName: trait("firstName") ?? trait("first_name"),
    lastName: trait("lastName") ?? trait("last_name"),
    city: part("city"),
    region: part("state"),
    zip: part("postalCode") ?? part("postal_code"),
    country: part("country"),
    time: textOf(object[member], member, where),
    currency: textOf(properties.currency, "properties.currency", where)?.toUpperCase(),
  };
}
