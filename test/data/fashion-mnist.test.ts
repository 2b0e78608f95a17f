/**
 * The real Fashion-MNIST and the shipped sample: what is in them, where they are looked for, what is said if not there.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import { type Dataset, fashionMnistClassNames, loadFashionMnist, parseIdx } from "fashion-wasm";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { gz, idx, noise, sameBytes } from "./idx-files.js";

const sample = fileURLToPath(new URL("../../data/sample", import.meta.url));
const names = ["train-images", "train-labels", "t10k-images", "t10k-labels"].map(
  (name) => `${name}-idx${name.endsWith("images") ? 3 : 1}-ubyte`,
);
const scratch = mkdtempSync(join(tmpdir(), "fashion-wasm-data-"));
afterAll(() => rmSync(scratch, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

/** A folder of its own with the four files of the sample, changed by `change`. */
function folderWith(name: string, change: (folder: string) => void = () => {}): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  for (const file of names) copyFileSync(join(sample, `${file}.gz`), join(folder, `${file}.gz`));
  change(folder);
  return folder;
}

/** Of all pixels, in units of 255. */
function meanAndDeviation({ images }: Dataset): [number, number] {
  const counts = new Uint32Array(256);
  for (const value of images) counts[value] = (counts[value] as number) + 1;
  const mean = counts.reduce((sum, count, value) => sum + count * value, 0) / images.length;
  const variance = counts.reduce((sum, count, value) => sum + count * (value - mean) ** 2, 0) / images.length;
  return [mean / 255, Math.sqrt(variance) / 255];
}

describe("the real data", () => {
  let real: Awaited<ReturnType<typeof loadFashionMnist>>;
  beforeAll(async () => {
    vi.stubEnv("FASHION_WASM_DATA", "");
    real = await loadFashionMnist();
  });

  test("has 60,000 and 10,000 images, the same number of each class", () => {
    expect(real.train.shape).toEqual([60000, 28, 28, 1]);
    expect(real.test.shape).toEqual([10000, 28, 28, 1]);
    expect(real.train.classCounts()).toEqual(new Array(10).fill(6000));
    expect(real.test.classCounts()).toEqual(new Array(10).fill(1000));
  });

  test("begins with the known labels, in the known classes", () => {
    const labels = (part: Dataset) => Array.from({ length: 10 }, (_, i) => part.label(i));
    expect(labels(real.train)).toEqual([9, 0, 0, 3, 0, 2, 7, 2, 5, 5]);
    expect(labels(real.test)).toEqual([9, 2, 1, 1, 6, 1, 4, 6, 5, 7]);
    expect(real.train.classNames[real.train.label(0)]).toBe("Ankle boot");
    expect(real.train.classNames).toEqual(fashionMnistClassNames);
  });

  test("has the mean and deviation that are written of it: 0.2860 and 0.3530", () => {
    const [mean, deviation] = meanAndDeviation(real.train);
    expect(mean).toBeCloseTo(0.286, 4);
    expect(deviation).toBeCloseTo(0.353, 4);
  });

  test.runIf(existing("/usr/share/datasets/fashion-mnist"))("has the bytes that Node's own zlib reads", async () => {
    const file = readFileSync("/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz");
    const { data } = await parseIdx(file);
    expect(sameBytes(data, gunzipSync(file).subarray(16))).toBe(true);
    expect(sameBytes(data, real.test.images)).toBe(true);
  });

  test.runIf(existing("/usr/share/datasets/fashion-mnist"))("gives the shipped sample again, to the byte", () => {
    const script = fileURLToPath(new URL("../../scripts/sample/make.mjs", import.meta.url));
    const again = join(scratch, "again");
    execFileSync(process.execPath, [script, "/usr/share/datasets/fashion-mnist", again]);
    for (const name of names) {
      expect(readFileSync(join(again, `${name}.gz`)).equals(readFileSync(join(sample, `${name}.gz`)))).toBe(true);
    }
  });
});

describe("the sample", () => {
  test("is balanced, and says that it is the sample", async () => {
    const { train, test: tested, origin } = await loadFashionMnist({ data: "sample" });
    expect(train.shape).toEqual([500, 28, 28, 1]);
    expect(train.classCounts()).toEqual(new Array(10).fill(50));
    expect(tested.shape).toEqual([100, 28, 28, 1]);
    expect(tested.classCounts()).toEqual(new Array(10).fill(10));
    expect(origin).toMatch(/sample.*500.*100.*not comparable/);
  });

  test("looks like the whole, and its classes are mixed", async () => {
    const { train } = await loadFashionMnist({ data: "sample" });
    const [mean, deviation] = meanAndDeviation(train);
    expect(Math.abs(mean - 0.286)).toBeLessThan(0.02);
    expect(Math.abs(deviation - 0.353)).toBeLessThan(0.02);
    expect(Math.max(...train.take(50).classCounts())).toBeLessThan(15);
  });
});

describe("a place that was named", () => {
  const load = (data: string | URL) => loadFashionMnist({ data });

  test("is a folder with the published files, or unpacked ones, as path or URL", async () => {
    const packed = await load(folderWith("packed"));
    expect(packed.origin).toBe(join(scratch, "packed"));
    const unpacked = folderWith("unpacked", (folder) => {
      for (const name of names) {
        writeFileSync(join(folder, name), gunzipSync(readFileSync(join(folder, `${name}.gz`))));
        rmSync(join(folder, `${name}.gz`));
      }
    });
    const { train } = await load(pathToFileURL(unpacked));
    expect(sameBytes(train.images, packed.train.images)).toBe(true);
    expect(train.labels).toEqual(packed.train.labels);
  });

  test("may be named by FASHION_WASM_DATA; the argument goes first", async () => {
    vi.stubEnv("FASHION_WASM_DATA", join(scratch, "packed"));
    expect((await loadFashionMnist()).origin).toBe(join(scratch, "packed"));
    expect((await load("sample")).origin).toMatch(/sample/);
    vi.stubEnv("FASHION_WASM_DATA", "/nonexistent");
    await expect(loadFashionMnist()).rejects.toMatchObject({
      code: "DATA_NOT_FOUND",
      message: expect.stringMatching(/\/nonexistent.*FASHION_WASM_DATA/),
    });
  });

  test.each([
    [
      "does not exist",
      () => "/nonexistent",
      "DATA_NOT_FOUND",
      /\/nonexistent does not exist → name the folder with train-images/,
    ],
    ["is a file", () => join(sample, "README.md"), "DATA_NOT_FOUND", /README\.md is not a folder/],
    [
      "is another folder",
      () => join(sample, ".."),
      "DATA_NOT_FOUND",
      /has none of the four files; it holds photos, pretrained, sample/,
    ],
    [
      "lacks a file",
      () => folderWith("incomplete", (folder) => rmSync(join(folder, "t10k-labels-idx1-ubyte.gz"))),
      "DATA_NOT_FOUND",
      /has no t10k-labels-idx1-ubyte; it holds t10k-images/,
    ],
    ["is empty text", () => "", "INVALID_ARGUMENT", /data is ""/],
    ["is a number", () => 5 as unknown as string, "INVALID_ARGUMENT", /data is 5/],
  ])("and %s: one line that says what to do", async (_, data, code, message) => {
    const error = await load(data()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect((error as Error).message).not.toContain("\n");
  });

  test.each([
    ["a file cut short", "GZIP_TRUNCATED", "train-images-idx3-ubyte.gz", (file: Uint8Array) => file.slice(0, 90_000)],
    ["labels of another length", "IDX_COUNT", "train-labels-idx1-ubyte.gz", () => gz(idx([499], noise(499, 10)))],
    ["a label that is none", "IDX_LABEL", "t10k-labels-idx1-ubyte.gz", () => gz(idx([100], noise(100, 11)))],
    ["images of another size", "IDX_SHAPE", "t10k-images-idx3-ubyte.gz", () => gz(idx([100, 32, 32], noise(102_400)))],
    ["two files swapped", "IDX_RANK", "train-images-idx3-ubyte.gz", () => gz(idx([500], noise(500, 10)))],
    ["a web page", "IDX_MAGIC", "train-images-idx3-ubyte.gz", () => new TextEncoder().encode("<!DOCTYPE html>")],
  ])("with %s: %s, with the file's name", async (_, code, file, change) => {
    const folder = folderWith(`${code}-${Math.random()}`, (made) => {
      writeFileSync(join(made, file), change(new Uint8Array(readFileSync(join(made, file)))));
    });
    await expect(load(folder)).rejects.toMatchObject({ code, message: expect.stringContaining(join(folder, file)) });
  });
});

describe("a server", () => {
  let server: Server;
  let base = "";
  const answers = new Map<string, Uint8Array | number | "page">();
  beforeAll(async () => {
    server = createServer((request, response) => {
      const answer = answers.get(request.url ?? "") ?? 404;
      if (request.url?.startsWith("/short/"))
        response.writeHead(200, { "content-length": 999 }).write("abc", () => response.destroy());
      else if (answer === "page") response.writeHead(200, { "content-type": "text/html" }).end("<!DOCTYPE html>");
      else if (typeof answer === "number") response.writeHead(answer).end();
      else response.end(answer);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const name of names) {
      const file = new Uint8Array(readFileSync(join(sample, `${name}.gz`)));
      answers.set(`/packed/${name}.gz`, file);
      answers.set(`/unpacked/${name}`, new Uint8Array(gunzipSync(file)));
      // As development servers answer for what they do not have.
      answers.set(`/unpacked/${name}.gz`, "page");
      answers.set(`/broken/${name}.gz`, 500);
    }
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test("gives the files, packed or unpacked", async () => {
    const packed = await loadFashionMnist({ data: `${base}/packed` });
    const unpacked = await loadFashionMnist({ data: new URL(`${base}/unpacked/`) });
    expect(packed.train.shape).toEqual([500, 28, 28, 1]);
    expect(sameBytes(unpacked.train.images, packed.train.images)).toBe(true);
    expect(packed.origin).toBe(`${base}/packed`);
  });

  test("has no such files, or fails, or is not there", async () => {
    const refused = (data: string, code: string, message: RegExp) =>
      expect(loadFashionMnist({ data })).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    await refused(`${base}/elsewhere`, "DATA_NOT_FOUND", /has neither the four files nor fashion-mnist_train\.csv →/);
    await refused(`${base}/short`, "DOWNLOAD_FAILED", /cannot download .*train-images-idx3-ubyte\.gz: /);
    await refused(`${base}/broken`, "DOWNLOAD_FAILED", /the server answered 500/);
    await refused(
      "http://127.0.0.1:45/x",
      "DOWNLOAD_FAILED",
      /cannot download http:\/\/127\.0\.0\.1:45\/x\/train-images/,
    );
  });
});

test("a signal ends the loading", async () => {
  const reason = new Error("enough");
  await expect(loadFashionMnist({ data: "sample", signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const stop = new AbortController();
  const loading = loadFashionMnist({ data: "sample", signal: stop.signal });
  stop.abort(reason);
  await expect(loading).rejects.toBe(reason);
});

function existing(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}
