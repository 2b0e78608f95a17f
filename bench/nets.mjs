/**
 * The nets of nets.json, which is also what every contestant, in any language, builds its model from.
 *
 * All are trained with Adam, learning rate 1e-3, and sparse categorical cross-entropy from logits, on u8 pixels that
 * are rescaled by 1/255 in each step. `trainable` is the number of parameters that each contestant must report.
 */
import { readFileSync } from "node:fs";

/**
 * @typedef {object} Net
 * @property {string} title
 * @property {number} batch images a training step
 * @property {number} trainable
 * @property {import("./contestants/contestant.js").LayerDescription[]} layers
 */

/** @type {Record<string, Net>} */
export const nets = JSON.parse(readFileSync(new URL("nets.json", import.meta.url), "utf8"));

/** What is measured where nothing is said; the others are variants, of which each has one part that is slow in some way. */
export const USUAL_NETS = ["S", "L", "D", "R", "M"];

/** What a start starts, in the place of a net: entries of the package, with their files in dist/node and dist/browser. */
/** @type {Record<string, string>} */
export const packageEntries = { "fashion-wasm/inference": "inference.js", "fashion-wasm": "index.js" };

/** Images of one call in inference. */
export const INFERENCE_BATCH = 256;
