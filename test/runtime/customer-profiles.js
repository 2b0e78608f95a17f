/**
 * Orders of a shop that are read, profiled and chosen from, as a page of these tests and Node do it: all numbers as their bits.
 */

const LABELS = ["Shirt", "Bag", "Ankle boot", "Dress"];

/** A catalogue as `predict` writes it, and orders of a year with returns, by numbers that look random. */
export function shopFiles() {
  let state = 5;
  /** @param {number} most */
  const pick = (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const catalogue = ["sku,label,probability,label2,probability2"];
  for (let i = 0; i < 60; i++) {
    const sure = (0.5 + pick(4900) / 10_000).toFixed(4);
    const second = LABELS[(i + 1 + pick(3)) % 4];
    catalogue.push(`S${i},${LABELS[i % 4]},${sure},${second},${(1 - Number(sure)).toFixed(4)}`);
  }
  const orders = ["customer_id,order_id,date,sku,quantity,amount"];
  for (let i = 0; i < 2000; i++) {
    const day = new Date(Date.UTC(2025, 0, 1 + pick(500))).toISOString().slice(0, 10);
    const sku = `S${pick(64)}`;
    orders.push(`c${pick(300)},O${i},${day},${sku},${1 + pick(3)},${(pick(9000) / 100).toFixed(2)}`);
    if (pick(15) === 0) orders.push(`,O${i},${day},${sku},-1,-1`);
  }
  return { catalogue: `${catalogue.join("\n")}\n`, orders: `${orders.join("\n")}\n` };
}

/** @param {readonly number[]} numbers */
function bits(numbers) {
  const words = new Uint32Array(Float64Array.from(numbers).buffer);
  return Array.from(words, (word) => word.toString(16).padStart(8, "0")).join("");
}

/** @param {typeof import("fashion-wasm")} fashion */
export async function customerBits(fashion) {
  const { catalogue, orders: table } = shopFiles();
  const orders = await fashion.readOrders(new File([table], "orders.csv"), {
    catalogue: new File([catalogue], "labelled.csv"),
    today: "2026-12-01",
    halfLife: 200,
  });
  const profiles = await fashion.customerProfiles(orders, { horizonDays: 60 });
  const chosen = await fashion.audience(profiles, "Bag or Dress", { size: 80, seed: 3 });
  const all = [...profiles];
  const told = {
    summary: orders.summary,
    ids: all.map(({ id }) => id),
    monetary: bits([...orders.customers()].map(({ monetary }) => monetary)),
    affinity: bits(all.flatMap(({ affinity }) => affinity)),
    sure: bits(all.map(({ sure }) => sure)),
    expected: bits(all.map(({ expectedPurchases }) => expectedPurchases)),
    intervals: bits(profiles.intervals(7, 0.8).flatMap(({ lower, upper }) => [lower, upper])),
    strength: bits([profiles.priorStrength, ...profiles.population, ...Object.values(profiles.activity.parameters)]),
    segments: all.map(({ segment }) => segment),
    audience: chosen.customers.map(({ id, group }) => `${id} ${group}`),
    lift: bits([chosen.reach, chosen.lift]),
  };
  profiles.dispose();
  orders.dispose();
  return told;
}
