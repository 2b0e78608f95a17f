/** The bench of photos: its command line, the photos it finds, what its report says, and this package's end of it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { summarize } from "../../bench/measure/statistics.mjs";
import { contestants } from "../../bench/photos/contestants.mjs";
import { readOptions } from "../../bench/photos/options.mjs";
import { photosIn } from "../../bench/photos/photos.mjs";
import { agreement, cpuMs, markdown, ratiosOf } from "../../bench/photos/report.mjs";
import { PhotosRunner } from "../../bench/photos/runner.mjs";

const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-photos-bench-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with these files. */
function folderWith(name: string, files: Record<string, string>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, path, ".."), { recursive: true });
    writeFileSync(join(folder, name, path), content);
  }
  return join(folder, name);
}

describe("the command line", () => {
  test("asks for 7 rounds of all there is by default, and for 11 with a baseline", () => {
    expect(readOptions([])).toMatchObject({
      photos: null,
      count: null,
      peers: null,
      rounds: 7,
      underWay: 8 * availableParallelism(),
    });
    expect(readOptions(["--baseline", "b"])).toMatchObject({ baseline: resolve("b"), rounds: 11 });
    expect(readOptions(["--peers", "none", "--photos", "p"])).toMatchObject({ peers: [], photos: resolve("p") });
  });

  test.each([
    [["--count", "0"], "--count 0: expected a whole number of at least 1"],
    [["--count", ""], "--count : expected a whole number of at least 1"],
    [["--under-way", "2.5"], "--under-way 2.5: expected a whole number of at least 1"],
    [
      ["--peers", "opencv,cv"],
      '--peers opencv,cv: received "cv" → choose from opencv, opencv-half, pillow, pillow-half',
    ],
    [["--peers", ""], '--peers : received ""'],
    [["--peer-model", ""], '--peer-model: received "" → give a path'],
    [["--photos", ""], '--photos: received "" → give a path'],
    [["--baseline", "b", "--rounds", "7"], "--rounds 7: expected a whole number of at least 11 with --baseline"],
    [["--net", "D"], "--help"],
  ])("says what is wrong with %j", (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});

describe("the photos of a folder", () => {
  const table = "index,file,label_number\n0,b.jpg,7\n1,a.JPEG,3\n";
  const path = folderWith("photos", { "b.jpg": "12", "a.JPEG": "345", "c.jpg": "", "photos.csv": table, "n.png": "" });

  test("are its JPEG files by name, with the table's labels", () => {
    const files = ["a.JPEG", "b.jpg", "c.jpg"].map((name) => join(path, name));
    expect(photosIn(path, null)).toEqual({ folder: path, files, bytes: 5, labels: [3, 7, null] });
    expect(photosIn(path, 2)).toMatchObject({ files: files.slice(0, 2), labels: [3, 7] });
    expect(photosIn(folderWith("bare", { "a.jpg": "" }), null).labels).toBeNull();
  });

  test("are refused with a reason", () => {
    expect(() => photosIn(path, 4)).toThrow(/^--count 4: .* holds 3 photos → give 3 or less$/);
    expect(() => photosIn(folderWith("none", { "a.png": "" }), null)).toThrow(/holds no \.jpg → give a folder/);
    expect(() => photosIn(join(folder, "missing"), null)).toThrow(/^--photos .*missing: cannot be read \(ENOENT/);
    const other = folderWith("other", { "a.jpg": "", "photos.csv": "name,label\na.jpg,1\n" });
    expect(() => photosIn(other, null)).toThrow(/has the columns name, label → expected file and label_number/);
  });
});

describe("the report", () => {
  const result = (id: string, rates: number[], labels: number[], stageSeconds?: Record<string, number>) => {
    const times = { wallSeconds: 1, cpuSeconds: 2, othersCpuSeconds: 0, stolenSeconds: 0, waitingCpuSeconds: 0 };
    const rounds = rates.map((rate) => {
      const measured = { images: rate, seconds: 1, imagesPerSecond: rate, ...(stageSeconds && { stageSeconds }) };
      return { ...measured, ...times, disturbed: false, attempts: 1 };
    });
    return { id, title: id, version: "1", peakMemoryMB: 10, labels, summary: summarize(rounds), rounds };
  };
  const seven = (rate: number) => Array.from({ length: 7 }, () => rate);
  const own = result("fashion-wasm", seven(400), [1, 2, 3]);
  const slow = result("pillow", seven(100), [1, 2, 2], { decode: 1, prepare: 0.5, network: 0.1 });
  const fast = result("opencv", seven(200), [0, 2, 3]);

  test("compares this package with each of the others, the fastest first", () => {
    expect(ratiosOf([own, slow, fast])).toMatchObject([
      { against: "opencv", pairedMedian: 2, low: 2, high: 2, rounds: 7 },
      { against: "pillow", pairedMedian: 4 },
    ]);
    expect(ratiosOf([result("fashion-wasm", [4, 4], []), result("opencv", [2, 2], [])])).toEqual([]);
    expect(ratiosOf([slow, fast])).toEqual([]);
  });

  test("knows the CPU time of a photo, and of its stages where they were measured", () => {
    expect([cpuMs(own), cpuMs(slow), cpuMs(slow, "decode"), cpuMs(own, "decode")]).toEqual([5, 20, 10, null]);
  });

  test("compares labels where there are some", () => {
    expect(agreement([1, 2, 3], [1, 2, 2])).toBeCloseTo(2 / 3);
    expect(agreement([1, 2, 3], [null, 2, null])).toBe(1);
    expect([agreement([1], null), agreement([1], [null]), agreement([1], undefined)]).toEqual([null, null, null]);
  });

  test("says all that in Markdown", () => {
    const machine = { date: "2026-01-02T03:04:05.678Z", cpu: "a CPU", cores: 2, memoryGB: 8, system: "an OS" };
    const text = markdown({
      machine: { ...machine, node: "v1", python: null, commit: null, loadAtStart: 0 },
      options: { peerModel: "m.safetensors", processes: 2, underWay: 8, rounds: 7, repeats: 3, tolerance: 0.05 },
      photos: { count: 3, bytes: 300_000, labels: [1, 2, null] },
      missing: [{ title: "pillow-half", reason: "failed: no memory\nat …" }],
      baseline: null,
      results: [own, slow, fast],
    });
    expect(text).toContain("3 JPEG files, 100 kB each on average");
    expect(text).toContain("| opencv | 2.00 | **2.00** | 2.00 – 2.00 | 0 of 7 | faster |");
    expect(text).toContain("| pillow | **100** | 100 – 100 | 20.00 | 10.00 | 5.00 | 1.00 | 100.0 % | 66.7 % | 10 |");
    expect(text).toContain("- left out: pillow-half: failed: no memory\n");
  });
});

describe("this package as a contestant", () => {
  const entry = contestants.find(({ id }) => id === "fashion-wasm") as (typeof contestants)[number];
  const runner = (index: string) => {
    const build = folderWith(`build-${index.length}`, {
      "package.json": '{ "name": "fashion-wasm", "version": "9.9.9", "type": "module" }',
      "dist/node/index.js": index,
    });
    return new PhotosRunner(
      { ...entry, build },
      { files: ["0", "1", "2", "3", "4"], processes: 2, underWay: 3, checkpoint: "" },
    );
  };

  test("classifies all files in each round, as many at once as are asked for, and keeps their order", async () => {
    const classifier = runner(`
      let [now, most] = [0, 0];
      export const photoClassifier = async () => ({
        async classify(file) {
          most = Math.max(most, ++now);
          await new Promise((resolve) => setTimeout(resolve, 20 - 4 * file));
          now--;
          return { labelNumber: Number(file) === 4 ? 100 + most : Number(file) };
        },
      });`);
    await classifier.start();
    expect(classifier).toMatchObject({ failure: "", version: "fashion-wasm 9.9.9", labels: [0, 1, 2, 3, 103] });
    const round = await classifier.child.ask({ cmd: "round" }, 60);
    expect(round).toEqual({ images: 5, seconds: expect.any(Number) });
    await classifier.quit();
  });

  test("fails with a reason when the build classifies no photos, or a photo fails", async () => {
    const without = runner("export {};");
    await without.start();
    expect(without.failure).toMatch(/index\.js: exports no photoClassifier → give a build that classifies photos$/);
    const failing = runner(`export const photoClassifier = async () => ({
      classify: async (file) => { throw new Error(file + " is no JPEG"); } });`);
    await failing.start();
    expect(failing.failure).toBe("0 is no JPEG");
  });
});

test("the peers' Python has the versions of the other pinned lists", () => {
  const pins = (file: string) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.includes("=="));
  const here = new Map(pins("bench/photos/requirements.txt").map((line) => line.split("==") as [string, string]));
  for (const line of [...pins("bench/requirements.txt"), ...pins("scripts/photos/requirements.txt")]) {
    const [name = "", version] = line.split("==");
    if (here.has(name)) expect(`${name} ${here.get(name)}`).toBe(`${name} ${version}`);
  }
});
