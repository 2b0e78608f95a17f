#!/usr/bin/env node
/**
 * Profiles of customers on purchases that were really made, as far as registries carry such. See docs/customers/real-purchases.md.
 *
 * Progress goes to stderr, the report to stdout. Exit codes: 0 done, 1 a check failed, 2 wrong use.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { root } from "../../../scripts/setup/paths.mjs";
import { step } from "../../../scripts/setup/report.mjs";
import { installOrders } from "../../install/peers.mjs";
import { BenchError } from "../../options.mjs";
import { runProgram } from "../../program.mjs";
import { expectedAndBought } from "./activity.mjs";
import { checks } from "./check.mjs";
import { commandLine, designsOf } from "./designs.mjs";
import { CUTOFFS, factsOf, tables } from "./files.mjs";
import { markdown } from "./report.mjs";
import { agreement, windowOf } from "./windows.mjs";

const HELP = `node bench/customers/real/run.mjs [options]

  --install   install the data sets, pandas and lifetimes, in the user's cache folder, and end
  --json      print the results as JSON instead of Markdown`;

/** A part of all that differs in no digit that is shown. */
const SAME = 1e-9;
/** Both models maximise one likelihood, and stop where it is flat. */
const NEAR = 1e-3;

/** @param {string[]} args */
function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        help: { type: "boolean", short: "h", default: false },
        install: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    return values;
  } catch (error) {
    throw new BenchError(`${error instanceof Error ? error.message : error} → see run.mjs --help`);
  }
}

/** @param {{ json: boolean }} options */
async function bench({ json }) {
  const entry = join(root, "dist", "node", "index.js");
  if (!existsSync(entry)) throw new BenchError("dist/node/index.js does not exist → run `npm run build` first");
  /** @type {import("./check.mjs").Package} */
  const fashion = await import(pathToFileURL(entry).href);
  const folder = await tables();
  const { journey: facts, cdnow } = factsOf(folder);
  const found = await step("the reader beside pandas and lifetimes", async () => {
    const orders = await fashion.readOrders(join(folder, "journey.csv"));
    const profiles = await fashion.customerProfiles(orders);
    const all = checks(orders, profiles, facts, folder);
    profiles.dispose();
    orders.dispose();
    return all;
  });
  const windows = [];
  for (const cutoff of CUTOFFS) {
    windows.push(await step(`the window from ${cutoff}`, () => windowOf(fashion, folder, cutoff)));
  }
  const designs = await step("other designs", () => designsOf(fashion, folder, CUTOFFS[0] ?? ""));
  const said = await step("the command line", () => commandLine(folder));
  const activity = await step("CDNOW", () => expectedAndBought(fashion, folder));
  const tenth = windows[0]?.results[1];
  /** @param {string} what @param {number} ours @param {number} theirs @param {number} tolerance */
  const near = (what, ours, theirs, tolerance) =>
    found.push({ what, ours, theirs, holds: Math.abs(ours / theirs - 1) <= tolerance });
  near("lift of the command line, of the API", said.backtest?.methods[0]?.lift, tenth?.methods[0]?.lift ?? 0, SAME);
  for (const window of windows)
    near(`lifts from ${window.cutoff}, counted naively: apart`, 1 + agreement(window), 1, SAME);
  near("CDNOW: customers", activity.customers, cdnow.customers ?? 0, 0);
  near("CDNOW: days expected, by lifetimes", activity.expected, cdnow.expected ?? 0, NEAR);
  near("CDNOW: days bought", activity.bought, cdnow.bought ?? 0, 0);
  const report = { facts, checks: found, windows, designs, activity };
  console.log(json ? JSON.stringify(report, withoutCounts) : markdown(report));
  if (found.some(({ holds }) => !holds)) process.exitCode = 1;
}

/** Leaves out what is per customer. @param {string} name @param {unknown} value */
const withoutCounts = (name, value) => (name === "chosen" || name === "all" ? undefined : value);

await runProgram({ readOptions, help: HELP, install: installOrders, bench });
