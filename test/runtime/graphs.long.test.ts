/**
 * Nets that are graphs train in browsers to Node's bits, in both builds, on any number of threads, and so predict when they
 * are loaded again: `npm run test:long -- graphs`. train.test.ts has one of them, with a part of these cases.
 */
import * as fashion from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { graphBits, trainedGraph } from "./graph-bits.js";
import { graphNets } from "./graph-nets.js";
import { type Answer, serveRepository } from "./server.js";

type Net = keyof ReturnType<typeof graphNets>;

const NETS = Object.keys(graphNets(fashion)) as Net[];
const THREADS = [1, 2, 3, 8];
/** Without isolation no memory is shared: the build is "simd", however many threads are asked for. */
const PAGES = [true, false].flatMap((isolated) => THREADS.map((threads) => ({ isolated, threads })));

const engineOf = (threads: number) => ({ build: threads === 1 ? "simd" : "threads", threads });
const fileOf = (net: Net) => `/${net.replaceAll(" ", "-")}.safetensors`;

const expected = new Map<Net, Omit<Awaited<ReturnType<typeof graphBits>>, "engine">>();
const replace: Record<string, Answer> = {};

beforeAll(async () => {
  for (const net of NETS) {
    const { engine, file, ...trained } = await trainedGraph(fashion, net, { threads: 1 });
    expect(engine).toEqual(engineOf(1));
    expected.set(net, { ...trained, predicted: [trained.outputs, trained.outputs] });
    replace[fileOf(net)] = { body: file };
  }
});
afterAll(closeBrowsers);

describe.each(NETS)("%s in Node", (net) => {
  it("learns, and another seed gives other bits", async () => {
    const { losses, weightsSha256, outputs } = expected.get(net) ?? expect.unreachable();
    expect(losses[1]).toBeLessThan(losses[0] ?? 0);
    const other = await trainedGraph(fashion, net, { threads: 1, seed: 8 });
    expect(other.weightsSha256).not.toBe(weightsSha256);
    expect(other.outputs).not.toBe(outputs);
  });

  it.each(THREADS)("has the same bits on %i threads", async (threads) => {
    const bits = await graphBits(fashion, inference, net, { threads });
    expect(bits).toEqual({ engine: engineOf(threads), ...expected.get(net) });
  });
});

inBrowsers("graphs have Node's bits", (_, open) => {
  async function onPage(isolated: boolean, call: string): Promise<unknown> {
    const server = await serveRepository({ isolated, replace });
    try {
      const page = await open(server.origin);
      const outcome = await page.evaluate(call);
      await page.close();
      return outcome;
    } finally {
      await server.close();
    }
  }

  describe.each(NETS)("%s", (net) => {
    it.each(PAGES)("trained, isolated: $isolated, threads: $threads", async ({ isolated, threads }) => {
      const bits = await onPage(isolated, `runtime.trainGraph(${JSON.stringify(net)}, { threads: ${threads} })`);
      expect(bits).toEqual({ engine: engineOf(isolated ? threads : 1), ...expected.get(net) });
    });

    it("saved by Node", async () => {
      const outputs = await onPage(false, `runtime.predictGraph(${JSON.stringify(fileOf(net))})`);
      expect(outputs).toEqual(expected.get(net)?.predicted);
    });
  });
});
