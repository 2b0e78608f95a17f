/**
 * Rounds of starts, one after the other, and the check that each has predicted the right class. How one is made, in
 * Node and in Chromium: node.mjs, chromium.mjs.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readImages, readLabels } from "../idx.mjs";

/** @typedef {import("./first-prediction.mjs").Start} Start */

/**
 * @param {Pick<import("../contestant.js").Settings, "build" | "data" | "entry" | "threads">} settings
 * @param {(wanted: Omit<import("./first-prediction.mjs").Wanted, "entry">) => Promise<Start | { error: string }>} make one start
 * @returns {Promise<import("../contestant.js").Contestant>}
 */
export async function prepareStarts({ build, data, entry, threads }, make) {
  /** @param {string} name */
  const read = (name) => readFile(join(data, `${name}.gz`));
  const pixels = [...(await readImages(read, "t10k")).subarray(0, 784)];
  const label = (await readLabels(read, "t10k"))[0];
  // The entry that only predicts has no threads to choose.
  const wanted = { options: entry === "index.js" ? { threads } : {}, pixels };

  const start = async () => {
    const told = await make(wanted);
    if ("error" in told) throw new Error(told.error);
    const predicted = told.outputs.indexOf(Math.max(...told.outputs));
    if (predicted !== label) throw new Error(`predicts class ${predicted} of the first test image, expected ${label}`);
    return told;
  };

  /** @param {number} seconds of wall time, with the ends of processes and pages */
  const round = async (seconds) => {
    const end = performance.now() + seconds * 1000;
    const total = { images: 0, seconds: 0, insideSeconds: 0 };
    do {
      const told = await start();
      total.images += 1;
      total.seconds += told.seconds;
      total.insideSeconds += told.insideSeconds;
    } while (performance.now() < end);
    return total;
  };

  const { engine } = await start(); // the files are in the system's memory from here on
  const { version } = JSON.parse(await readFile(join(build, "package.json"), "utf8"));
  return { trainable: null, version: `fashion-wasm ${version} (${engine})`, round };
}
