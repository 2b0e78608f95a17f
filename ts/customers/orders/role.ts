/**
 * What a value of an order file means, whatever the file calls it: the words that every reader of orders shares.
 */

/** All roles. */
export const ROLES = [
  "order",
  "customer",
  "email",
  "phone",
  "firstName",
  "lastName",
  "city",
  "region",
  "zip",
  "country",
  "time",
  "sku",
  "handle",
  "name",
  "image",
  "item",
  "label",
  "quantity",
  "amount",
  "price",
  "currency",
  "status",
  "cancelledAt",
  "orderRefund",
  "orderTotal",
  "refundedQuantity",
  "consent",
  "line",
] as const;

/**
 * The meaning of a column. `amount` is the total of a line, `price` that of one unit; `item` is any other identifier of what
 * was bought; `orderRefund` and `orderTotal` are amounts of the whole order; `line` tells the lines of an order apart.
 */
export type Role = (typeof ROLES)[number];

/** A line of an order: what was bought, or returned where the quantity is negative. Roles without a value are left out. */
export type CanonicalLine = { [R in Role]?: string };

/** Roles that say who bought. */
export const BUYERS = ["customer", "email", "phone"] as const satisfies readonly Role[];

/** Roles that say what was bought. */
export const ITEMS = ["sku", "handle", "name", "image", "item", "label"] as const satisfies readonly Role[];
