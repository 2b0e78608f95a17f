/**
 * Starts in Chromium: each is a page of its own, in a browser context of its own, whose cache is empty.
 */
import { launchChromium, servePage } from "../browser.mjs";
import { serve } from "../serve.mjs";
import { prepareStarts } from "./starts.mjs";

const SCRIPT = "/repository/bench/contestants/first-prediction/first-prediction.mjs";

const browser = await launchChromium();

/** @param {import("../contestant.js").Settings} settings */
async function prepare(settings) {
  const { repository, build, entry } = settings;
  /** @type {string | undefined} */
  let origin;
  const prepared = await prepareStarts(settings, async (wanted) => {
    const call = `firstPrediction(${JSON.stringify({ entry: `/build/dist/browser/${entry}`, ...wanted })})`;
    // What is wanted stands in the page, which begins by itself: no message of puppeteer's is in the time.
    origin ??= await servePage(
      { repository, build },
      `import { firstPrediction } from "${SCRIPT}"; globalThis.told = ${call}.catch((error) => ({ error: String(error) }))`,
    );
    const context = await browser.createBrowserContext();
    try {
      const page = await context.newPage();
      page.on("console", (message) => console.error(message.text()));
      await page.goto(origin);
      return /** @type {any} */ (await page.evaluate("told"));
    } finally {
      await context.close();
    }
  });
  return { ...prepared, version: `${prepared.version}, ${await browser.version()}` };
}

await serve({
  prepare,
  quit: async () => {
    await browser.close();
    process.exit(0);
  },
});
