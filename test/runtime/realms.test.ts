/** What an iframe made is what it is, in browsers: its Files, Blobs, URLs, arrays, streams, signals and modules. */
import { dataset, loadFashionMnist, loadModel } from "fashion-wasm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { csvOf } from "../data/csv-files.js";
import { idx } from "../data/idx-files.js";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { PLACES } from "./hundred-garments.js";
import { type Answer, serveRepository } from "./server.js";

const places = {
  csv: PLACES.csv,
  images: PLACES.images,
  labels: PLACES.labels,
  model: "/data/pretrained/fashion-mnist.safetensors",
  engineWasm: "/dist/engine-simd.wasm",
  inferenceWasm: "/dist/inference-simd.wasm",
  dataWasm: "/dist/data.wasm",
};
const replace: Record<string, Answer> = {};
let expected: object;

beforeAll(async () => {
  const data = (await loadFashionMnist({ data: "sample" })).train.take(3);
  const images = idx([3, 28, 28], data.images as Uint8Array);
  const labels = idx([3], Uint8Array.from(data.labels));
  replace[places.csv] = { body: csvOf(data) };
  replace[places.images] = { body: images };
  replace[places.labels] = { body: labels };
  const whole = await (await dataset.fromIdx({ images, labels })).fingerprint();
  const ways = ["bytes", "ArrayBuffer", "Blob", "File", "stream", "URL"];
  await using model = await loadModel(new URL(`../..${places.model}`, import.meta.url), { threads: 1 });
  const outputs = [...(await model.predictOne(data.image(0)))];
  const loads = ["fashion", "inference"].flatMap((entry) =>
    ["worker", "local"].flatMap((engine) => ["bytes", "URL"].map((way) => `${entry}, ${engine}, ${way}`)),
  );
  expected = {
    isForeign: true,
    fingerprints: Object.fromEntries(ways.flatMap((way) => [`${way} as IDX`, `${way} as CSV`].map((k) => [k, whole]))),
    image: true,
    outputs: Object.fromEntries(loads.map((load) => [load, outputs])),
    weights: Array(8).fill(1),
    aborted: ["enough", "enough"],
  };
});
afterAll(closeBrowsers);

inBrowsers("another realm", (_, open) => {
  it("is read like our own", async () => {
    const server = await serveRepository({ isolated: false, replace });
    try {
      const page = await open(server.origin);
      expect(await page.evaluate(`runtime.realms(${JSON.stringify(places)})`)).toEqual(expected);
      await page.close();
    } finally {
      await server.close();
    }
  });
});
