/**
 * Models one after the other in a browser: their wasm file is fetched once, and of those that were disposed of nothing is
 * left, neither objects nor workers.
 */
import type { Page } from "puppeteer-core";
import { afterAll, expect, it } from "vitest";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { serveRepository } from "./server.js";

afterAll(closeBrowsers);

const LONG = process.env.FASHION_WASM_LONG === "1";
const MODELS = LONG ? 100 : 10;

inBrowsers("many models", (kind, open) => {
  it.each(LONG ? [1, 2] : [2])("of %i threads", async (threads) => {
    const server = await serveRepository({ isolated: true });
    try {
      const page = await open(server.origin);
      const live = (count: number) => page.evaluateHandle(`runtime.lives({ count: ${count}, threads: ${threads} })`);
      await live(LONG ? 20 : 2);
      const before = kind.name === "Chromium" ? await heapOf(page) : 0;
      const prototype = await live(MODELS);
      expect(server.paths.filter((path) => path.endsWith(".wasm"))).toHaveLength(1);
      if (kind.name !== "Chromium") return; // the protocol of the others tells neither objects nor workers
      await expect.poll(() => page.workers().length, { timeout: 10_000 }).toBe(0);
      const kilobytes = (await heapOf(page)) - before;
      const models = await page.queryObjects(prototype);
      expect(await models.evaluate((found) => (found as unknown[]).length)).toBe(0);
      if (LONG) {
        console.info(`${threads} threads in ${kind.name}: ${kilobytes / MODELS} kB of heap a model`);
        expect(kilobytes / MODELS).toBeLessThan(1);
      }
    } finally {
      await server.close();
    }
  });
});

/** Kilobytes of the page's heap, without what is free. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.createCDPSession();
  for (let round = 0; round < 3; round++) await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize / 1024;
}
