#!/usr/bin/env node
/**
 * Test pictures that nobody here made: garments from free sets of emoji and icons, drawn as PNG files with a table of
 * what each shows; and, for pictures that show no garment, logos of brands.
 *
 *   node scripts/photos/drawn.mjs DIR
 *   node scripts/photos/drawn.mjs --logos DIR [--count 200] [--seed 1]
 *
 * DIR must be new or empty. The sets and the renderer are npm packages, pinned in drawn/package-lock.json and installed
 * in drawn/node_modules at the first run. drawn/README.md says whose the pictures are.
 */
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { installNpmPackages } from "../setup/npm.mjs";

const USE = "node scripts/photos/drawn.mjs DIR, or node scripts/photos/drawn.mjs --logos DIR [--count 200] [--seed 1]";

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`drawn: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

/** @param {string[]} args */
async function main(args) {
  const { logos, folder, count, seed } = options(args);
  refuseFull(folder);
  await installNpmPackages(fileURLToPath(new URL("drawn", import.meta.url)));
  mkdirSync(folder, { recursive: true });
  // These import the installed packages, so they are loaded only now.
  const written = logos
    ? (await import("./drawn/logos.mjs")).writeLogos(folder, count, seed)
    : (await import("./drawn/garments.mjs")).writeGarments(folder);
  console.log(`${folder}: ${written} pictures, ${logos ? "logos.csv" : "drawn.csv"}`);
}

/** @param {string[]} args */
function options(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { logos: { type: "string" }, count: { type: "string" }, seed: { type: "string" } },
  });
  const folders = [...positionals, ...(values.logos === undefined ? [] : [values.logos])];
  const [folder] = folders;
  if (folder === undefined || folder === "" || folders.length > 1) {
    throw new Error(`received ${folders.filter(Boolean).length} folders, expected one → ${USE}`);
  }
  const logos = values.logos !== undefined;
  if (!logos && (values.count !== undefined || values.seed !== undefined)) {
    throw new Error(`--count and --seed are of --logos; garments are those of drawn/pictures.json → ${USE}`);
  }
  /** @param {"count" | "seed"} name @param {number} otherwise @param {number} least */
  const whole = (name, otherwise, least) => {
    const text = values[name] ?? String(otherwise);
    if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
    throw new Error(`--${name}: received "${text}", expected a whole number from ${least} to 999999999`);
  };
  return { logos, folder: resolve(folder), count: whole("count", 200, 1), seed: whole("seed", 1, 0) };
}

/** Pictures of an earlier run would stand beside those of this one, without being in its table. @param {string} folder */
function refuseFull(folder) {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new Error(`${folder} is a file, expected a folder → name another`);
  if (readdirSync(folder).length > 0) throw new Error(`${folder} is not empty → empty it or name another folder`);
}
