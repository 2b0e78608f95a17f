/**
 * npm packages, exactly those of package-lock.json.
 *
 * npm writes node_modules/.package-lock.json as the very last thing of an install: when it lists the versions
 * of our lock file the folder is whole, otherwise `npm ci` makes it so. Install scripts of packages are not run.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { step } from "./report.mjs";
import { run } from "./run.mjs";

/**
 * @typedef {{ packages?: Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> }} Lock
 */

/**
 * True when node_modules holds what package-lock.json asks for (packages for other platforms aside).
 * @param {string} root folder of package-lock.json
 */
export function npmPackagesAreCurrent(root) {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const there = read(installed);
  return Object.entries(read(join(root, "package-lock.json"))).every(
    ([path, { version, optional, devOptional }]) =>
      path === "" || there[path]?.version === version || (there[path] === undefined && (optional || devOptional)),
  );
}

/** @param {string} file */
function read(file) {
  return /** @type {Lock} */ (JSON.parse(readFileSync(file, "utf8"))).packages ?? {};
}

/**
 * Brings node_modules in line with package-lock.json.
 * @param {string} root
 */
export async function installNpmPackages(root) {
  if (npmPackagesAreCurrent(root)) return;
  await step("npm packages: npm ci", () =>
    run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: root,
      advice: "see npm's message above; with no connection to the npm registry nothing can be built",
    }),
  );
}
