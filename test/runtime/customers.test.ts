/**
 * Orders, profiles and audiences in browsers: the bits of Node's, and customers.wasm is fetched once, when it is first needed.
 */
import * as fashion from "fashion-wasm";
import { afterAll, expect, it } from "vitest";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { customerBits } from "./customer-profiles.js";
import { serveRepository } from "./server.js";

const expected = await customerBits(fashion);
afterAll(closeBrowsers);

it("has something to compare", () => {
  expect(expected.summary).toMatchObject({ customers: 300, badRows: 0, unmatchedReturns: 0 });
  expect(expected.summary.returned).toBeGreaterThan(50);
  expect(expected.affinity).toHaveLength(300 * 10 * 16);
  expect(expected.audience).toHaveLength(80);
});

inBrowsers("customers", (_, open) => {
  it.each([true, false])("have Node's bits on a page, isolated: %s", async (isolated) => {
    const server = await serveRepository({ isolated });
    try {
      const page = await open(server.origin);
      expect(await page.evaluate("runtime.customers()")).toEqual(expected);
      expect(server.paths.filter((path) => path.endsWith("customers.wasm"))).toEqual(["/dist/customers.wasm"]);
      await page.close();
    } finally {
      await server.close();
    }
  });
});
