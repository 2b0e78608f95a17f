/**
 * The maker of simulated product photos: the same bytes however it is run, and a table that tells what the files are.
 *
 * Without the tests' Python (scripts/setup/python.mjs) it is skipped.
 */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fashionMnistClassNames } from "../../ts/data/fashion-mnist-classes.js";

const python = process.env.FASHION_WASM_PYTHON ?? "";
const images = resolve("data/sample/t10k-images-idx3-ubyte.gz");
const labels = resolve("data/sample/t10k-labels-idx1-ubyte.gz");
const count = 12;

/** Runs the maker; rejects with what it wrote to its standard error. */
async function make(out: string, ...more: string[]): Promise<void> {
  const args = [resolve("scripts/photos/make.py"), "--images", images, "--labels", labels, "--out", out, ...more];
  await promisify(execFile)(python, args, { env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } });
}

/** The folder's files by name. */
async function contents(folder: string): Promise<Record<string, Buffer>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))])));
}

/** Size and subsampling as a JPEG's frame header (SOF0) tells them. */
function frame(jpeg: Buffer) {
  const at = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  const sampling = jpeg[at + 11] === 0x22 ? "4:2:0" : "4:4:4";
  return { height: String(jpeg.readUInt16BE(at + 5)), width: String(jpeg.readUInt16BE(at + 7)), subsampling: sampling };
}

it("scripts/photos and the tests pin the same versions", async () => {
  const pins = async (file: string) => (await readFile(file, "utf8")).split("\n").filter((line) => line.includes("=="));
  const tests = await pins("scripts/test-requirements.txt");
  expect(tests).toEqual(expect.arrayContaining(await pins("scripts/photos/requirements.txt")));
});

describe.skipIf(python === "")("scripts/photos/make.py", () => {
  let folder: string;
  let once: Record<string, Buffer>;
  let rows: Record<string, string>[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fashion-wasm-photos-"));
    await make(join(folder, "once"), "--count", String(count));
    once = await contents(join(folder, "once"));
    const [head = "", ...lines] = String(once["photos.csv"]).trimEnd().split("\n");
    const names = head.split(",");
    rows = lines.map((line) => Object.fromEntries(line.split(",").map((value, n) => [names[n] ?? "", value])));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("makes the same bytes in two runs, from elsewhere on, and in two processes", async () => {
    const twice = join(folder, "twice");
    await make(twice, "--first", "5", "--count", "4", "--processes", "2");
    await make(twice, "--count", String(count));
    const again = await contents(twice);
    expect(Object.keys(again)).toEqual(Object.keys(once));
    for (const [name, bytes] of Object.entries(once)) expect(again[name]?.equals(bytes), name).toBe(true);
  });

  it("tells in the table what the photos are", async () => {
    const numbers = gunzipSync(await readFile(labels)).subarray(8);
    expect(rows).toHaveLength(count);
    for (const [index, row] of rows.entries()) {
      const number = numbers[index] ?? -1;
      const file = `${String(index).padStart(5, "0")}.jpg`;
      const label = { label_number: String(number), label: fashionMnistClassNames[number] };
      expect(row).toMatchObject({ file, index: String(index), ...label, ...frame(once[file] ?? Buffer.alloc(0)) });
      expect(row.view === "upright").toBe(row.part !== "turned");
      expect(Number(row.angle) !== 0).toBe(row.view?.endsWith("turned"));
      if (row.part === "textured") expect(Number(row.texture_sd)).toBeGreaterThanOrEqual(20);
    }
  });

  it("leaves a margin of 2 % around the garment's box, which is 35 to 90 % of the shorter side", () => {
    for (const row of rows) {
      const [width, height, left, top, right, bottom] = ["width", "height", "left", "top", "right", "bottom"].map(
        (name) => Number(row[name]),
      ) as [number, number, number, number, number, number];
      const side = Math.min(width, height);
      expect(Math.min(left, top, width - right, height - bottom), row.file).toBeGreaterThanOrEqual(0.02 * side);
      const longer = Math.max(right - left, bottom - top) / side;
      expect(longer, row.file).toBeGreaterThan(0.34);
      expect(longer, row.file).toBeLessThan(0.92);
    }
  });

  it("refuses what it would mistake: a folder of another seed, labels for images, too many", async () => {
    const old = join(folder, "once");
    await expect(make(old, "--seed", "2")).rejects.toThrow("have another origin (seed) → give another --out");
    await expect(make(join(folder, "new"), "--images", labels)).rejects.toThrow("magic number 0x801, expected 0x803");
    await expect(make(join(folder, "new"), "--count", "101")).rejects.toThrow("give 100 or less");
  });
});
