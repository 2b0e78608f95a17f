// Orders as Shopify exports them: a row per line item, the order's own fields on its first row only.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { csvText } from "./csv.mjs";
import { dayText } from "./orders.mjs";

/** The second file begins with the last orders of the first, as happens when somebody exports twice. */
const IN_BOTH = 15;

/** Writes two exports, of the first year and of the rest, the second as gzip. Returns their paths. */
export function exportOrders(folder, orders) {
  const place = orders.findIndex(({ time }) => time >= 365);
  const files = [
    [join(folder, "orders_export_1.csv"), orders.slice(0, place)],
    [join(folder, "orders_export_2.csv.gz"), orders.slice(place - IN_BOTH)],
  ];
  for (const [path, some] of files) {
    // Shopify writes the newest order first.
    const text = csvText(COLUMNS, some.toReversed().flatMap(rowsOf));
    writeFileSync(path, path.endsWith(".gz") ? gzipSync(text) : text);
  }
  return files.map(([path]) => path);
}

const ADDRESS = ["Name", "Street", "Address1", "Company", "City", "Zip", "Province", "Country", "Phone"];
const COLUMNS = [
  ...["Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing"],
  ...["Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount", "Shipping Method"],
  ...[
    "Created at",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem price",
    "Lineitem compare at price",
    "Lineitem sku",
  ],
  ...["Lineitem requires shipping", "Lineitem taxable", "Lineitem fulfillment status"],
  ...ADDRESS.map((name) => `Billing ${name}`),
  ...ADDRESS.map((name) => `Shipping ${name}`),
  ...["Notes", "Cancelled at", "Payment Method", "Refunded Amount", "Vendor", "Id", "Tags", "Source"],
  ...["Lineitem discount", "Phone"],
];

function rowsOf({ number, customer, time, lines, fate }) {
  const rows = lines.map(({ product, variant, quantity }) => ({
    Name: `#${number}`,
    Email: customer.email,
    "Lineitem quantity": quantity,
    "Lineitem name": variant.size === null ? product.title : `${product.title} - ${variant.size}`,
    "Lineitem price": product.price.toFixed(2),
    "Lineitem sku": variant.sku,
    "Lineitem requires shipping": "true",
    "Lineitem taxable": "true",
    "Lineitem fulfillment status": fate === "paid" ? "fulfilled" : "pending",
    Vendor: "Example Studio",
    "Lineitem discount": "0.00",
  }));
  Object.assign(rows[0], orderFields({ number, customer, time, lines, fate }));
  return rows;
}

/** Fields that stand on the first row of an order alone. */
function orderFields({ number, customer, time, lines, fate }) {
  const total = lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
  const back = { refunded: total, partially_refunded: lines[0].product.price }[fate] ?? 0;
  const hours = 8 + Math.floor((time % 1) * 14);
  const at = `${dayText(time)} ${String(hours).padStart(2, "0")}:${String(number % 60).padStart(2, "0")}:26 +0200`;
  const address = {
    Name: customer.name,
    Street: `${(number % 90) + 1} Example Street`,
    City: "Graz",
    Zip: "'8010",
    Country: "AT",
  };
  return {
    "Financial Status": fate === "cancelled" ? "voided" : fate,
    "Paid at": fate === "pending" ? "" : at,
    "Fulfillment Status": fate === "paid" ? "fulfilled" : "unfulfilled",
    "Accepts Marketing": customer.consent,
    Currency: "EUR",
    Subtotal: total.toFixed(2),
    Shipping: "0.00",
    Taxes: (total / 6).toFixed(2),
    Total: total.toFixed(2),
    "Created at": at,
    ...Object.fromEntries(
      Object.entries(address).flatMap(([name, value]) => [
        [`Billing ${name}`, value],
        [`Shipping ${name}`, value],
      ]),
    ),
    "Cancelled at": fate === "cancelled" ? at : "",
    "Refunded Amount": back.toFixed(2),
    Id: 5_000_000_000 + number,
    Source: "web",
  };
}
