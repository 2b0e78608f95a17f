/**
 * The page's side of chromium.mjs: loads a contestant's module and calls it.
 */

/** @type {import("./contestant.js").Host} */
const host = {
  load: (base, path) => import(`${base}/${path}`),
  read: async (base, path) => {
    const response = await fetch(`${base}/${path}`);
    if (!response.ok) throw new Error(`${base}/${path}: ${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  },
};

/** @type {import("./contestant.js").Contestant | undefined} */
let contestant;

Object.assign(globalThis, {
  contestant: {
    /** @param {string} module @param {import("./contestant.js").Settings} settings */
    async prepare(module, settings) {
      const { prepare } = await import(`./${module}`);
      contestant = await prepare(settings, host);
      return { trainable: contestant?.trainable, version: contestant?.version };
    },
    /** @param {number} seconds */
    round: (seconds) => contestant?.round(seconds),
  },
});
