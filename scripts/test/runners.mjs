/**
 * Runs cargo's and vitest's tests with their output passed on, and counts what they report.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/**
 * The sum of several counts.
 * @param {Counts[]} counts
 * @returns {Counts}
 */
export function addCounts(counts) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of counts) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/**
 * `N passed, N failed`, with `, N skipped` when N is not 0.
 * @param {Counts} counts
 */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * What cargo's `test result:` lines add up to; a failure that no line tells of counts as one.
 * @param {string} output
 * @param {number | null} code exit code; null after a signal or when cargo is missing
 * @returns {Counts}
 */
export function countCargo(output, code) {
  const lines = output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm);
  const counts = addCounts(
    [...lines].map(([, a, b, c]) => ({ passed: Number(a), failed: Number(b), skipped: Number(c) })),
  );
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/**
 * What vitest's JSON report adds up to; a file that could not be loaded, or a failure it does not tell of, counts as one.
 * @param {string | null} report the JSON, null when vitest wrote none
 * @param {number | null} code
 * @returns {Counts}
 */
export function countVitest(report, code) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  if (report !== null) {
    const json = JSON.parse(report);
    counts.passed = json.numPassedTests;
    counts.skipped = json.numPendingTests + json.numTodoTests;
    const broken = json.testResults.filter(
      (/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
        file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed"),
    );
    counts.failed = json.numFailedTests + broken.length;
  }
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/**
 * `cargo test` of all crates, with threads.
 * @param {{ long: boolean }} options
 */
export async function runCargoTests({ long }) {
  const args = ["test", "--workspace", "--locked", "--no-fail-fast", "--features", "fashion-engine/threads"];
  const { output, code } = await runShown("cargo", [...args, "--", ...(long ? ["--include-ignored"] : [])], {});
  return countCargo(output, code);
}

/**
 * vitest, all projects.
 * @param {{ long: boolean, filters: string[] }} options
 */
export async function runVitest({ long, filters }) {
  const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-test-"));
  const file = join(folder, "report.json");
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...filters];
  try {
    const { code } = await runShown(process.execPath, args, long ? { FASHION_WASM_LONG: "1" } : {});
    return countVitest(readIfThere(file), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/**
 * Runs a program, passes its output on and keeps its stdout.
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} variables added to the environment
 * @returns {Promise<{ output: string, code: number | null }>}
 */
function runShown(program, args, variables) {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...variables },
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
      process.stdout.write(text);
    });
    child.on("error", (error) => {
      console.error(`${program} cannot be started: ${error.message}`);
      resolve({ output, code: null });
    });
    child.on("close", (code) => resolve({ output, code }));
  });
}
