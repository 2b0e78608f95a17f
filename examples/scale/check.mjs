/**
 * Compares what an engine wrote with one machine: the same labels and profiles, nothing lost, nothing twice.
 *
 *   node check.mjs FOLDER    # catalogue.csv, orders.csv, and what the engine made of them: labels/*.csv, profiles/*.csv
 *
 * One machine is `fashion-wasm predict` on the whole catalogue, then readOrders and customerProfiles. The exit code is 1 where
 * anything differs.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { customerProfiles, readOrders } from "fashion-wasm";

const TOLERANCE = 1e-9;
const folder = process.argv[2] ?? ".";
const cli = resolve(import.meta.dirname, "../../dist/node/cli.js");
let failed = false;

/** Fields of a line of CSV. */
function fields(line) {
  return [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map(([, field]) =>
    field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
  );
}

/** All rows of a file, or of the parts in a folder, each with a header of its own. */
function rowsOf(path) {
  const parts = path.endsWith(".csv") ? [path] : readdirSync(path).filter((name) => name.endsWith(".csv"));
  return parts.flatMap((part) => {
    const [header, ...lines] = readFileSync(part === path ? path : join(path, part), "utf8")
      .trimEnd()
      .split("\n");
    const names = fields(header);
    return lines.map((line) => {
      const row = fields(line);
      return Object.fromEntries(names.map((name, place) => [name, row[place]]));
    });
  });
}

/** Rows by their ids, and how many ids there are more than once. */
function byId(rows, column) {
  const found = new Map(rows.map((row) => [row[column], row]));
  return { found, twice: rows.length - found.size };
}

function say(what, value, isWrong) {
  failed ||= isWrong;
  console.log(`${what.padEnd(44)}${String(value).padStart(12)}${isWrong ? "   wrong" : ""}`);
}

/** Compares ids. Returns the rows of each id that both have. */
function pairs(what, expected, rows, column) {
  const { found, twice } = byId(rows, column);
  say(`${what} of one machine`, expected.size, expected.size === 0);
  say(`  of the engine`, rows.length, rows.length !== expected.size);
  say("  lost", [...expected.keys()].filter((id) => !found.has(id)).length, !isSubset(expected, found));
  say(
    "  twice, or not asked for",
    rows.length - [...expected.keys()].filter((id) => found.has(id)).length,
    twice > 0 || !isSubset(found, expected),
  );
  return [...expected].filter(([id]) => found.has(id)).map(([id, one]) => [one, found.get(id)]);
}

function isSubset(some, all) {
  return [...some.keys()].every((id) => all.has(id));
}

function compareLabels() {
  const one = join(folder, "one-machine.csv");
  const args = ["predict", join(folder, "catalogue.csv"), "--keep", "item_id", "--top-k", "10", "--threads", "1"];
  execFileSync(process.execPath, [cli, ...args, "--out", one, "--force"], { stdio: ["ignore", "ignore", "pipe"] });
  const both = pairs("items", byId(rowsOf(one), "item_id").found, rowsOf(join(folder, "labels")), "item_id");
  const differing = (columns) =>
    both.filter(([a, b]) => columns.some((column) => a[column] !== (b[column] ?? ""))).length;
  say("  with another label", differing(["label"]), differing(["label"]) > 0);
  const all = Object.keys(both[0]?.[0] ?? {});
  say("  with anything else in their row", differing(all), differing(all) > 0);
  return one;
}

async function compareProfiles(catalogue) {
  const profiles = await customerProfiles(await readOrders(join(folder, "orders.csv"), { catalogue, strict: true }));
  const expected = new Map([...profiles].map((profile) => [profile.id, profile]));
  const both = pairs("customers", expected, rowsOf(join(folder, "profiles")), "customer_id");
  for (const [name, column] of Object.entries({
    ...{ orders: "orders", items: "items", support: "support", firstOrder: "first_order", lastOrder: "last_order" },
    ...{ frequency: "frequency", recency: "recency", T: "T", recencyDays: "recency_days", topCategory: "top_category" },
  })) {
    const differing = both.filter(([one, row]) => String(one[name]) !== row[column]).length;
    say(`  with another ${column}`, differing, differing > 0);
  }
  const shares = (one, row) =>
    one.affinity.map((share, place) => share - Number(row[`affinity_${profiles.classNames[place]}`]));
  compareNumbers(
    "share",
    both.flatMap(([one, row]) => shares(one, row)),
  );
  compareNumbers(
    "sure",
    both.map(([one, row]) => one.sure - Number(row.sure)),
  );
  compareNumbers(
    "monetary, in parts of it",
    both.map(([one, row]) => Number(row.monetary) / one.monetary - 1),
  );
  say("customers whose taste made the prior", profiles.priorCustomers, profiles.priorCustomers === 0);
}

function compareNumbers(what, differences) {
  const largest = differences.reduce((most, one) => (Math.abs(one) <= most ? most : Math.abs(one)), 0);
  say(`  largest difference of ${what}`, largest.toExponential(1), !(largest <= TOLERANCE));
}

await compareProfiles(compareLabels());
console.log(failed ? "not the same as on one machine" : "the same as on one machine");
process.exitCode = failed ? 1 : 0;
