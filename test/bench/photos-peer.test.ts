/**
 * The Python peers of the photos' bench: they find garments, whatever decodes, and turn by EXIF. No time is asserted.
 *
 * Skipped where they are not installed: node bench/photos/run.mjs --install.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { photosPython } from "../../bench/install/peers.mjs";
import { contestants } from "../../bench/photos/contestants.mjs";
import { readOptions } from "../../bench/photos/options.mjs";
import { photosIn } from "../../bench/photos/photos.mjs";
import { agreement } from "../../bench/photos/report.mjs";
import { PhotosRunner } from "../../bench/photos/runner.mjs";

const COUNT = 24;
const settings = { processes: 1, underWay: 1, checkpoint: readOptions([]).peerModel };

describe.skipIf(photosPython() === "")("the Python peers", () => {
  const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-photos-peer-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const [images, labels] = ["images-idx3", "labels-idx1"].map((part) => resolve(`data/sample/t10k-${part}-ubyte.gz`));
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
  const make = (count: number) =>
    execFileSync(photosPython(), ["bench/photos/make_photos.py", `${images}`, `${labels}`, String(count), folder], {
      env,
      stdio: "pipe",
    });
  beforeAll(() => {
    make(COUNT);
  });

  test.each(contestants.filter(({ host }) => host === "python"))("$id classifies photos", async (entry) => {
    const photos = photosIn(folder, null);
    const runner = new PhotosRunner(entry, { ...settings, files: photos.files });
    await runner.start();
    expect(runner.failure).toBe("");
    expect(agreement(runner.labels, photos.labels)).toBeGreaterThan(0.6);
    const round = await runner.child.ask({ cmd: "round" }, 60);
    const stageSeconds = { decode: expect.any(Number), prepare: expect.any(Number), network: expect.any(Number) };
    expect(round).toEqual({ images: COUNT, seconds: expect.any(Number), stageSeconds });
    await runner.quit();
  });

  test.each(contestants.filter(({ host }) => host === "python"))("$id turns a photo by EXIF", async (entry) => {
    const upright = photosIn(folder, null).files[0] ?? "";
    const turned = join(folder, "turned.jpeg.exif");
    writeFileSync(turned, lying(readFileSync(upright)));
    const code = [
      "import sys; sys.path.insert(0, 'bench/photos')",
      `import importlib, numpy; peer = importlib.import_module("with_${entry.variant?.library}")`,
      `decode = peer.${entry.variant?.decoding === "half" ? "decode_reduced" : "decode"}`,
      "a, b = (numpy.asarray(decode(path)) for path in sys.argv[1:])",
      "print(numpy.array_equal(numpy.rot90(a, -1), b))",
    ];
    expect(
      execFileSync(photosPython(), ["-c", code.join("\n"), upright, turned], { env })
        .toString()
        .trim(),
    ).toBe("True");
    rmSync(turned);
  });

  test("a file that is no JPEG is an error that names it", async () => {
    const path = join(folder, "no.jpg");
    writeFileSync(path, "no");
    for (const id of ["opencv", "pillow"]) {
      const entry = contestants.find((one) => one.id === id) as (typeof contestants)[number];
      const runner = new PhotosRunner(entry, { ...settings, files: [path] });
      await runner.start();
      expect(runner.failure).toContain(path);
    }
    rmSync(path);
  });

  test("more photos than images are refused", () => {
    expect(() => make(101)).toThrow(/100 images, received --count 101 → give 1 to 100/);
  });
});

/** The JPEG with an EXIF segment of orientation 6: to be shown turned by 90° clockwise. */
function lying(jpeg: Buffer): Buffer {
  const tiff = Buffer.from("4d4d002a00000008000101120003000000010006000000000000", "hex");
  const content = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, content.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, content, jpeg.subarray(2)]);
}
