/**
 * Whether the reader adds up what pandas adds up, and says what lifetimes says, household by household.
 */
import { join } from "node:path";
import { rowsOf } from "./files.mjs";

/** @typedef {typeof import("fashion-wasm")} Package */
/** @typedef {Awaited<ReturnType<Package["readOrders"]>>} Orders */
/** @typedef {Awaited<ReturnType<Package["customerProfiles"]>>} Profiles */
/** @typedef {{ what: string, ours: number | string, theirs: number | string, holds: boolean }} Check */

/** Money is added up in another order than pandas does. */
const CLOSE = 1e-6;
/** Of all households, this part agrees in each column. */
const ENOUGH = 0.999;

/**
 * @param {Orders} orders @param {Profiles} profiles of all lines
 * @param {Record<string, number>} facts @param {string} folder
 * @returns {Check[]}
 */
export function checks(orders, profiles, facts, folder) {
  const { summary } = orders;
  const spent = [...orders.customers()].reduce((sum, { monetary }) => sum + monetary, 0);
  /** @param {string} what @param {number} ours @param {number | undefined} theirs */
  const same = (what, ours, theirs) => ({ what, ours, theirs: theirs ?? Number.NaN, holds: ours === theirs });
  return [
    same("rows", summary.files[0]?.rows ?? 0, facts.rows),
    same("customers", summary.customers, facts.customers),
    same("orders", summary.orders, facts.orders),
    same("lines that count", summary.lines, facts.lines),
    same("items", summary.items, facts.items),
    same("left out: quantity 0", summary.leftOut.noQuantity, facts.noQuantity),
    same("returned: quantity below 0", summary.returned, facts.negativeQuantities),
    same("count, but have no label", summary.leftOut.noLabel, facts.noLabel),
    same("wrong rows", summary.badRows, 0),
    { what: "spend", ours: spent, theirs: facts.spend ?? Number.NaN, holds: isClose(spent, facts.spend ?? Number.NaN) },
    ...households(orders, profiles, folder),
  ];
}

/** @param {Orders} orders @param {Profiles} profiles @param {string} folder @returns {Check[]} */
function households(orders, profiles, folder) {
  const theirs = new Map(rowsOf(join(folder, "journey-households.csv")).map((row) => [row.household_id, row]));
  const ours = new Map([...orders.customers()].map((one) => [one.id, one]));
  /** @type {[string, (id: string) => unknown, string][]} */
  const columns = [
    ["orders", (id) => ours.get(id)?.orders, "orders"],
    ["lines", (id) => ours.get(id)?.lines, "lines"],
    ["pieces", (id) => ours.get(id)?.items, "pieces"],
    ["spend", (id) => ours.get(id)?.monetary, "spend"],
    ["first day", (id) => ours.get(id)?.firstOrder, "first"],
    ["last day", (id) => ours.get(id)?.lastOrder, "last"],
    ["frequency (lifetimes)", (id) => profiles.get(id)?.frequency, "frequency"],
    ["recency (lifetimes)", (id) => profiles.get(id)?.recency, "recency"],
    ["T (lifetimes)", (id) => profiles.get(id)?.T, "T"],
    ["monetary value (lifetimes)", (id) => profiles.get(id)?.monetaryValue, "monetary_value"],
  ];
  return columns.map(([what, of, column]) => {
    const alike = [...theirs].filter(([id, row]) => isSame(of(id ?? ""), row[column] ?? "")).length;
    return {
      what: `households alike in ${what}`,
      ours: alike,
      theirs: theirs.size,
      holds: alike >= ENOUGH * theirs.size,
    };
  });
}

/** @param {unknown} ours @param {string} theirs */
function isSame(ours, theirs) {
  return typeof ours === "number" ? isClose(ours, Number(theirs)) : ours === theirs;
}

/** @param {number} a @param {number} b */
function isClose(a, b) {
  return Math.abs(a - b) <= CLOSE * Math.max(Math.abs(a), Math.abs(b));
}
