#!/usr/bin/env node
/**
 * Rows per second of `fashion-wasm predict` on a table of pixels, beside the same model's `predict` on images that its engine
 * holds, in turns, in one run: what reading, answers and writing cost. See ../README.md.
 *
 *   node bench/tables/run.mjs [rounds, default 7] [rows, default 60000]
 *
 * The table is made of the test images in a temporary folder. A round of the command is a process of its own; its rows per second
 * are those that it says, from its first row to its last.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../scripts/setup/paths.mjs";
import { median, medianInterval } from "../measure/statistics.mjs";

const [rounds = 7, rows = 60_000] = process.argv.slice(2).map(Number);
/** @type {typeof import("fashion-wasm")} */
const { loadFashionMnist, loadModel } = await import(new URL("../../dist/node/index.js", import.meta.url).href);
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-bench-"));
try {
  const { test } = await loadFashionMnist();
  const lines = Array.from({ length: test.length }, (_, i) => Array.from(test.image(i)).join(","));
  const header = ["id", ...Array.from({ length: 784 }, (_, i) => `pixel${i + 1}`)].join(",");
  const table = Array.from({ length: rows }, (_, i) => `r${i},${lines[i % lines.length]}`);
  writeFileSync(join(folder, "rows.csv"), `${[header, ...table].join("\n")}\n`);
  const model = await loadModel(join(root, "data", "photos", "photos.safetensors"));
  await model.predict(test);
  const calls = Math.ceil(rows / test.length);
  const found = [];
  for (let round = 1; round <= rounds; round++) {
    const began = performance.now();
    for (let call = 0; call < calls; call++) await model.predict(test);
    const resident = (1000 * calls * test.length) / (performance.now() - began);
    const cli = [join(root, "dist", "node", "cli.js"), "predict", "rows.csv", "--out", "out.csv", "--force", "--json"];
    const { stdout } = await run(process.execPath, cli, { cwd: folder });
    const told = JSON.parse(stdout).rowsPerSecond;
    found.push({ resident, table: told });
    console.error(`  round ${round}: ${Math.round(resident)} images/s resident, ${Math.round(told)} rows/s`);
  }
  await model.dispose();
  const ratios = found.map(({ table, resident }) => table / resident);
  const { low, high } = ratios.length < 6 ? { low: null, high: null } : medianInterval(ratios);
  const interval = low === null || high === null ? "" : ` (${low.toFixed(2)}–${high.toFixed(2)})`;
  console.log(`a table of ${rows} rows against images that the engine holds: ${median(ratios).toFixed(2)}${interval}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
