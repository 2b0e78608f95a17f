// What was found beside what is true.
import { customerProfiles, readCatalogue, readOrders } from "fashion-wasm";
import { readCsv } from "./csv.mjs";
import { DAYS, expectedOrders, LINES } from "./customers.mjs";
import { counts, dayOf } from "./orders.mjs";

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const placeOfMost = (values) => values.indexOf(Math.max(...values));

/** The share of products whose label is right, of those to review apart. */
export function compareLabels(path, products, classNames) {
  const truth = new Map(products.map(({ handle, label }) => [handle, classNames[label]]));
  const photos = readCsv(path).filter((row) => row["Image Src"] !== "");
  const right = (rows) => mean(rows.map(({ Handle, label }) => (truth.get(Handle) === label ? 1 : 0)));
  return {
    right: right(photos),
    review: mean(photos.map(({ review }) => (review === "true" ? 1 : 0))),
    rightUnreviewed: right(photos.filter(({ review }) => review !== "true")),
  };
}

/** So probable is the first class of a customer of whom it is sure. */
const SURE = 0.8;

/** Tastes, by the API: what the command computes, with intervals of all customers. */
export async function compareTastes(files, cataloguePath, customers, { level }) {
  const catalogue = await readCatalogue(cataloguePath);
  const orders = await readOrders(files, { catalogue });
  const profiles = await customerProfiles(orders);
  const truth = new Map(customers.map((customer) => [customer.id, customer]));
  const errors = [];
  const tops = [];
  const sure = [];
  let held = 0;
  for (const [place, { id, affinity, topCategory, sure: probability }] of [...profiles].entries()) {
    const { taste } = truth.get(id);
    errors.push(...affinity.map((share, i) => Math.abs(share - taste[i])));
    tops.push(profiles.classNames[placeOfMost(taste)] === topCategory ? 1 : 0);
    sure.push(probability);
    held += profiles
      .intervals(place, level)
      .filter(({ lower, upper }, i) => lower <= taste[i] && taste[i] <= upper).length;
  }
  const known = [...profiles].map(({ id }) => truth.get(id));
  const found = {
    customers: profiles.size,
    top: mean(tops),
    sure: mean(sure),
    topOfSure: mean(tops.filter((_, place) => sure[place] >= SURE)),
    meanOfSure: mean(sure.filter((probability) => probability >= SURE)),
    error: mean(errors),
    coverage: held / errors.length,
    population: profiles.population,
    truePopulation: profiles.classNames.map((_, i) => mean(known.map(({ taste }) => taste[i]))),
    expected: [...profiles].reduce((sum, { expectedPurchases }) => sum + expectedPurchases, 0),
    trueExpected: known.reduce((sum, customer) => sum + expectedLines(customer, profiles.horizonDays), 0),
    known,
  };
  profiles.dispose();
  orders.dispose();
  return found;
}

/** The mean error of shares that somebody gets who counts labels: what the profiles have to beat. */
export function countedError(path, orders, known, classNames) {
  const labels = new Map(readCsv(path).map(({ Handle, label }) => [Handle, classNames.indexOf(label)]));
  const bought = new Map(known.map(({ id }) => [id, classNames.map(() => 0)]));
  for (const { customer, lines } of orders.filter(counts)) {
    for (const { product } of lines) {
      const label = labels.get(product.handle);
      if (label >= 0 && bought.has(customer.id)) bought.get(customer.id)[label] += 1;
    }
  }
  const errors = known.flatMap(({ id, taste }) => {
    const counted = bought.get(id);
    const all = counted.reduce((sum, count) => sum + count, 0);
    return taste.map((share, i) => Math.abs(share - (all === 0 ? 0.1 : counted[i] / all)));
  });
  return mean(errors);
}

const LINES_AN_ORDER = LINES.reduce((sum, share, i) => sum + share * (i + 1), 0);
/** Orders that are cancelled, refunded or not paid do not count: see orders.mjs. */
const KEPT = 0.95;

/** Lines that are expected of a customer within so many days after the end. */
export function expectedLines(customer, days, from = DAYS) {
  return expectedOrders(customer, from, days) * LINES_AN_ORDER * KEPT;
}

/** The lift that the backtest would have had with the tastes, the rates and who has left all known. */
export function perfectLift({ cutoff, days, addressed, customers: size }, orders, classNames) {
  const day = dayOf(cutoff);
  const paid = orders.filter(counts);
  const before = new Set(paid.filter(({ time }) => time < day).map(({ customer }) => customer));
  const later = paid.filter(({ time, customer }) => time >= day && before.has(customer));
  let [theirs, all] = [0, 0];
  for (const label of classNames.keys()) {
    const expected = (customer) => customer.taste[label] * expectedLines(customer, days, day);
    const best = new Set([...before].sort((a, b) => expected(b) - expected(a)).slice(0, addressed));
    for (const { customer, lines } of later) {
      const bought = lines.filter(({ product }) => product.label === label).length;
      all += bought;
      if (best.has(customer)) theirs += bought;
    }
  }
  return theirs / all / (addressed / size);
}

/**
 * An audience by the truth: purchases that are expected of it, its reach and lift; and those of the best audience of its size, of
 * customers who have not said no. `wants`: the places of the classes it is about.
 */
export function judgeAudience({ customers: members, horizonDays }, known, wants) {
  const value = ({ taste, ...customer }) =>
    wants.reduce((sum, i) => sum + taste[i], 0) * expectedLines(customer, horizonDays);
  const sum = (some) => some.reduce((total, customer) => total + value(customer), 0);
  const all = sum(known);
  const byId = new Map(known.map((customer) => [customer.id, customer]));
  const theirs = sum(members.map(({ id }) => byId.get(id)));
  const allowed = known.filter(({ consent }) => consent !== "no");
  const best = sum(allowed.sort((a, b) => value(b) - value(a)).slice(0, members.length));
  const share = members.length / known.length;
  return { expected: theirs, reach: theirs / all, lift: theirs / all / share, bestLift: best / all / share };
}
