/**
 * This package as a contestant: `readOrders` and `customerProfiles` of a build, in a process of its own that ends after one run.
 *
 *   node ours.mjs BUILD ORDERS CATALOGUE [RESULTS]
 *
 * Prints the seconds of each stage and the process's highest resident memory. The clock starts when the package is imported.
 * RESULTS: a folder that gets ids.txt and numbers.f64, for comparison (results.mjs).
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CLASSES } from "./results.mjs";

const [build = "", orders = "", catalogue = "", results] = process.argv.slice(2);
/** @type {typeof import("fashion-wasm")} */
const { readOrders, customerProfiles } = await import(pathToFileURL(join(build, "dist", "node", "index.js")).href);

/** Wall and CPU time so far, in seconds. */
const now = () => {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now() / 1000, cpu: (user + system) / 1e6 };
};

/** @param {ReturnType<typeof now>} from @param {ReturnType<typeof now>} to */
const since = (from, to) => ({ seconds: to.wall - from.wall, cpuSeconds: to.cpu - from.cpu });

const start = now();
const read = await readOrders(orders, { catalogue, today: "2025-12-31" });
const between = now();
const profiles = await customerProfiles(read);
const end = now();
console.log(
  JSON.stringify({
    version: `Node ${process.versions.node}`,
    customers: profiles.size,
    stages: { "read and aggregate": since(start, between), statistics: since(between, end) },
    seconds: end.wall - start.wall,
    cpuSeconds: end.cpu - start.cpu,
    processCpuSeconds: end.cpu,
    peakMB: (process.resourceUsage().maxRSS * 1024) / 1e6,
    priorStrength: profiles.priorStrength,
  }),
);
if (results !== undefined) {
  const ids = [];
  const rows = new Float64Array(profiles.size * (6 + CLASSES));
  let at = 0;
  for (const one of profiles) {
    ids.push(one.id);
    rows.set([one.frequency, one.recency, one.T, Number(one.rfmScore), one.monetary, one.sure, ...one.affinity], at);
    at += 6 + CLASSES;
  }
  writeFileSync(join(results, "ids.txt"), ids.join("\n"));
  writeFileSync(join(results, "numbers.f64"), rows);
}
