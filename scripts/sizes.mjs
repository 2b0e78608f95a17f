/**
 * What a page downloads of each entry, in gzip: all JavaScript that its script leads to, the largest script of a worker that
 * it may start, and the largest wasm file; apart what is fetched when it is first needed: what reads data sets; data.wasm and the
 * script of its workers; what concerns customers.
 *
 * `npm run check` fails when an entry is larger than its limit; `node scripts/sizes.mjs` says the sizes, file by file.
 */
import { readFileSync, realpathSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "./setup/paths.mjs";

const INDEX = "browser/index.js";

/** The script of the workers that prepare photos: fetched with data.wasm. */
const LATER = "photo-worker.js";

/**
 * Limits in bytes. Models that are graphs cost 6 kB of `inference` and 13 kB of the whole, the catalogue of layers with its
 * activations 14 kB and 30 kB: 3 of them options in TypeScript, most kernels and what reads specs; what trains besides (optimizers,
 * schedules, losses, metrics, weights of images, trainings by steps and time, callbacks) 36 kB: 21 of WebAssembly, 15 of JavaScript.
 * Kernels of 5 × 5 cost `inference` 0.7 kB and the whole 0.4. Panics without a text spare the whole 30. Augmentation costs it 8 kB, 5 of them WebAssembly, and `inference` 2, which must read such specs.
 * It is to stay below 300, and `inference` is to come down to 75; its WebAssembly file is 66,
 * two fifths kernels, a fifth layers, a fifth the rest of the engine.
 * `inference` checks what it is given: objects of other realms are told by their tag, NaN is refused, and so
 * are names twice in a file's JSON, what is no address, and memory that is gone; and it says what its host lacks
 * and what its server has answered. 5 kB of it prepare photos and judge answers. `report` draws the contact sheet, too, and the
 * page of customers, 7.5 kB, and rows of augmented images, 0.2. The whole package reads tables of any columns since it labels catalogues, 1 kB; options of optimizers,
 * schedules, losses and metrics, with labels that are rows, are 5 kB of these. What is fetched
 * later has copies of what it shares with the entries (tsup.config.ts), so that these are not cut into more chunks; pako, 9 kB,
 * is a chunk of the readers and of customers, which whoever needs both downloads once. Data sets that are filtered, mapped and joined, images and labels as two
 * arguments are 1.5 kB of the whole, callbacks and what `verbose` says 4 kB; those that write files are left out for browsers, which have none.
 */
const ENTRIES = [
  { entry: "fashion-wasm", script: INDEX, wasm: "engine-threads.wasm", limit: 299_900 },
  { entry: "fashion-wasm/inference", script: "browser/inference.js", wasm: "inference-simd.wasm", limit: 101_400 },
  { entry: "fashion-wasm/report", script: "browser/report.js", wasm: null, limit: 29_100 },
  { entry: "readers of data sets, when first needed", later: "readers", wasm: null, limit: 25_200 },
  { entry: "tables and images, when first needed", script: LATER, wasm: "data.wasm", limit: 329_800 },
  { entry: "customers, when first needed", later: "customers", wasm: "customers.wasm", limit: 241_800 },
  { entry: "training on batches, when first needed", later: "batch-feed", wasm: null, limit: 3_500 },
  { entry: "fine-tuning, when first needed", later: "fine-tune-plan", wasm: null, limit: 9_000 },
  { entry: "other programs' weights, when first needed", later: "load-weights", wasm: null, limit: 8_800 },
];

/** What a script imports; what it fetches later; and the workers it starts, each by a literal address. */
const IMPORT = /(?:from|import)\s*["'](\.[\w./-]+\.js)["']/g;
const FETCHED = /import\(\s*["'](\.[\w./-]+\.js)["']\s*\)/g;
const WORKER = /new URL\(["'](\.[\w./-]+\.js)["']/g;

/**
 * The scripts that one leads to, itself first, and the workers that they start.
 * @param {string} dist the folder that paths are relative to
 * @param {string} script
 */
export function scriptsOf(dist, script) {
  const scripts = new Set([script]);
  /** @type {Set<string>} */
  const workers = new Set();
  for (const name of scripts) {
    const text = readFileSync(join(dist, name), "utf8");
    for (const [pattern, found] of /** @type {const} */ ([
      [IMPORT, scripts],
      [WORKER, workers],
    ])) {
      for (const [, path] of text.matchAll(pattern)) found.add(posix.join(dirname(name), /** @type {string} */ (path)));
    }
  }
  return { scripts: [...scripts], workers: [...workers] };
}

/**
 * The scripts that are fetched when something of a part is first called, without those that are there by then.
 * @param {string} dist
 * @param {readonly string[]} there scripts of the entry
 * @param {string} part what the name of its script begins with, before a hyphen
 */
export function laterScripts(dist, there, part) {
  const fetched = there.flatMap((name) =>
    [...readFileSync(join(dist, name), "utf8").matchAll(FETCHED)].map(([, path]) =>
      posix.join(dirname(name), /** @type {string} */ (path)),
    ),
  );
  const own = fetched.filter((name) => posix.basename(name).startsWith(`${part}-`));
  if (own.length === 0) throw new Error(`no script is fetched for ${part}`);
  const all = own.flatMap((name) => scriptsOf(dist, name).scripts);
  return [...new Set(all)].filter((name) => !there.includes(name));
}

/**
 * Measures every entry. A page starts workers of one script: of several it is the largest that counts, as of wasm files.
 */
function sizes() {
  const dist = join(root, "dist");
  const measured = (/** @type {string} */ name) => ({
    name,
    bytes: gzipSync(readFileSync(join(dist, name)), { level: 9 }).length,
  });
  return ENTRIES.map(({ entry, script, later, wasm, limit }) => {
    const { scripts, workers } =
      later === undefined
        ? scriptsOf(dist, script)
        : { scripts: laterScripts(dist, scriptsOf(dist, INDEX).scripts, later), workers: [] };
    const [largest] = workers
      .filter((worker) => worker !== LATER)
      .map(measured)
      .sort((a, b) => b.bytes - a.bytes);
    const files = [...scripts, ...(wasm === null ? [] : [wasm])].map(measured).concat(largest ?? []);
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
