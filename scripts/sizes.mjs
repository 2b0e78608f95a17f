/**
 * What a page downloads of each entry, in gzip: all JavaScript that its script leads to, and the largest wasm file it takes;
 * data.wasm, which is fetched apart, alone.
 *
 * `npm run check` fails when an entry is larger than its limit; `node scripts/sizes.mjs` says the sizes, file by file.
 */
import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "./setup/paths.mjs";

/**
 * Limits in bytes. `inference` checks what it is given: objects of other realms are told by their tag, NaN is refused, and so
 * are names twice in a file's JSON, what is no address, and memory that is gone; and it says what its host lacks.
 */
const ENTRIES = [
  { entry: "fashion-wasm", script: "index.js", wasm: "engine-threads.wasm", limit: 260_000 },
  { entry: "fashion-wasm/inference", script: "inference.js", wasm: "inference-simd.wasm", limit: 68_000 },
  { entry: "fashion-wasm/report", script: "report.js", wasm: null, limit: 20_000 },
  { entry: "tables and images, when first needed", script: null, wasm: "data.wasm", limit: 600_000 },
];

/** What a script imports, now or later, and the workers it starts. */
const REFERENCE = /(?:from|import)\s*\(?\s*["']\.\/([\w-]+\.js)["']|new URL\(["']\.\/([\w-]+\.js)["']/g;

/**
 * The scripts that one leads to, itself first.
 * @param {string} folder
 * @param {string} script
 * @returns {string[]}
 */
export function scriptsOf(folder, script) {
  const found = new Set([script]);
  for (const name of found) {
    for (const [, imported, worker] of readFileSync(join(folder, name), "utf8").matchAll(REFERENCE)) {
      found.add(/** @type {string} */ (imported ?? worker));
    }
  }
  return [...found];
}

/** @param {string} file */
const compressed = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

/** Measures every entry. */
function sizes() {
  const dist = join(root, "dist");
  return ENTRIES.map(({ entry, script, wasm, limit }) => {
    const scripts =
      script === null ? [] : scriptsOf(join(dist, "browser"), script).map((name) => join("browser", name));
    const files = [...scripts, ...(wasm === null ? [] : [wasm])].map((name) => ({
      name,
      bytes: compressed(join(dist, name)),
    }));
    return { entry, limit, files, bytes: files.reduce((sum, file) => sum + file.bytes, 0) };
  });
}

if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(new URL(import.meta.url).pathname)) {
  for (const { entry, limit, files, bytes } of sizes()) {
    for (const file of files) console.log(`  ${file.name}  ${file.bytes}`);
    const verdict = bytes <= limit ? "" : `, ${bytes - limit} too many → say in this file why, or make it smaller`;
    console.log(`${entry}: ${bytes} bytes in gzip of ${limit}${verdict}`);
    if (bytes > limit) process.exitCode = 1;
  }
}
