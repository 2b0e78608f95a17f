/**
 * Another build of this package as a contestant beside this one: `--baseline`, a file of `npm pack` or a folder.
 *
 * Both builds are copied into a temporary folder that is removed when the bench ends, however it ends: they run from like
 * places, and a build that is made anew during the run changes nothing.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { root } from "../../scripts/setup/paths.mjs";
import { copyBuild } from "./builds.mjs";

/** @typedef {import("../contestants.mjs").Entry} Entry */

/**
 * The contestants with both builds, of which it makes copies: each of this package's is followed by its twin that runs
 * the baseline.
 * @param {string} path a tarball or a folder
 * @param {readonly Entry[]} entries
 * @param {string} [place] folder of this build
 * @returns {{ entries: Entry[], comparison: import("../report/baseline.mjs").Comparison }}
 * @throws {import("../options.mjs").BenchError} when `path` is no build of this package for its contestants
 */
export function openBaseline(path, entries, place = root) {
  const hosts = entries.filter(isOwn).map(({ host }) => (host === "chromium" ? "browser" : "node"));
  const temporary = temporaryFolder();
  const baseline = copyBuild(path, join(temporary, "baseline"), hosts);
  const own = copyBuild(place, join(temporary, "own"), hosts);
  const file = basename(path);
  /** @param {Entry} entry @returns {Entry[]} */
  const both = (entry) => [
    { ...entry, pair: entry.id, build: own.folder, origin: `this build, ${own.fingerprint}` },
    {
      ...entry,
      id: entry.id.replace("fashion-wasm", "baseline"),
      title: entry.title.replace("fashion-wasm", "baseline"),
      pair: entry.id,
      build: baseline.folder,
      origin: `baseline ${file}, ${baseline.fingerprint}`,
    },
  ];
  return {
    entries: entries.flatMap((entry) => (isOwn(entry) ? both(entry) : [entry])),
    comparison: {
      name: `baseline: fashion-wasm ${baseline.version} (${file})`,
      build: baseline.fingerprint,
      ownBuild: own.fingerprint,
      same: own.fingerprint === baseline.fingerprint,
      rows: [],
    },
  };
}

/** @param {Entry} entry */
function isOwn({ family }) {
  return family === "own";
}

/** @type {string[]} */
const folders = [];

/** Removed when this process ends, also by a signal: run.mjs makes an exit of each. */
function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-baseline-"));
  if (folders.push(folder) === 1) {
    process.once("exit", () => {
      for (const one of folders) rmSync(one, { recursive: true, force: true });
    });
  }
  return folder;
}
