/**
 * The ratios of a run, which is what it is for: this package against the best of each family, net by net.
 */
import { ratio, ratioToBest } from "../measure/statistics.mjs";

/** @typedef {import("../measure/section.mjs").Section} Section */

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {string} title
 * @property {Record<string, import("../measure/statistics.mjs").Ratio>} nets by net; a net without figures is left out
 */

const OWN = "fashion-wasm";

/** @type {{ id: string, title: string, mode: string, of?: string, family?: string, against?: string }[]} */
const QUESTIONS = [
  { id: "trainFrameworks", title: "Training: best of PyTorch, Keras, JAX", mode: "train", family: "framework" },
  { id: "trainJavascript", title: "Training: best JavaScript library", mode: "train", family: "javascript" },
  { id: "inferFrameworks", title: "Inference: best of PyTorch, Keras, JAX", mode: "infer", family: "framework" },
  { id: "inferRuntime", title: "Inference: ONNX Runtime, native", mode: "infer", family: "runtime" },
  { id: "inferJavascript", title: "Inference: best JavaScript library", mode: "infer", family: "javascript" },
  ...["train", "infer"].flatMap((mode) => {
    const word = mode === "train" ? "Training" : "Inference";
    return [
      {
        id: `${mode}Chromium`,
        title: `${word}: Chromium against Node`,
        mode,
        of: "fashion-wasm-chromium",
        against: OWN,
      },
      {
        id: `${mode}Threads`,
        title: `${word}: all threads against 1`,
        mode,
        of: OWN,
        against: "fashion-wasm-1-thread",
      },
    ];
  }),
];

/**
 * Rows without a figure are left out.
 * @param {readonly Section[]} sections
 * @returns {Row[]}
 */
export function ratioRows(sections) {
  return QUESTIONS.map(({ id, title, mode, of = OWN, family, against }) => {
    const cells = sections
      .filter((section) => section.mode === mode)
      .flatMap(({ net, results }) => {
        const own = results.find((result) => result.id === of);
        const rival = results.find((result) => result.id === against);
        if (own === undefined) return [];
        const found = family ? ratioToBest(own, results, family) : rival && ratio(own, rival);
        return found ? [/** @type {const} */ ([net, found])] : [];
      });
    return { id, title, nets: Object.fromEntries(cells) };
  }).filter(({ nets }) => Object.keys(nets).length > 0);
}
