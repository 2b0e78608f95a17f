/**
 * What the mode `start` measures: from the import of an entry of the package to the outputs of one image. The same in
 * a process (process.mjs) and in a page (chromium.mjs).
 *
 * `performance.now()` counts from the start of the process, or of the page's navigation: what it reads at the end is the
 * whole time, the host's own start with it.
 */

/**
 * @typedef {object} Wanted
 * @property {string} entry URL of the entry
 * @property {object} options of `pretrained`
 * @property {readonly number[]} pixels of one image
 */

/**
 * @typedef {object} Start
 * @property {number} seconds from the start of the process or of the navigation
 * @property {number} insideSeconds of these, from the import of the entry
 * @property {number[]} outputs
 * @property {string} engine
 */

/**
 * @param {Wanted} wanted
 * @returns {Promise<Start>}
 */
export async function firstPrediction({ entry, options, pixels }) {
  const image = Uint8Array.from(pixels);
  const began = performance.now();
  /** @type {Pick<typeof import("fashion-wasm"), "pretrained">} */
  const { pretrained } = await import(entry);
  const model = await pretrained(options);
  const outputs = await model.predictOne(image);
  const ended = performance.now();
  const { build, threads } = model.engine;
  const engine = threads === 1 ? `${build}, 1 thread` : `${build}, ${threads} threads`;
  return { seconds: ended / 1000, insideSeconds: (ended - began) / 1000, outputs: [...outputs], engine };
}
