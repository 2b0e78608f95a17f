/**
 * Parts of the package that are scripts of their own: what is said where one cannot be loaded, and that a call answers for
 * what it was given, though its script comes later.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type * as Fashion from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { FashionWasmError } from "../../ts/errors.js";
import * as browser from "../../ts/platform/browser/script-failure.js";
import { laterScript } from "../../ts/platform/later-script.js";
import { garments } from "../model/garments.js";
import { csvOf } from "./csv-files.js";
import { gz, idx } from "./idx-files.js";

const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-later-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy of the package for Node, without the script of a part. */
async function without(part: string): Promise<typeof Fashion> {
  const place = join(folder, part);
  cpSync(fileURLToPath(new URL("../../dist", import.meta.url)), place, { recursive: true });
  const scripts = readdirSync(join(place, "node")).filter((name) => name.startsWith(`${part}-`));
  expect(scripts).toHaveLength(1);
  rmSync(join(place, "node", scripts[0] as string));
  return import(/* @vite-ignore */ pathToFileURL(join(place, "node/index.js")).href);
}

describe("a script that is missing", () => {
  it("of the readers is told by every function that needs it, and by no other", async () => {
    const { dataset, encodePng, loadFashionMnist, parseIdx, photoDataset } = await without("readers");
    const bytes = new Uint8Array(20);
    const calls = {
      fromIdx: dataset.fromIdx({ images: bytes, labels: bytes }),
      fromCsv: dataset.fromCsv({ csv: "x.csv" }),
      fromImages: dataset.fromImages({ images: [bytes], labels: null }),
      fromFolder: dataset.fromFolder({ folder: "x" }),
      loadFashionMnist: loadFashionMnist({ data: "sample" }),
      parseIdx: parseIdx(bytes),
      photoDataset: photoDataset({ folder: "x" }),
    };
    for (const [name, call] of Object.entries(calls)) {
      const error: unknown = await call.catch((error: unknown) => error);
      expect(error, name).toMatchObject({
        name: "FashionWasmError",
        code: "IO",
        message: expect.stringMatching(
          /^the part of the package that reads data sets cannot be loaded: .*readers-.* → keep the files of .*together$/,
        ),
        cause: { code: "ERR_MODULE_NOT_FOUND" },
      });
    }
    const made = dataset.fromArrays({ images: new Uint8Array(8), labels: [0, 1], imageShape: [2, 2, 1] });
    expect(made.shape).toEqual([2, 2, 2, 1]);
    expect((await encodePng(new Uint8Array(4), [2, 2, 1])).length).toBeGreaterThan(50);
  });

  it("of customers is told by what needs it", async () => {
    const { readOrders } = await without("customers");
    await expect(readOrders("orders.csv")).rejects.toMatchObject({
      code: "IO",
      message: expect.stringMatching(
        /^the part of the package for orders and customers cannot be loaded: .*customers-/,
      ),
    });
  });

  it("of batches, and of other programs' weights, is told by what needs them, and by nothing else", async () => {
    const data = garments(8);
    for (const [part, what] of [
      ["batch-feed", "trains on batches"],
      ["load-weights", "reads other programs' weights"],
    ] as const) {
      const { dense, flatten, loadModel, sequential } = await without(part);
      await using model = await sequential([flatten(), dense({ units: 10 })], { inputShape: [28, 28, 1] });
      model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
      const file = await model.serialize();
      const call = part === "batch-feed" ? model.fit(() => data.batches(4)) : model.loadWeights(file);
      const message = expect.stringMatching(
        new RegExp(`^the part of the package that ${what} cannot be loaded: .*${part}-`),
      );
      await expect(call).rejects.toMatchObject({ code: "IO", message });
      const { images, labels } = data;
      await model.fit({ images, labels: labels as Uint32Array });
      await (await loadModel(file)).dispose();
    }
  });

  it("is asked for once by calls at once, and again after it has failed", async () => {
    const load = vi.fn(async () => "exports");
    load.mockRejectedValueOnce(new Error("offline"));
    const both = [laterScript("it", load), laterScript("it", load)];
    for (const call of both) await expect(call).rejects.toThrow(/^it cannot be loaded: offline → /);
    expect(load).toHaveBeenCalledTimes(1);
    expect(await Promise.all([laterScript("it", load), laterScript("it", load)])).toEqual(["exports", "exports"]);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("is DOWNLOAD_FAILED in a browser, with other advice in a service worker", () => {
    const cause = new TypeError("error loading dynamically imported module: http://localhost/readers.js");
    const inPage = browser.scriptFailure("the part", cause);
    expect(inPage).toBeInstanceOf(FashionWasmError);
    expect(inPage).toMatchObject({ code: "DOWNLOAD_FAILED", cause });
    expect(inPage.message).toMatch(
      /^the part cannot be loaded: error loading .*\/readers\.js → .*and reload the page$/,
    );
    vi.stubGlobal("ServiceWorkerGlobalScope", class {});
    try {
      expect(browser.scriptFailure("the part", cause).message).toMatch(/→ module service workers refuse import\(\): /);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

describe("what a call was given may be used for something else, as soon as it has returned", () => {
  const data = garments(30);
  let fashion: typeof Fashion;
  let expected: string;
  beforeAll(async () => {
    // A package whose scripts are all still to come.
    cpSync(fileURLToPath(new URL("../../dist", import.meta.url)), join(folder, "whole"), { recursive: true });
    fashion = await import(/* @vite-ignore */ pathToFileURL(join(folder, "whole/node/index.js")).href);
    expected = await data.fingerprint();
  });

  it("options, labels and bytes of image files", async () => {
    const { dataset, encodePng } = fashion;
    const images: Uint8Array[] = [];
    for (let i = 0; i < 30; i++) images.push(await encodePng(data.image(i) as Uint8Array, [28, 28, 1]));
    const kinds = [Uint8Array, Int32Array, Float64Array].map((Kind) => new Kind(data.labels));
    for (const labels of [...kinds, Array.from(data.labels)]) {
      const options = { images: images.map((file) => file.slice()), labels, classNames: [...data.classNames] };
      const made = dataset.fromImages(options);
      for (const file of options.images) file.fill(0);
      options.images.length = 1;
      options.classNames.length = 0;
      labels.fill(0);
      Object.assign(options, { labels: null });
      expect(await (await made).fingerprint()).toBe(expected);
      expect((await made).classNames).toEqual(data.classNames);
    }
  });

  it("bytes of IDX files and tables", async () => {
    const { dataset } = fashion;
    const files = [idx([30, 28, 28], data.images as Uint8Array), idx([30], Uint8Array.from(data.labels))] as const;
    for (const pack of [gz, (bytes: Uint8Array) => bytes.slice()]) {
      const [images, labels] = [pack(files[0]), pack(files[1])];
      const made = dataset.fromIdx({ images, labels });
      for (const file of [images, labels]) file.fill(0);
      expect(await (await made).fingerprint()).toBe(expected);
    }
    const csv = csvOf(data);
    const made = dataset.fromCsv({ csv });
    csv.fill(0);
    expect(await (await made).fingerprint()).toBe(expected);
  });

  it("the files of a chosen folder", async () => {
    const { dataset, encodePng } = fashion;
    const png = await encodePng(data.image(0) as Uint8Array, [28, 28, 1]);
    const chosen = ["Bag/1.png", "Coat/1.png"].map((name) => new File([Uint8Array.from(png)], name));
    const made = dataset.fromFolder({ folder: chosen });
    chosen.length = 0;
    expect((await made).classNames).toEqual(["Bag", "Coat"]);
  });

  it("what are no options stay what they are, for the message", async () => {
    const { dataset } = fashion;
    const none = (options: unknown) => dataset.fromImages(options as never).catch(({ message }: Error) => message);
    expect(await none(new Map())).toMatch(/^dataset\.fromImages: received an object of class Map →/);
    expect(await none(JSON.parse('{ "__proto__": 1 }'))).toMatch(/unknown option "__proto__"/);
    const images = Object.create({ images: [] });
    expect(await none(images)).toMatch(/images is \[\] → give an array of files/);
    expect(await none({ images: new Set(["x.png"]), labels: null })).toMatch(/images is an object of class Set/);
  });
});
