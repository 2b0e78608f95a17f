/**
 * Circles of files in Rust: `node scripts/circles.mjs [FOLDER…]` fails, and says where, if files of a crate use each other in a
 * circle. Of TypeScript biome's `noImportCycles` says it.
 *
 * Looks at `use` and at paths that begin with `crate`, `super` or `self`; a path leads to the longest module that is a file. A
 * module's own children (`mod x;`) are no use of it, and tests within a file do not count.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { root } from "./setup/paths.mjs";

const PATH = /\b(?:crate|super|self)(?:::\w+)+/g;
const USE = /^[ \t]*(?:pub(?:\([^)]*\))? )?use ([^;]+);/gm;

/**
 * The circles of a crate's files, each as the modules in it with what they use of it; none where there is none.
 * @param {string} folder with the crate's sources
 * @returns {Map<string, string[]>[]}
 */
export function circlesOf(folder) {
  const uses = usesIn(folder);
  return components(uses).map(
    (all) => new Map(all.sort().map((one) => [one, [...(uses.get(one) ?? [])].filter((other) => all.includes(other))])),
  );
}

/** Of a crate's modules, `a::b`, what each uses. @param {string} folder with the crate's sources */
export function usesIn(folder) {
  const sources = sourcesOf(folder);
  return new Map([...sources].map(([module, source]) => [module, usesOf(module, source, sources)]));
}

/** @param {string} folder @returns {Map<string, string>} modules, `a::b`, with their text */
function sourcesOf(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".rs"));
  const named = files.map((file) => /** @type {const} */ ([moduleOf(file), file]));
  return new Map(
    // The root names every module, which is no use of them.
    named.filter(([module]) => module !== "lib").map(([module, file]) => [module, textOf(join(folder, file))]),
  );
}

/** @param {string} file */
const moduleOf = (file) =>
  file
    .slice(0, -".rs".length)
    .split(sep)
    .join("::")
    .replace(/::mod$/, "");

/** Without comments and tests. @param {string} path */
const textOf = (path) =>
  readFileSync(path, "utf8")
    .split(/#\[cfg\(test\)\]\s*mod \w+ \{/)[0]
    ?.replace(/\/\/.*/g, "") ?? "";

/** @param {string} module @param {string} source @param {Map<string, string>} sources */
function usesOf(module, source, sources) {
  const imports = [...source.matchAll(USE)].flatMap(([, tree]) => branches(/** @type {string} */ (tree)));
  const paths = source.replace(USE, "").match(PATH) ?? [];
  const found = [...imports, ...paths].map((path) => fileOf(module, path, sources));
  return new Set(found.flatMap((one) => (one === undefined || one === module ? [] : [one])));
}

/** `a::{b, c::{d, e}}` as single paths. @param {string} tree @returns {string[]} */
function branches(tree) {
  const open = tree.indexOf("{");
  if (open < 0) return [tree.trim().replace(/ as \w+$/, "")];
  const prefix = tree.slice(0, open).trim();
  /** @type {string[]} */
  const parts = [""];
  let depth = 0;
  for (const sign of tree.slice(open + 1, tree.lastIndexOf("}"))) {
    depth += sign === "{" ? 1 : sign === "}" ? -1 : 0;
    if (sign === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += sign;
  }
  return parts.filter((part) => part.trim() !== "").flatMap((part) => branches(prefix + part.trim()));
}

/** The module that a path leads to. @param {string} module @param {string} path @param {Map<string, string>} sources */
function fileOf(module, path, sources) {
  const parts = path.split("::");
  let place = module.split("::");
  if (parts[0] === "crate") place = [];
  else if (parts[0] !== "super" && parts[0] !== "self") return undefined;
  while (["crate", "super", "self"].includes(/** @type {string} */ (parts[0]))) {
    if (parts.shift() === "super") place.pop();
  }
  for (const all = [...place, ...parts]; all.length > 0; all.pop()) {
    if (sources.has(all.join("::"))) return all.join("::");
  }
  return undefined;
}

/** Strongly connected components of two and more, by Tarjan. @param {Map<string, Set<string>>} uses */
function components(uses) {
  /** @type {Map<string, { index: number, low: number, waits: boolean }>} */
  const states = new Map();
  /** @type {string[]} */
  const stack = [];
  /** @type {string[][]} */
  const found = [];
  /** @param {string} one */
  const visit = (one) => {
    const state = { index: states.size, low: states.size, waits: true };
    states.set(one, state);
    stack.push(one);
    for (const other of uses.get(one) ?? []) {
      const known = states.get(other);
      if (known === undefined) state.low = Math.min(state.low, visit(other).low);
      else if (known.waits) state.low = Math.min(state.low, known.index);
    }
    if (state.low === state.index) {
      const circle = stack.splice(stack.indexOf(one));
      for (const member of circle) /** @type {any} */ (states.get(member)).waits = false;
      if (circle.length > 1) found.push(circle);
    }
    return state;
  };
  for (const one of uses.keys()) if (!states.has(one)) visit(one);
  return found;
}

if (process.argv[1] === import.meta.filename) {
  const given = process.argv.slice(2);
  const crates = readdirSync(join(root, "crates")).map((crate) => join(root, "crates", crate, "src"));
  for (const folder of given.length > 0 ? given : crates) {
    for (const circle of circlesOf(folder)) {
      console.error(
        `${relative(root, folder)}: files use each other in a circle → give what they share a file of its own:`,
      );
      for (const [module, used] of circle) console.error(`  ${module} uses ${used.join(", ")}`);
      process.exitCode = 1;
    }
  }
}
