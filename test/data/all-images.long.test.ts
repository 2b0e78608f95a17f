/**
 * All real images: the 10,000 of the test set are the same bytes in every format, and a table of the 60,000 of the training
 * set is read within 300 MB by a process of its own.
 */
import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createGzip } from "node:zlib";
import { type Dataset, dataset, encodePng, type FashionMnist, loadFashionMnist } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csvOf } from "./csv-files.js";
import { gz, idx, sameBytes } from "./idx-files.js";

const GIVEN_MB = 300;
let scratch: string;
let real: FashionMnist;
let fingerprint: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "fashion-wasm-all-"));
  real = await loadFashionMnist();
  expect([real.train.length, real.test.length]).toEqual([60_000, 10_000]);
  fingerprint = await real.test.fingerprint();
});
afterAll(() => rm(scratch, { recursive: true }));

/** The table, a thousand rows at a time. */
function* table(data: Dataset): Generator<Uint8Array> {
  for (let i = 0; i < data.length; i += 1000) yield csvOf(data.slice(i, i + 1000), { header: i === 0 });
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  console.info(`${what}: ${((performance.now() - start) / 1000).toFixed(2)} s`);
  return result;
}

describe("10,000 images", () => {
  it("are the same from IDX", async () => {
    const labels = idx([10_000], Uint8Array.from(real.test.labels));
    const images = idx([10_000, 28, 28], real.test.images as Uint8Array);
    for (const [kind, pack] of [
      ["plain", (bytes: Uint8Array) => bytes],
      ["gzip", gz],
    ] as const) {
      const [imageFile, labelFile] = [join(scratch, `images-${kind}`), join(scratch, `labels-${kind}`)];
      await writeFile(imageFile, pack(images));
      await writeFile(labelFile, pack(labels));
      const read = await timed(`IDX, ${kind}`, () => dataset.fromIdx({ images: imageFile, labels: labelFile }));
      expect(await read.fingerprint()).toBe(fingerprint);
    }
  });

  it("are the same from CSV", async () => {
    const plain = join(scratch, "test.csv");
    await pipeline(Readable.from(table(real.test)), createWriteStream(plain));
    await pipeline(Readable.from(table(real.test)), createGzip(), createWriteStream(`${plain}.gz`));
    for (const csv of [plain, `${plain}.gz`]) {
      const read = await timed(csv, () => dataset.fromCsv({ csv }));
      expect(await read.fingerprint()).toBe(fingerprint);
    }
  });

  it("are the same from a folder of PNG files, class by class", async () => {
    const folder = join(scratch, "png");
    const order = Array.from({ length: 10_000 }, (_, i) => i).sort(
      (a, b) => real.test.label(a) - real.test.label(b) || a - b,
    );
    for (let i = 0; i < 10; i++) await mkdir(join(folder, String(i)), { recursive: true });
    for (const i of order) {
      const png = await encodePng(real.test.image(i) as Uint8Array, [28, 28, 1]);
      await writeFile(join(folder, `${real.test.label(i)}/${String(i).padStart(5, "0")}.png`), png);
    }
    const read = await timed("PNG", () => dataset.fromFolder({ folder }));
    expect(read.classCounts()).toEqual(new Array(10).fill(1000));
    expect([...read.labels]).toEqual(order.map((i) => real.test.label(i)));
    expect(order.every((from, i) => sameBytes(read.image(i), real.test.image(from)))).toBe(true);
  });
});

describe("60,000 images in CSV", () => {
  beforeAll(async () => {
    const plain = join(scratch, "train.csv");
    await pipeline(Readable.from(table(real.train)), createWriteStream(plain));
    await pipeline(Readable.from(table(real.train)), createGzip(), createWriteStream(`${plain}.gz`));
  });

  it.each(["train.csv", "train.csv.gz"])("are read from %s by a process of at most 300 MB", async (name) => {
    const program = `
      import { dataset } from ${JSON.stringify(new URL("../../dist/node/index.js", import.meta.url).href)};
      const start = performance.now();
      const data = await dataset.fromCsv({ csv: process.argv[1] });
      const seconds = (performance.now() - start) / 1000;
      const megabytes = process.resourceUsage().maxRSS / 1024;
      console.log(JSON.stringify({ seconds, megabytes, shape: data.shape, fingerprint: await data.fingerprint() }));
    `;
    const command = ["--input-type=module", "--eval", program, join(scratch, name)];
    const { stdout } = await promisify(execFile)(process.execPath, command);
    const report = JSON.parse(stdout) as { seconds: number; megabytes: number; shape: number[]; fingerprint: string };
    console.info(`${name}: ${report.seconds.toFixed(2)} s, ${report.megabytes.toFixed(0)} MB`);
    expect(report.shape).toEqual([60_000, 28, 28, 1]);
    expect(report.fingerprint).toBe(await real.train.fingerprint());
    expect(report.megabytes).toBeLessThanOrEqual(GIVEN_MB);
  });
});
