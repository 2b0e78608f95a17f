/**
 * `init({ baseUrl })`: all that is fetched at run time comes from that folder, whatever form names it; single files go before
 * it; each entry keeps its own.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { dataset, dense, type ErrorCode, flatten, init, loadFashionMnist, pretrained, sequential } from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { expectRefusal } from "./refusal.js";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
let folder: string;
let empty: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fashion-wasm base url-"));
  empty = join(folder, "empty");
  mkdirSync(empty);
  cpSync(dist, folder, { recursive: true, filter: (path) => !/dist.(node|browser|types)$/.test(path) });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  await init();
  await inference.init();
});

const make = (options: { threads?: number; engine?: "worker" | "local" } = {}) =>
  sequential([flatten(), dense({ units: 2 })], { inputShape: [2, 2, 1], seed: 1, ...options });
const csv = new TextEncoder().encode("label,pixel1\n1,2\n");

describe.each<[string, () => string | URL]>([
  ["a path", () => folder],
  ["a path that ends with a slash", () => `${folder}/`],
  ["a path from here", () => join("..", "..", "..", "..", "..", "..", "..", "..", folder)],
  ["a URL", () => pathToFileURL(folder)],
  ["a URL as text", () => `${pathToFileURL(folder).href}/`],
])("%s", (_, baseUrl) => {
  it("serves the engines, the data and the trained model of both entries", async () => {
    await init({ baseUrl: baseUrl() });
    for (const threads of [1, 2]) await (await make({ threads })).dispose();
    expect((await loadFashionMnist({ data: "sample" })).train.length).toBe(500);
    await (await pretrained({ threads: 1 })).dispose();
    await inference.init({ baseUrl: baseUrl() });
    await (await inference.pretrained()).dispose();
  });
});

describe("a folder without the files", () => {
  it.each<[ErrorCode, string, () => Promise<unknown>]>([
    ["ENGINE_START_FAILED", "engine-simd.wasm", () => make({ threads: 1 })],
    ["ENGINE_START_FAILED", "engine-threads.wasm", () => make({ threads: 2 })],
    ["IO", "fashion-mnist.safetensors", () => pretrained()],
    ["IO", "train-images-idx3-ubyte.gz", () => loadFashionMnist({ data: "sample" })],
    ["ENGINE_START_FAILED", "inference-simd.wasm", () => inference.loadModel(new Uint8Array(10))],
  ])("%s says that %s is not there", async (code, file, call) => {
    await init({ baseUrl: empty });
    await inference.init({ baseUrl: empty });
    await expectRefusal(call, code, [empty, file, "init({ baseUrl })"]);
  });

  it("is not asked for what single options name", async () => {
    const wasmBytes = { simd: readFileSync(join(dist, "engine-simd.wasm")) };
    await init({ baseUrl: empty, wasmBytes, workerUrl: join(dist, "engine-worker-simd.js") });
    await (await make({ threads: 1 })).dispose();
  });

  it("of one entry does not concern the other", async () => {
    await inference.init({ baseUrl: empty });
    await (await make({ threads: 1 })).dispose();
    await init({ baseUrl: empty });
    await inference.init();
    await (await inference.pretrained()).dispose();
  });

  it("is not asked for data.wasm where that is given, or was read before", async () => {
    await init({ baseUrl: empty, dataWasm: readFileSync(join(dist, "data.wasm")) });
    expect((await dataset.fromCsv({ csv })).length).toBe(1);
  });
});

it.each<[unknown, string]>([
  [7, "baseUrl"],
  ["", "baseUrl"],
  ["http://host/files/?version=1", "without ? and #"],
  ["http://host/files/#a", "without ? and #"],
  ["http:host/files", "lacks a slash"],
  ["https://me:secret@host/", "…@host"],
  ["data:,files/", "the address of a folder"],
])("%j is refused", async (baseUrl, what) => {
  for (const each of [init, inference.init]) {
    await expectRefusal(() => each({ baseUrl: baseUrl as string }), "INVALID_ARGUMENT", [what]);
  }
});
