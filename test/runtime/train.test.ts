/**
 * The same build trains in browsers, with and without cross-origin isolation, to the same bits as in Node.
 */
import * as fashion from "fashion-wasm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { serveRepository } from "./server.js";
import { twentySteps } from "./twenty-steps.js";

let expected: Awaited<ReturnType<typeof twentySteps>>;
beforeAll(async () => {
  expected = await twentySteps(fashion, { threads: 1 });
});
afterAll(closeBrowsers);

it("twenty steps learn something, and two threads give the same bits in Node", async () => {
  expect(expected.losses).toHaveLength(20);
  expect(expected.losses.at(-1)).toBeLessThan((expected.losses[0] as number) - 0.2);
  expect(await twentySteps(fashion, { threads: 2 })).toEqual(expected);
});

inBrowsers("twenty steps have Node's bits", (_, open) => {
  it.each([
    ["isolated, 2 threads", true, { threads: 2 }],
    ["isolated, 3 threads", true, { threads: 3 }],
    ["isolated, 1 thread", true, { threads: 1 }],
    ["not isolated", false, {}],
  ])("%s", async (_, isolated, options) => {
    const server = await serveRepository({ isolated });
    try {
      const page = await open(server.origin);
      expect(await page.evaluate(`runtime.train(${JSON.stringify(options)})`)).toEqual(expected);
      await page.close();
    } finally {
      await server.close();
    }
  });
});
