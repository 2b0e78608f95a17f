// What the customers order.
import { DAYS, LEAVES, LINES } from "./customers.mjs";
import { randomStream } from "./random.mjs";

const START = Date.UTC(2024, 6, 1);
const DAY = 86_400_000;

/** The orders of all customers, the oldest first; who leaves gets `left`. Lines are of the class that the taste draws. */
export function makeOrders(customers, products, { seed }) {
  const ofClass = customers[0].taste.map((_, label) => products.filter((product) => product.label === label));
  if (ofClass.some((some) => some.length === 0)) throw new Error("a class has no product: make more products");
  const orders = [];
  for (const [i, customer] of customers.entries()) {
    const random = randomStream(seed, `orders of ${i}`);
    let time = customer.since < 0 ? random.waiting(customer.rate) : customer.since;
    while (time < DAYS) {
      const lines = Array.from({ length: 1 + random.weighted(LINES) }, () => {
        const product = random.pick(ofClass[random.weighted(customer.taste)]);
        return { product, variant: random.pick(product.variants), quantity: random.chance(0.05) ? 2 : 1 };
      });
      orders.push({ customer, time, lines, fate: drawFate(random) });
      if (random.chance(LEAVES)) {
        customer.left = time;
        break;
      }
      time += random.waiting(customer.rate);
    }
  }
  orders.sort((a, b) => a.time - b.time);
  for (const [i, order] of orders.entries()) order.number = 1001 + i;
  return orders;
}

function drawFate(random) {
  const at = random.next();
  return at < 0.02
    ? "cancelled"
    : at < 0.04
      ? "refunded"
      : at < 0.05
        ? "pending"
        : at < 0.08
          ? "partially_refunded"
          : "paid";
}

/** Whether an order counts: it was paid and not taken back as a whole. */
export function counts({ fate }) {
  return fate === "paid" || fate === "partially_refunded";
}

/** The day of a time, as `2025-01-31`. */
export function dayText(time) {
  return new Date(START + Math.floor(time) * DAY).toISOString().slice(0, 10);
}

/** The day of a text. */
export function dayOf(text) {
  return (Date.parse(text) - START) / DAY;
}
