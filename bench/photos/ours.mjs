/**
 * This package as a contestant, in a process of its own: photoClassifier() of a build, asked with paths of files.
 *
 * Same protocol as peer.py: {"cmd":"prepare", "build": …, "files": […], "underWay": 8} answers with the label of each
 * file, {"cmd":"round"} classifies all files once more and answers with the seconds it took.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "../contestants/serve.mjs";

console.log = console.info = console.debug = console.error;

/**
 * @param {{ build: string, files: readonly string[], underWay: number }} settings
 * @returns {Promise<any>}
 */
async function prepare({ build, files, underWay }) {
  const entry = join(build, "dist", "node", "index.js");
  const { photoClassifier } = await import(pathToFileURL(entry).href);
  if (photoClassifier === undefined) {
    throw new Error(`${entry}: exports no photoClassifier → give a build that classifies photos`);
  }
  const { version } = JSON.parse(await readFile(join(build, "package.json"), "utf8"));
  const classifier = await photoClassifier();
  const classify = async (/** @type {string} */ file) => (await classifier.classify(file)).labelNumber;
  return {
    version: `fashion-wasm ${version}`,
    // Once without the clock: code is compiled, files come into memory.
    labels: await inTurn(files, underWay, classify),
    async round() {
      const start = performance.now();
      const labels = await inTurn(files, underWay, classify);
      return { images: labels.length, seconds: (performance.now() - start) / 1000 };
    },
  };
}

/**
 * The results of all, some of which are under way at once.
 * @param {readonly string[]} files
 * @param {number} underWay
 * @param {(file: string) => Promise<number>} classify
 */
async function inTurn(files, underWay, classify) {
  /** @type {number[]} */
  const labels = new Array(files.length);
  const waiting = files.entries();
  const lane = async () => {
    for (const [i, file] of waiting) labels[i] = await classify(file);
  };
  await Promise.all(Array.from({ length: underWay }, lane));
  return labels;
}

await serve({ prepare: /** @type {any} */ (prepare), quit: async () => process.exit(0) });
