/**
 * Who classifies photos: this package, and what an engineer would write in Python with the fast libraries there are.
 */
import { fileURLToPath } from "node:url";
import { photosPython } from "../install/peers.mjs";

/** @typedef {import("../contestants.mjs").Entry} Entry */

/** @type {readonly Entry[]} */
export const contestants = [
  { id: "fashion-wasm", title: "fashion-wasm", family: "own", host: "node", module: "ours.mjs" },
  ...["opencv", "pillow"].flatMap((library) =>
    ["full", "half"].map((decoding) => {
      const title = library === "opencv" ? "Python, OpenCV" : "Python, Pillow and scipy";
      return /** @type {Entry} */ ({
        id: decoding === "full" ? library : `${library}-half`,
        title: decoding === "full" ? title : `${title}, decoding at half the size`,
        family: "runtime",
        host: "python",
        module: "peer.py",
        variant: { library, decoding },
      });
    }),
  ),
];

/**
 * How a contestant's process is started.
 * @param {Entry} entry
 * @returns {import("../measure/child.mjs").Command}
 */
export function commandOf({ host, module }) {
  const file = fileURLToPath(new URL(module, import.meta.url));
  if (host === "node") return { program: process.execPath, args: [file], env: process.env };
  // The processes of the pool are the threads: what else could start some has one.
  const one = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", PYTHONDONTWRITEBYTECODE: "1" };
  return { program: photosPython(), args: [file], env: { ...process.env, ...one } };
}

/**
 * Why a contestant cannot be measured here, or "".
 * @param {Entry} entry
 */
export function whyMissing({ host }) {
  return host === "python" && photosPython() === "" ? "not installed → node bench/photos/run.mjs --install" : "";
}
