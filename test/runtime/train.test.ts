/**
 * The same build trains in browsers, with and without cross-origin isolation, to the same bits as in Node: chains, and a
 * graph that is saved and predicts, too. More graphs and threads are in graphs.long.test.ts.
 */
import * as fashion from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { graphBits } from "./graph-bits.js";
import { serveRepository } from "./server.js";
import { twentySteps } from "./twenty-steps.js";

let expected: Awaited<ReturnType<typeof twentySteps>>;
/** Of graphs.long.test.ts' nets these two. */
const NETS = ["everything", "catalogue"] as const;
const graphs = new Map<(typeof NETS)[number], Awaited<ReturnType<typeof graphBits>>>();
beforeAll(async () => {
  expected = await twentySteps(fashion, { threads: 1 });
  for (const net of NETS) graphs.set(net, await graphBits(fashion, inference, net, { threads: 1 }));
});
afterAll(closeBrowsers);

it("twenty steps learn something, and two threads give the same bits in Node", async () => {
  expect(expected.losses).toHaveLength(20);
  expect(expected.losses.at(-1)).toBeLessThan((expected.losses[0] as number) - 0.2);
  expect(await twentySteps(fashion, { threads: 2 })).toEqual(expected);
});

it.each(NETS)("%s learns something, and predicts the same once it is saved", (net) => {
  const graph = graphs.get(net) ?? expect.unreachable();
  expect(graph.losses[1]).toBeLessThan(graph.losses[0] as number);
  expect(graph.predicted).toEqual([graph.outputs, graph.outputs]);
});

inBrowsers("twenty steps, and those of a graph, have Node's bits", (_, open) => {
  it.each([
    ["isolated, 2 threads", true, { threads: 2 }, { build: "threads", threads: 2 }],
    ["isolated, 3 threads", true, { threads: 3 }, { build: "threads", threads: 3 }],
    ["isolated, 1 thread", true, { threads: 1 }, { build: "simd", threads: 1 }],
    ["not isolated", false, {}, { build: "simd", threads: 1 }],
  ])("%s", async (_, isolated, options, engine) => {
    const server = await serveRepository({ isolated });
    try {
      const page = await open(server.origin);
      expect(await page.evaluate(`runtime.train(${JSON.stringify(options)})`)).toEqual(expected);
      for (const net of NETS) {
        const ofGraph = await page.evaluate(`runtime.trainGraph("${net}", ${JSON.stringify(options)})`);
        expect(ofGraph).toEqual({ ...graphs.get(net), engine });
      }
      await page.close();
    } finally {
      await server.close();
    }
  });
});
