// The customers, and all that is true of them: tastes, how often they buy, whether they have left.
import { createHash } from "node:crypto";
import { writeCsv } from "./csv.mjs";
import { randomStream } from "./random.mjs";

/** What customers of this shop buy in general, in the order of the classes. */
const POPULAR = [0.16, 0.12, 0.12, 0.13, 0.07, 0.07, 0.1, 0.13, 0.05, 0.05];
/** Mean of the parameters of the Dirichlet distribution of tastes: the smaller, the more customers differ. */
const CONCENTRATION = 0.3;
const FIRST = "Ada Ben Cleo Dan Eve Finn Gwen Hugo Ines Jon Kaia Leo Mira Noah Orla Pia Quinn Ravi Sofia Theo".split(
  " ",
);
const LAST =
  "Abbott Berger Costa Dahl Eriksen Fischer Garcia Hansen Ivanov Jansen Keller Lopez Moreau Novak Olsen Peeters".split(
    " ",
  );

/** Days of the orders: 18 months from 1 July 2024 to 31 December 2025. */
export const DAYS = 549;
/** Days from the first order of whoever has come last to the end. */
const SETTLED = 60;
/** After each order a customer leaves for good with this probability. */
export const LEAVES = 0.03;
/** How often an order has 1, 2, 3 and 4 lines. */
export const LINES = [0.45, 0.3, 0.15, 0.1];

/** `count` customers with tastes θ ~ Dirichlet and own rates of orders. */
export function makeCustomers({ count, seed }) {
  const random = randomStream(seed, "customers");
  const alphas = POPULAR.map((share) => CONCENTRATION * POPULAR.length * share);
  return Array.from({ length: count }, (_, i) => {
    const [first, last] = [random.pick(FIRST), random.pick(LAST)];
    const email = `${first}.${last}.${i + 1}@example.com`;
    const taste = random.dirichlet(alphas);
    // Orders a day: 8 a year on average, of most customers fewer.
    const rate = (random.gamma(1.5) / 1.5) * (8 / 365);
    // A third were customers before the orders begin.
    const since = random.between(-0.5 * DAYS, DAYS - SETTLED);
    const consent = random.pick(["yes", "yes", "yes", "yes", "no", "", ""]);
    return {
      id: idOf(email),
      name: `${first} ${last}`,
      email,
      taste,
      rate,
      since,
      consent,
      left: Number.POSITIVE_INFINITY,
    };
  });
}

/** What the profiles call a customer whom orders know by an address: its SHA-256. */
function idOf(email) {
  return createHash("sha256").update(email.trim().toLowerCase()).digest("hex");
}

/** Orders that are expected of a customer within days from `day` on: none after leaving, and each may be the last. */
export function expectedOrders({ rate, left }, day, days) {
  return left <= day ? 0 : (1 - Math.exp(-rate * LEAVES * days)) / LEAVES;
}

/** The truth, to be looked at: without addresses, as ids of the profiles. */
export function writeTruth(path, customers, classNames) {
  const columns = ["customer_id", "orders_a_year", "left", ...classNames];
  const rows = customers.map(({ id, rate, left, taste }) => ({
    customer_id: id,
    orders_a_year: (365 * rate).toFixed(2),
    left: left < DAYS ? "yes" : "no",
    ...Object.fromEntries(classNames.map((name, i) => [name, taste[i].toFixed(4)])),
  }));
  writeCsv(path, columns, rows);
}
