/**
 * The entry that only predicts on a static page, without the headers for shared memory: Node's bits, and nothing fetched
 * that is not its own.
 */
import { readFile } from "node:fs/promises";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { CDN_HEADERS, type ServerOptions, serveRepository } from "./server.js";
import { sixtyImages } from "./sixty-images.js";

let expected: Awaited<ReturnType<typeof sixtyImages>>;
beforeAll(async () => {
  expected = await sixtyImages(inference, { engine: "local" });
});
afterAll(closeBrowsers);

it("images have the same bits together, one by one and as floats, in Node's worker too", async () => {
  const [together, ...others] = expected.bits;
  expect(others).toEqual([together, together]);
  expect(await sixtyImages(inference, {})).toEqual(expected);
});

inBrowsers("the inference entry", (_, open) => {
  async function onPage(options: ServerOptions, call: string): Promise<{ outcome: unknown; paths: string[] }> {
    const server = await serveRepository(options);
    try {
      const page = await open(server.origin);
      const outcome = await page.evaluate(call);
      await page.close();
      return { outcome, paths: [...server.paths] };
    } finally {
      await server.close();
    }
  }

  it.each(["worker", "local"])("has Node's bits on a page without COOP and COEP, in its %s", async (engine) => {
    const { outcome, paths } = await onPage({ isolated: false }, `runtime.predict(${JSON.stringify({ engine })})`);
    expect(outcome).toEqual(expected);
    const own = paths.filter((path) => path.startsWith("/dist/"));
    expect(own).toContain("/dist/inference-simd.wasm");
    expect(own).toContain("/dist/pretrained/fashion-mnist.safetensors");
    expect(own.filter((path) => !/\/(inference|chunk)[\w-]*\.(js|wasm)$|\.safetensors$/.test(path))).toEqual([]);
    // Of the chunks none holds the glue of a file that trains.
    for (const path of own.filter((path) => path.endsWith(".js"))) {
      expect(await readFile(new URL(`../..${path}`, import.meta.url), "utf8")).not.toContain("trainBatch");
    }
  });

  it("has Node's bits from another origin, and on an isolated page", async () => {
    const cdn = await serveRepository({ isolated: true, headers: CDN_HEADERS });
    try {
      const call = `runtime.predict(${JSON.stringify({ base: cdn.origin })})`;
      expect((await onPage({ isolated: true }, call)).outcome).toEqual(expected);
    } finally {
      await cdn.close();
    }
  });

  it.each([
    ["worker", "inference-simd.wasm", /inference-simd\.wasm .*404.*wasmUrl/],
    ["local", "inference-simd.wasm", /inference-simd\.wasm .*404.*wasmUrl/],
    ["worker", "inference-worker.js", /inference-worker\.js: .*404.*workerUrl/],
    ["worker", "fashion-mnist.safetensors", /fashion-mnist\.safetensors.*no such file/],
  ])("in its %s says that %s is missing", async (engine, file, message) => {
    const replace = { [file]: { status: 404, body: "not found", headers: { "content-type": "text/plain" } } };
    const call = `runtime.predict(${JSON.stringify({ engine })})`;
    const { outcome } = await onPage({ isolated: false, replace }, call);
    expect(outcome).toMatchObject({ error: { name: "FashionWasmError", message: expect.stringMatching(message) } });
  });
});
