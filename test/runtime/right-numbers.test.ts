/** Inputs that are easily misunderstood have the right numbers, errors and warnings in Node and on pages. */
import * as fashion from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { rightNumbers } from "./right-numbers.js";
import { serveRepository } from "./server.js";

let expected: Awaited<ReturnType<typeof rightNumbers>>;
beforeAll(async () => {
  expected = await rightNumbers(fashion, inference);
});
afterAll(closeBrowsers);

it("in Node", () => {
  const { accuracy, refused, canvas, half, reused, apart, genuine, unusual, warnings } = expected;
  expect(accuracy[0]).toBeGreaterThan(0.9);
  expect(accuracy).toEqual([accuracy[0], accuracy[0], accuracy[0]]);
  expect(refused).toEqual(["DATA_MISMATCH", "SHAPE_MISMATCH", "SHAPE_MISMATCH", "SHAPE_MISMATCH"]);
  expect(canvas).toEqual([canvas[2], canvas[2], canvas[2]]);
  expect(half).toEqual([half[2], half[2], half[2]]);
  expect(reused).toEqual(apart);
  expect(genuine).toEqual([]);
  expect(unusual).toEqual([null, expect.stringContaining("invert"), expect.stringContaining("invert")]);
  expect(warnings).toEqual([
    expect.stringMatching(/^fashion-wasm: predict: .*light background/),
    expect.stringMatching(/^fashion-wasm: fit: validationData: .*from 0 to 255.*from 0 to 1/),
  ]);
});

inBrowsers("right numbers", (_, open) => {
  it.each([true, false])("as in Node, isolated: %s", async (isolated) => {
    const server = await serveRepository({ isolated });
    try {
      const page = await open(server.origin);
      expect(await page.evaluate("runtime.rightNumbers()")).toEqual(expected);
      await page.close();
    } finally {
      await server.close();
    }
  });
});
