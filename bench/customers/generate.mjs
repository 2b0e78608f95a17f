/**
 * Orders of a shop that does not exist, and the catalogue that `predict` would have labelled: the same bytes on every run.
 *
 * Customers order the more often the higher they stand (Zipf–Mandelbrot), each at least once; what they like is drawn from
 * Dirichlet(0.3); an order has one to four lines, one after the other, and orders are sorted by date, as exports are. The
 * classifier is sure of most items and right as often as it says. More lines are more orders of the same customers in the
 * same two years.
 */

import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { confusable, draw, randomNumbers, sureness, tastes, zipf } from "./random.mjs";

const DAYS = 731;
const FIRST_DAY = Date.UTC(2024, 0, 1);
const CLASSES = [
  ...["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
];
/** How many lines orders have. */
const BASKETS = [1, 1, 1, 1, 1, 2, 2, 2, 3, 4];
const FLUSH = 1 << 20;

/**
 * The files of a shop, made where they are not there yet.
 * @param {{ lines: number, customers: number, products: number }} shop
 * @returns {{ orders: string, catalogue: string, bytes: number }} their paths, and the size of the orders
 */
export function shopFiles({ lines, customers, products }) {
  const own = ["./generate.mjs", "./random.mjs"].map((name) =>
    readFileSync(fileURLToPath(new URL(name, import.meta.url))),
  );
  const hash = own
    .reduce((all, source) => all.update(source), createHash("sha256"))
    .digest("hex")
    .slice(0, 12);
  const folder = join(tmpdir(), `fashion-wasm-bench-customers-${hash}`);
  mkdirSync(folder, { recursive: true });
  const orders = join(folder, `orders-${lines}-${customers}-${products}.csv`);
  const catalogue = join(folder, `catalogue-${products}.csv`);
  const note = `${orders}.bytes`;
  if (!existsSync(note) || !existsSync(catalogue)) {
    const items = itemsOf(products);
    writeWhole(catalogue, (write) => writeCatalogue(items, write));
    const bytes = writeWhole(orders, (write) => writeOrders(items, lines, customers, write));
    writeFileSync(note, String(bytes));
  }
  return { orders, catalogue, bytes: Number(readFileSync(note, "utf8")) };
}

/**
 * @typedef {object} Item
 * @property {string} id
 * @property {number} class what it is
 * @property {number} price
 * @property {readonly (readonly [label: number, probability: number])[]} top what the classifier says
 */

/**
 * @param {number} count
 * @returns {Item[]}
 */
function itemsOf(count) {
  const random = randomNumbers(1);
  return Array.from({ length: count }, (_, i) => {
    const label = i % CLASSES.length;
    const probability = sureness(random);
    const [second, third] = confusable(label, random);
    const rest = (1 - probability) * (0.7 + 0.25 * random());
    const top = /** @type {const} */ ([
      [label, probability],
      [second, rest],
      [third, (1 - probability - rest) * 0.8],
    ]);
    const at = random();
    const is = at < probability ? label : at < probability + rest ? second : third;
    return { id: `SKU-${10_000 + i}`, class: is, price: 9 + Math.floor(random() ** 2 * 140), top };
  });
}

/**
 * @param {readonly Item[]} items
 * @param {(text: string) => void} write
 */
function writeCatalogue(items, write) {
  write("item_id,label,probability,label2,probability2,label3,probability3,review\n");
  for (const { id, top } of items) {
    const said = top.map(([label, probability]) => `${CLASSES[label]},${probability.toFixed(4)}`);
    write(`${id},${said.join(",")},${(top[0]?.[1] ?? 0) < 0.6 ? "yes" : ""}\n`);
  }
}

/**
 * @param {readonly Item[]} items
 * @param {number} lines
 * @param {number} customers
 * @param {(text: string) => void} write
 */
function writeOrders(items, lines, customers, write) {
  const random = randomNumbers(2);
  const likes = tastes(customers, CLASSES.length, 0.3, randomNumbers(3));
  const activity = zipf(customers, 0.9, 500);
  const ids = shuffled(customers, randomNumbers(4));
  const first = shuffled(customers, randomNumbers(5));
  const shelves = CLASSES.map((_, label) => items.filter((item) => item.class === label));
  const popularity = shelves.map((shelf) => zipf(shelf.length, 0.8, 10));
  write("customer_id,date,item_id,quantity,amount\n");
  for (let line = 0, known = 0; line < lines; ) {
    // Who has not ordered yet has a turn of its own.
    const isTurn = known < customers && line >= (known * lines) / customers;
    const customer = isTurn ? (first[known++] ?? 0) : draw(activity, 0, customers, random());
    const date = dates[Math.floor((line / lines) * DAYS)];
    const size = Math.min(BASKETS[Math.floor(random() * BASKETS.length)] ?? 1, lines - line);
    for (let i = 0; i < size; i++, line++) {
      const label = draw(likes, customer * CLASSES.length, CLASSES.length, random());
      const shelf = /** @type {Item[]} */ (shelves[label]);
      const item = /** @type {Item} */ (
        shelf[draw(/** @type {Float64Array} */ (popularity[label]), 0, shelf.length, random())]
      );
      const quantity = random() < 0.92 ? 1 : 2 + Math.floor(random() * 2);
      const cents = Math.round(quantity * (100 * item.price - 5) * (random() < 0.3 ? 0.8 : 1));
      const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
      write(`C${100_000 + /** @type {number} */ (ids[customer])},${date},${item.id},${quantity},${amount}\n`);
    }
  }
}

const dates = Array.from({ length: DAYS }, (_, i) => new Date(FIRST_DAY + i * 86_400_000).toISOString().slice(0, 10));

/**
 * @param {number} count
 * @param {() => number} random
 */
function shuffled(count, random) {
  const all = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [/** @type {number} */ (all[j]), /** @type {number} */ (all[i])];
  }
  return all;
}

/**
 * Writes a file beside its place and puts it there once it is whole.
 * @param {string} path
 * @param {(write: (text: string) => void) => void} fill
 * @returns {number} bytes
 */
function writeWhole(path, fill) {
  const part = `${path}.${process.pid}.part`;
  const file = openSync(part, "w");
  let waiting = "";
  let bytes = 0;
  const flush = () => {
    bytes += writeSync(file, Buffer.from(waiting));
    waiting = "";
  };
  fill((text) => {
    waiting += text;
    if (waiting.length > FLUSH) flush();
  });
  flush();
  closeSync(file);
  renameSync(part, path);
  return bytes;
}
