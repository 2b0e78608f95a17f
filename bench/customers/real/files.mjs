/**
 * The tables that tables.py writes, in the user's cache folder: made once, anew when the script or its requirements changed.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../../../scripts/setup/paths.mjs";
import { step } from "../../../scripts/setup/report.mjs";
import { run } from "../../../scripts/setup/run.mjs";
import { ordersPython } from "../../install/peers.mjs";
import { BenchError } from "../../options.mjs";

/** The Complete Journey ends on 2017-12-31: from these days on, it has 60 and 30 days. */
export const CUTOFFS = ["2017-11-02", "2017-12-02"];

/** @param {string} name */
const beside = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The folder, once all tables are in it. */
export async function tables() {
  const python = ordersPython();
  if (python === "")
    throw new BenchError("the data sets are missing → run node bench/customers/real/run.mjs --install");
  const folder = join(cacheFolder(), "real-purchases");
  const hash = createHash("sha256");
  for (const name of ["tables.py", "requirements.txt"]) hash.update(readFileSync(beside(name)));
  const made = hash.update(CUTOFFS.join()).digest("hex");
  const note = join(folder, "made-from.txt");
  if (existsSync(note) && readFileSync(note, "utf8") === made) return folder;
  rmSync(folder, { recursive: true, force: true });
  await step("tables of purchases: pandas and lifetimes (once, 180 MB)", () =>
    run(python, ["-W", "ignore", beside("tables.py"), folder, ...CUTOFFS], { name: "tables.py" }),
  );
  writeFileSync(note, made);
  return folder;
}

/** Counts of pandas, of both data sets. @param {string} folder */
export function factsOf(folder) {
  return /** @type {Record<"journey" | "cdnow", Record<string, number>>} */ (
    JSON.parse(readFileSync(join(folder, "facts.json"), "utf8"))
  );
}

/**
 * Rows of a table of ours, in which no cell holds a comma.
 * @param {string} file
 * @returns {Record<string, string>[]}
 */
export function rowsOf(file) {
  const [header = "", ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
  const columns = header.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    if (cells.length !== columns.length) throw new Error(`${file}: ${line}: expected ${columns.length} cells`);
    return Object.fromEntries(columns.map((column, place) => [column, cells[place] ?? ""]));
  });
}
