/**
 * Reading data in browsers: the same fingerprints as in Node from every format and source, the same bytes of PNG files, and
 * data.wasm is fetched once, when it is first needed.
 */
import { readFile } from "node:fs/promises";
import { dataset, encodePng, loadFashionMnist, sheetPng } from "fashion-wasm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { csvOf } from "../data/csv-files.js";
import { gz, idx } from "../data/idx-files.js";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { PLACES } from "./hundred-garments.js";
import { type Answer, serveRepository } from "./server.js";

const replace: Record<string, Answer> = {};
const options: { png: string[]; labels: number[] } = { png: [], labels: [] };
let expected: object;

beforeAll(async () => {
  const garments = (await loadFashionMnist({ data: "sample" })).train.take(100);
  const labels = Uint8Array.from(garments.labels);
  replace[PLACES.csv] = { body: csvOf(garments) };
  replace[PLACES.gzip] = { body: gz(csvOf(garments)) };
  replace[PLACES.images] = { body: idx([100, 28, 28], garments.images as Uint8Array) };
  replace[PLACES.labels] = { body: idx([100], labels) };
  const first = garments.take(20);
  for (let i = 0; i < first.length; i++) {
    options.png.push(Buffer.from(await encodePng(first.image(i) as Uint8Array, [28, 28, 1])).toString("base64"));
    options.labels.push(first.label(i));
  }
  const all = await dataset.fromIdx({
    images: replace[PLACES.images]?.body as Uint8Array,
    labels: replace[PLACES.labels]?.body as Uint8Array,
  });
  const whole = await all.fingerprint();
  const files = options.png.map((png, i) => {
    const name = `${options.labels[i]}/${String(i).padStart(3, "0")}.png`;
    return new File([Uint8Array.from(Buffer.from(png, "base64"))], name);
  });
  const sheet = await sheetPng(all.take(7), { columns: 3 });
  expected = {
    fingerprints: {
      ...{ idx: whole, idxFile: whole, csvUrl: whole, gzipUrl: whole, gzipFile: whole, body: whole },
      images: await first.fingerprint(),
      folder: await (await dataset.fromFolder({ folder: files })).fingerprint(),
    },
    errors: [
      'CSV_VALUE wrong.csv: row 1 (line 1), column 5 (pixel4): is "256", expected a whole number from 0 to 255',
      "DOWNLOAD_FAILED",
    ],
    png: options.png[0],
    sheet: sheet.reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7),
    greys: [76, 150, 29],
    same: true,
  };
  expect(whole).toBe(await garments.fingerprint());
});
afterAll(closeBrowsers);

const wasmOf = (paths: readonly string[]) => paths.filter((path) => path.endsWith(".wasm"));

inBrowsers("data", (_, open) => {
  it.each([
    ["isolated", true, {}, "/dist/data.wasm"],
    ["not isolated", false, {}, "/dist/data.wasm"],
    ["by init({ dataWasm })", false, { dataWasm: "../../elsewhere/data.wasm" }, "/elsewhere/data.wasm"],
  ])(
    "has Node's fingerprints on a page, %s, and is read by one file that is fetched once",
    async (_, isolated, settings, place) => {
      const body = await readFile(new URL("../../dist/data.wasm", import.meta.url));
      const server = await serveRepository({ isolated, replace: { ...replace, "/elsewhere/data.wasm": { body } } });
      try {
        const page = await open(server.origin);
        expect(await page.evaluate(`runtime.data(${JSON.stringify({ ...options, ...settings })})`)).toEqual(expected);
        expect(wasmOf(server.paths)).toEqual([place]);
        await page.close();
      } finally {
        await server.close();
      }
    },
  );

  it("is not read by data.wasm where IDX files are all that is read", async () => {
    const server = await serveRepository({ isolated: false, replace });
    try {
      const page = await open(server.origin);
      const call = `runtime.idx(${JSON.stringify(PLACES)})`;
      expect(await page.evaluate(call)).toEqual([100, 28, 28, 1]);
      expect(wasmOf(server.paths)).toEqual([]);
      await page.close();
    } finally {
      await server.close();
    }
  });

  it("says that data.wasm is missing, and tries again", async () => {
    const missing = { status: 404, body: "not found", headers: { "content-type": "text/plain" } };
    const server = await serveRepository({ isolated: false, replace: { ...replace, "/dist/data.wasm": missing } });
    try {
      const page = await open(server.origin);
      const call = `runtime.twice(${JSON.stringify(PLACES)}, "/crates/data/pkg-data/engine_bg.wasm")`;
      expect(await page.evaluate(call)).toEqual({
        error: {
          name: "FashionWasmError",
          code: "ENGINE_START_FAILED",
          message: expect.stringMatching(/data\.wasm.*404.*dataWasm/),
        },
        shape: [100, 28, 28, 1],
      });
      await page.close();
    } finally {
      await server.close();
    }
  });
});
