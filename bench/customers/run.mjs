#!/usr/bin/env node
/**
 * From order lines to profiles of customers: this package beside pandas and polars, in one run. See ../README.md.
 *
 * Each run is a process of its own, and they take turns. Progress goes to stderr, the report to stdout.
 * Exit codes: 0 done, 1 a contestant failed or found something else, 2 wrong use, 130 interrupted.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../../scripts/setup/paths.mjs";
import { SetupError } from "../../scripts/setup/report.mjs";
import { customersPython, installCustomersPeers } from "../install/peers.mjs";
import { describeMachine } from "../measure/machine.mjs";
import { BenchError } from "../options.mjs";
import { runProgram } from "../program.mjs";
import { contestants, runOnce } from "./contestants.mjs";
import { shopFiles } from "./generate.mjs";
import { markdown } from "./report.mjs";
import { compare } from "./results.mjs";

const HELP = `node bench/customers/run.mjs [options]

  --install          install the peers, in the user's cache folder, and end
  --lines n          order lines (5000000); of twice as many the peak memory is measured, too
  --customers n      (200000)
  --products n       (10000)
  --peers a,b        which peers, beside this package; "none" for none (pandas,polars)
  --build folder     a built folder of this package to be measured (this one)
  --rounds n         of every contestant, in turns (7). Fewer than 6 give no interval
  --repeats n        how often a disturbed run is repeated at most (3)
  --tolerance x      share of one core that other processes may use before a run counts as disturbed (0.05)
  --json             print the report as JSON instead of Markdown`;

/** @param {string} text */
const say = (text) => console.error(`  ${text}`);

/** @param {string[]} args */
function readOptions(args) {
  const { values } = parse(args);
  /** @param {"lines" | "customers" | "products" | "rounds" | "repeats"} name @param {number} least */
  const whole = (name, least) => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= least) return value;
    throw new BenchError(`--${name} ${values[name]}: expected a whole number of at least ${least} → give one`);
  };
  const tolerance = Number(values.tolerance);
  if (!(tolerance >= 0))
    throw new BenchError(`--tolerance ${values.tolerance}: expected a number from 0 on → give one`);
  const peers = values.peers === "none" ? [] : values.peers.split(",");
  const unknown = peers.find((one) => !contestants.some(({ id }) => id === one));
  if (unknown !== undefined) throw new BenchError(`--peers ${values.peers}: "${unknown}" → choose from pandas, polars`);
  return {
    help: values.help,
    install: values.install,
    json: values.json,
    shop: { lines: whole("lines", 1000), customers: whole("customers", 10), products: whole("products", 10) },
    peers,
    build: resolve(values.build),
    rounds: whole("rounds", 1),
    repeats: whole("repeats", 0),
    tolerance,
  };
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        help: { type: "boolean", short: "h", default: false },
        install: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        lines: { type: "string", default: "5000000" },
        customers: { type: "string", default: "200000" },
        products: { type: "string", default: "10000" },
        peers: { type: "string", default: "pandas,polars" },
        build: { type: "string", default: root },
        rounds: { type: "string", default: "7" },
        repeats: { type: "string", default: "3" },
        tolerance: { type: "string", default: "0.05" },
      },
    });
  } catch (error) {
    throw new BenchError(`${error instanceof Error ? error.message : error} → see --help`);
  }
}

/** @param {ReturnType<typeof readOptions>} options */
async function bench({ shop, peers, build, rounds, repeats, tolerance, json }) {
  if (!existsSync(join(build, "dist", "node", "index.js"))) {
    throw new BenchError(`${build}: dist/node/index.js does not exist → run \`npm run build\` first`);
  }
  if (peers.length > 0 && customersPython() === "") {
    throw new SetupError("the peers are not installed → node bench/customers/run.mjs --install");
  }
  const chosen = contestants.filter(({ id }) => id === "fashion-wasm" || peers.includes(id));
  const machine = await describeMachine(customersPython());
  say(`${shop.lines} lines of ${shop.customers} customers`);
  const files = shopFiles(shop);
  const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-bench-"));
  try {
    /** @type {Map<string, import("./report.mjs").Result>} */
    const results = new Map();
    for (const contestant of chosen) {
      // Once without the clock: files come into memory, and what is found is compared.
      const found = join(folder, contestant.id);
      const { version, customers } = await runOnce(contestant, { build, files, results: found });
      const agreement = contestant.id === "fashion-wasm" ? null : compare(join(folder, "fashion-wasm"), found);
      if (agreement?.agree === false) process.exitCode = 1;
      const told = agreement === null ? "" : agreement.agree ? ", the same results" : ", OTHER RESULTS";
      say(`${contestant.title}: ${version}, ${customers} customers${told}`);
      results.set(contestant.id, { ...contestant, version, agreement, runs: [] });
    }
    for (let round = 1; round <= rounds; round++) {
      for (const contestant of chosen) {
        const run = await runOnce(contestant, { build, files, repeats, tolerance });
        results.get(contestant.id)?.runs.push(run);
        const mark = run.disturbed ? ", disturbed" : "";
        say(
          `round ${round} of ${rounds}: ${contestant.id}: ${run.seconds.toFixed(2)} s, ${Math.round(run.peakMB)} MB${mark}`,
        );
      }
    }
    const own = /** @type {import("./contestants.mjs").Contestant} */ (chosen[0]);
    const twice = await runOnce(own, { build, files: shopFiles({ ...shop, lines: 2 * shop.lines }) });
    say(`twice as many lines: ${twice.seconds.toFixed(2)} s, ${Math.round(twice.peakMB)} MB`);
    const report = { machine, shop: { ...shop, bytes: files.bytes }, rounds, results: [...results.values()], twice };
    console.log(json ? JSON.stringify(report) : markdown(report));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await runProgram({ readOptions, help: HELP, install: installCustomersPeers, bench });
