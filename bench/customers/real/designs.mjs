/**
 * The same window, read otherwise: other half-lives, counting pieces, labels from a catalogue, and the command line.
 */
import { join } from "node:path";
import { root } from "../../../scripts/setup/paths.mjs";
import { ask } from "../../../scripts/setup/run.mjs";

/** @typedef {import("./check.mjs").Package} Package */
/** @typedef {NonNullable<Parameters<Package["readOrders"]>[1]>} ReadOptions */
/** @typedef {{ name: string, lift: number, verdict: string, expected: number, observed: number, noLabel: number }} Design */

/**
 * @param {Package} fashion @param {string} folder @param {string} cutoff
 * @returns {Promise<Design[]>}
 */
export async function designsOf(fashion, folder, cutoff) {
  const journey = join(folder, "journey.csv");
  /** @type {(readonly [string, string, ReadOptions])[]} */
  const tried = [
    ...[30, 90, 180, 365].map(
      (halfLife) => /** @type {const} */ ([`half-life ${halfLife} days`, journey, { halfLife }]),
    ),
    ["no half-life", journey, { halfLife: Number.POSITIVE_INFINITY }],
    ["counted by pieces", journey, { countBy: "quantity" }],
    ["labels from a catalogue", join(folder, "journey-items.csv"), { catalogue: join(folder, "journey-products.csv") }],
  ];
  const designs = [];
  for (const [name, file, options] of tried) {
    const orders = await fashion.readOrders(file, { ...options, cutoff });
    const { methods, verdict, calibration } = await fashion.backtest(orders);
    /** @param {"expected" | "observed"} what */
    const sum = (what) => calibration.reduce((all, bin) => all + bin[what] * bin.pairs, 0);
    const { noLabel } = orders.summary.leftOut;
    const [expected, observed] = [sum("expected"), sum("observed")];
    designs.push({ name, lift: methods[0]?.lift ?? Number.NaN, verdict, expected, observed, noLabel });
    orders.dispose();
  }
  return designs;
}

/**
 * What the command line says of the last 60 days.
 * @param {string} folder
 * @returns {Promise<any>}
 */
export async function commandLine(folder) {
  const args = ["profile", "--orders", join(folder, "journey.csv"), "--backtest", "60d", "--json"];
  const printed = await ask(process.execPath, [join(root, "dist/node/cli.js"), ...args]);
  if (printed === null) throw new Error(`fashion-wasm ${args.join(" ")} failed`);
  return JSON.parse(printed);
}
