/**
 * Whether two contestants found the same: of each customer frequency, recency, T, RFM score, monetary value, `sure` and the shares.
 *
 * ids.txt has the customers in the order of their ids, numbers.f64 these numbers of each as 64-bit floats, one row after the other.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** How many classes the shop has. */
export const CLASSES = 10;

/**
 * What may differ, and by how much: amounts and shares are sums in another order. An amount that is a quintile, to the cent, may
 * therefore stand on either side of it: the scores of one customer in 10,000 may differ by 1.
 */
const COLUMNS = /** @type {const} */ ([
  ["frequency", 0],
  ["recency", 0],
  ["T", 0],
  ["rfm_score", 0],
  ["monetary", 1e-6],
  ["sure", 1e-6],
  ...Array.from({ length: CLASSES }, () => /** @type {const} */ (["share", 1e-6])),
]);

/**
 * The largest difference of each column.
 * @param {string} ours a folder
 * @param {string} theirs
 * @returns {{ customers: number, differences: Record<string, number>, agree: boolean }}
 */
export function compare(ours, theirs) {
  const [ids, others] = [ours, theirs].map((folder) => readFileSync(join(folder, "ids.txt"), "utf8"));
  if (ids === undefined || ids !== others) return { customers: 0, differences: { ids: 1 }, agree: false };
  const [a, b] = [ours, theirs].map(numbers);
  const customers = ids.split("\n").length;
  /** @type {Record<string, number>} */
  const differences = {};
  let otherScores = 0;
  let agree = a?.length === customers * COLUMNS.length && b?.length === a.length;
  for (let i = 0; i < customers * COLUMNS.length; i++) {
    const [name, tolerance] = /** @type {readonly [string, number]} */ (COLUMNS[i % COLUMNS.length]);
    const difference = Math.abs((a?.[i] ?? Number.NaN) - (b?.[i] ?? Number.NaN));
    if (name === "rfm_score" && difference === 1) otherScores += 1;
    else if (!(difference <= tolerance)) agree = false;
    if (!(difference <= (differences[name] ?? -1))) differences[name] = difference;
  }
  return { customers, differences, agree: agree && otherScores <= customers / 10_000 };
}

/** @param {string} folder */
function numbers(folder) {
  const bytes = readFileSync(join(folder, "numbers.f64"));
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
