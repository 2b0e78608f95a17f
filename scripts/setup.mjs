/**
 * From a fresh clone to something that runs: `node scripts/setup.mjs`, called by `npm start`, `npm test` and others.
 *
 * Needs nothing but Node. Steps, each free when there is nothing to do: npm packages; the five wasm files, with the
 * Rust and the tools they take; the TypeScript; the data set. With `--test` also browsers and a Python.
 * Installs system packages only as root; otherwise says the line to type.
 */
import { join } from "node:path";
import { buildWasm, WASM_OUTPUTS } from "./build-wasm.mjs";
import { ensureBrowsers } from "./setup/browsers.mjs";
import { ensureDataset } from "./setup/dataset.mjs";
import { hashInputs, Manifest } from "./setup/manifest.mjs";
import { installNpmPackages } from "./setup/npm.mjs";
import { root } from "./setup/paths.mjs";
import { ensurePython } from "./setup/python.mjs";
import { duration, SetupError } from "./setup/report.mjs";
import { together } from "./setup/run.mjs";
import { buildTypeScript, DIST_OUTPUTS } from "./setup/typescript.mjs";

/** What decides the wasm files; tests and generated files do not. */
const WASM_INPUTS = {
  paths: ["Cargo.toml", "Cargo.lock", "crates", "scripts/build-wasm.mjs"].concat([
    "scripts/setup/bindgen",
    "scripts/setup/function-order.mjs",
    "scripts/setup/glue-factory.mjs",
    "scripts/setup/small-wasm.mjs",
    "scripts/setup/wasm-format.mjs",
    "scripts/setup/wasm-tools.mjs",
  ]),
  ignore: (/** @type {string} */ path) => /^crates\/[^/]+\/(tests|benches|examples|pkg-[^/]*|target)$/.test(path),
};

/** What decides dist/, besides the wasm files. */
const DIST_INPUTS = {
  paths: [
    "ts",
    "data/sample",
    "data/pretrained",
    "data/photos",
    "package.json",
    "package-lock.json",
    "tsup.config.ts",
    "tsconfig.json",
    "tsconfig.build.json",
  ].concat(["scripts/setup/typescript.mjs", "scripts/setup/declarations.mjs", "scripts/setup/glue-text.mjs"]),
};

/** @param {boolean} forTests */
async function setUp(forTests) {
  const manifest = new Manifest(join(root, ".setup-manifest.json"));
  const wasm = hashInputs(root, WASM_INPUTS);
  await together([installNpmPackages(root), unlessCurrent(manifest, "wasm", wasm, WASM_OUTPUTS, buildWasm)]);
  const dist = hashInputs(root, { ...DIST_INPUTS, text: [wasm] });
  await unlessCurrent(manifest, "dist", dist, DIST_OUTPUTS, buildTypeScript);
  await ensureDataset();
  if (!forTests) return;
  await ensureBrowsers();
  await ensurePython();
}

/**
 * @param {Manifest} manifest
 * @param {string} name
 * @param {string} hash of the inputs as they are before the work
 * @param {string[]} outputs
 * @param {() => Promise<void>} work
 */
async function unlessCurrent(manifest, name, hash, outputs, work) {
  if (manifest.isCurrent(name, hash, outputs)) return;
  manifest.forget(name);
  await work();
  manifest.note(name, hash);
}

const unknown = process.argv.slice(2).filter((argument) => argument !== "--test");
if (unknown.length > 0) {
  console.error(`setup: unknown argument ${unknown.join(" ")} → use no argument, or --test`);
  process.exitCode = 2;
} else {
  const started = performance.now();
  try {
    await setUp(process.argv.includes("--test"));
    console.error(`set-up: ready (${duration(performance.now() - started)})`);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`${error.message}\nset-up stopped; what is done is kept, start it again when this is mended`);
    process.exitCode = 1;
  }
}
