/**
 * A JavaScript contestant in Chromium: the same protocol as node.mjs, with a page in between.
 *
 *   node chromium.mjs fashion-wasm.mjs
 *
 * `navigator.hardwareConcurrency` says as many threads as were asked for, for jax-js starts that many.
 */
import { launchChromium, servePage } from "./browser.mjs";
import { serve } from "./serve.mjs";

const browser = await launchChromium();

/** @param {import("./contestant.js").Settings} settings */
async function prepare({ repository, build, packages, data, ...settings }) {
  const origin = await servePage(
    { repository, build, packages, data },
    'import "/repository/bench/contestants/page.mjs"',
  );
  const page = await browser.newPage();
  page.on("console", (message) => console.error(message.text()));
  page.on("pageerror", (error) => console.error(error));
  await page.evaluateOnNewDocument((threads) => {
    Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => threads });
  }, settings.threads);
  await page.goto(origin);
  await page.waitForFunction("globalThis.contestant !== undefined", { timeout: 20_000 });
  const places = Object.fromEntries(
    ["repository", "build", "packages", "data"].map((name) => [name, `${origin}/${name}`]),
  );
  const call = JSON.stringify([process.argv[2], { ...settings, ...places }]).slice(1, -1);
  /** @type {import("./contestant.js").Contestant} */
  const answer = /** @type {any} */ (await page.evaluate(`contestant.prepare(${call})`));
  return {
    ...answer,
    version: `${answer.version}, ${await browser.version()}`,
    round: async (/** @type {number} */ seconds) =>
      /** @type {import("./contestant.js").RoundResult} */ (await page.evaluate(`contestant.round(${seconds})`)),
  };
}

await serve({
  prepare,
  quit: async () => {
    await browser.close();
    process.exit(0);
  },
});
