/**
 * What users' compilers see of us: the declarations that the entries lead to, and no others.
 *
 * tsc writes one for every source file; those that no public type needs are removed, and one that mentions a
 * name that only we resolve (`#platform`, `#wasm-…`) is an error, since it would not compile elsewhere.
 */
import { readdirSync, readFileSync, rmdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { SetupError } from "./report.mjs";

const SPECIFIER = /(?:from|import)\s*\(?\s*["']([^"']+)["']/g;

/**
 * Removes the declarations that are not reached from an entry.
 * @param {string} folder dist/types
 * @param {readonly string[]} entries files in it
 * @throws {SetupError} when a reached one imports a `#…` name
 */
export function pruneDeclarations(folder, entries) {
  /** @type {Set<string>} */
  const reached = new Set();
  const waiting = entries.map((entry) => resolve(folder, entry));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(SPECIFIER)) {
      if (name.startsWith("#")) {
        throw new SetupError(
          `  ${file} imports "${name}", which users cannot resolve → give the exported type a file of its own`,
        );
      }
      if (name.startsWith(".")) waiting.push(resolve(dirname(file), name.replace(/\.js$/, ".d.ts")));
    }
  }
  removeOthers(resolve(folder), reached);
}

/**
 * @param {string} folder
 * @param {Set<string>} kept
 */
function removeOthers(folder, kept) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) removeOthers(path, kept);
    else if (!kept.has(path)) rmSync(path);
  }
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
