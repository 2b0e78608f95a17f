/**
 * Arrows between rooms: `node scripts/arrows.mjs` fails, and says where, if a file imports from a room that does not lie below
 * its own. A room is a folder or a file, named by how its path begins; the longest name counts.
 *
 * Of TypeScript what is imported as a type only does not count: nothing of it is left in JavaScript.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { usesIn } from "./circles.mjs";
import { root } from "./setup/paths.mjs";

/** Rooms of crates/engine/src, floor by floor, the lowest first. */
export const ENGINE = [
  ["error", "parallel", "random", "pixels", "batch_gemm"],
  ["options", "workspace", "faults", "target"],
  ["shape", "initializer", "regularizer", "metrics", "dataset", "preprocessing", "schedules"],
  ["layers", "optimizers"],
  ["losses", "graph"],
  ["plan", "parameters"],
  ["executor", "inference"],
  ["predictor"],
  ["training"],
  ["json"],
];

/** Rooms of ts/. */
export const TS = [
  ["error-codes"],
  ["errors"],
  ["options"],
  ["platform", "layers", "schedules", "losses", "metrics", "photo/calibration"],
  ["optimizers"],
  ["engine"],
  ["wasm"],
  ["data"],
  ["evaluation", "inputs", "photo/examples"],
  ["checkpoint", "training", "customers"],
  ["recipes", "model", "callbacks"],
  ["photo"],
  ["inference", "report"],
  ["init"],
  ["index"],
  ["cli"],
];

/**
 * The imports that do not go down, as `from → to`.
 * @param {Map<string, Iterable<string>>} uses files with those that they import
 * @param {readonly (readonly string[])[]} floors
 * @param {string} separator between a room's name and what follows it in a path
 */
export function upwardsOf(uses, floors, separator) {
  const rooms = floors.flatMap((names, floor) => names.map((name) => ({ name, floor })));
  /** @param {string} file */
  const roomOf = (file) => {
    const found = rooms.filter(({ name }) => file === name || file.startsWith(name + separator));
    return found.sort((a, b) => b.name.length - a.name.length)[0];
  };
  /** @type {string[]} */
  const upwards = [];
  for (const [file, imported] of uses) {
    const room = roomOf(file);
    if (room === undefined) upwards.push(`${file} → it is in no room: give it a floor in scripts/arrows.mjs`);
    for (const other of imported) {
      const target = roomOf(other);
      if (room === undefined || target === undefined || target === room || target.floor < room.floor) continue;
      upwards.push(`${file} → ${other}`);
    }
  }
  return upwards;
}

/** Of TypeScript's files below a folder what each imports. @param {string} folder */
export function importsIn(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/"));
  return new Map(
    files
      .filter((file) => file.endsWith(".ts"))
      .map((file) => [withoutEnding(file), importsOf(file, readFileSync(join(folder, file), "utf8"))]),
  );
}

const IMPORT = /^(?:import|export)\s+(?!type\b)([^;"]*?)\s*(?:from\s*)?"(\.[^"]+)";/gm;

/** @param {string} file @param {string} text */
function importsOf(file, text) {
  const found = [...text.matchAll(IMPORT)].filter(([, names]) => !onlyTypes(/** @type {string} */ (names)));
  return found.map(([, , path]) => withoutEnding(posix.join(dirname(file), /** @type {string} */ (path))));
}

/** @param {string} names between `import` and `from` */
function onlyTypes(names) {
  const inside = /^\{([^}]*)\}$/.exec(names)?.[1];
  if (inside === undefined) return false;
  return inside.split(",").every((name) => name.trim() === "" || name.trim().startsWith("type "));
}

/** @param {string} path */
const withoutEnding = (path) => path.replace(/\.[jt]s$/, "");

if (process.argv[1] === import.meta.filename) {
  const found = [
    ...upwardsOf(usesIn(join(root, "crates", "engine", "src")), ENGINE, "::").map((one) => `crates/engine: ${one}`),
    ...upwardsOf(importsIn(join(root, "ts")), TS, "/").map((one) => `ts: ${one}`),
  ];
  for (const one of found) console.error(`${one}\n  imports go to rooms on lower floors (scripts/arrows.mjs)`);
  if (found.length > 0) process.exitCode = 1;
}
