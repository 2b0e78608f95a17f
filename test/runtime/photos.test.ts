/**
 * Photos in browsers: files have Node's bits, whatever a page can draw has an answer, and what may not be read is refused.
 *
 * How far the host's own decoder leads away from the file's answer is measured, and told.
 */
import * as fashion from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, expect, it } from "vitest";
import { jpegWithExif, pngWithExif, tiff, webpWithExif } from "../photo/exif-files.js";
import {
  asStored,
  blockJpeg,
  type PillowFile,
  photoOf,
  pillowFiles,
  pngOf,
  python,
  tonesOf,
} from "../photo/photo-files.js";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { photoFiles } from "./photographs.js";
import { type Answer, CDN_HEADERS, type Server, serveRepository } from "./server.js";

const replace: Record<string, Answer> = {};
/** Files that are read in Node and in browsers, and JPEGs of which each second one lies as EXIF says. */
const files: string[] = [];
const jpegs: string[] = [];

function serve(path: string, body: Uint8Array): string {
  replace[path] = { body, headers: { "content-type": `image/${path.slice(path.lastIndexOf(".") + 1)}` } };
  return path;
}

let server: Server;
let foreign: Server;
let expected: Awaited<ReturnType<typeof photoFiles>>;
beforeAll(async () => {
  const plain = photoOf(tonesOf(9), { margins: [6, 3, 2, 4] });
  files.push(serve("/block.jpeg", blockJpeg(plain)));
  files.push(serve("/block-6.jpeg", jpegWithExif(blockJpeg(asStored(plain, 6)), tiff(6))));
  files.push(serve("/plain.png", await pngOf(plain)));
  files.push(serve("/turned.png", pngWithExif(await pngOf(asStored(plain, 8)), tiff(8))));
  if (python !== "") await servePillows();
  server = await serveRepository({ isolated: false, replace });
  const allowed = { ...(replace["/plain.png"] as Answer) };
  const withLeave = { ...allowed, headers: { ...allowed.headers, ...CDN_HEADERS } };
  foreign = await serveRepository({ isolated: false, replace: { "/allowed/plain.png": withLeave, ...replace } });
  expected = await photoFiles(
    inference,
    files.map((path) => `${server.origin}${path}`),
  );
});
afterAll(async () => {
  await closeBrowsers();
  await server.close();
  await foreign.close();
});

/** Coloured photos with shaded grounds, of the qualities and samplings that cameras and shops use. */
async function servePillows(): Promise<void> {
  const dyes = [undefined, [1, 0.6, 0.5], [0.5, 0.7, 1], [0.8, 1, 0.6]] as const;
  const photos = Array.from({ length: 20 }, (_, i) => {
    const dye = dyes[i % 4] ?? ([1, 1, 1] as const);
    // The last are large: a half, a quarter and an eighth of their sides are decoded.
    const scale = [13, 26, 52][i - 17] ?? 5 + (i % 3);
    return photoOf(tonesOf(i), { scale, dye, ground: (x, y) => 250 - (x + 2 * y) / (6 * scale) });
  });
  const position = (i: number) => (i % 2 === 0 ? 1 : 2 + ((i >> 1) % 7));
  const wanted = photos.map((photo, i): PillowFile => {
    return [asStored(photo, position(i)), "JPEG", { quality: 75 + i, subsampling: i % 3, progressive: i === 18 }];
  });
  const webps = photos.slice(0, 3).map((photo, i): PillowFile => [photo, "WEBP", i === 0 ? { lossless: true } : {}]);
  const made = pillowFiles(...wanted, ...webps);
  made.slice(0, 20).forEach((jpeg, i) => {
    const file = i % 2 === 0 ? jpeg : jpegWithExif(jpeg, tiff(position(i), "MM"));
    jpegs.push(serve(`/${i}.jpeg`, file));
  });
  made.slice(20).forEach((webp, i) => {
    const { width, height } = photos[i] as (typeof photos)[number];
    files.push(serve(`/${i}.webp`, i === 2 ? webpWithExif(webp, tiff(5), width, height) : webp));
  });
  files.push(...jpegs.slice(0, 4), ...jpegs.slice(17));
}

it("files have the same bits by both entries, in Node", async () => {
  expect(expected.every(({ same }) => same)).toBe(true);
  const urls = files.map((path) => `${server.origin}${path}`);
  expect(await photoFiles(fashion, urls)).toEqual(expected);
  expect(new Set(expected.slice(0, 4).map(({ pixels }) => pixels)).size).toBe(1);
});

inBrowsers("photos", (kind, open) => {
  const call = async (code: string) => {
    const page = await open(server.origin);
    try {
      return await page.evaluate(code);
    } finally {
      await page.close();
    }
  };

  it.each(["index", "inference"])("files have Node's bits by %s", async (entry) => {
    expect(await call(`runtime.photoFiles("${entry}", ${JSON.stringify(files)})`)).toEqual(expected);
  });

  it("what a page can draw of a JPEG has the file's answer", async () => {
    const found = (await call('runtime.photoPictures("/block-6.jpeg")')) as Record<string, { most: number } | null>;
    const label = expected[0]?.labels[0];
    for (const [way, result] of Object.entries(found)) {
      if (way === "VideoFrame" && result === null) continue; // a browser without
      const most = way === "video" || way === "VideoFrame" ? 16 : 2;
      expect([way, result]).toEqual([way, { label, reasons: [], width: 288, height: 280, most: expect.any(Number) }]);
      expect([way, Number(result?.most) <= most, result]).toEqual([way, true, result]);
    }
  });

  it.skipIf(python === "")("JPEGs that the host decodes and turns lead to nearly the file's image", async () => {
    const found = (await call(`runtime.photoDifferences(${JSON.stringify(jpegs)})`)) as {
      most: number;
      mean: number;
      probability: number;
      sameLabel: boolean;
      sameSize: boolean;
    }[];
    const small = found.slice(0, 17);
    for (const [name, part, limit] of [
      ["upright", small.filter((_, i) => i % 2 === 0), 0.1],
      ["turned by EXIF", small.filter((_, i) => i % 2 === 1), 0.1],
      ["large, which we decode to fewer pixels", found.slice(17), 5],
    ] as const) {
      const mean = part.reduce((sum, one) => sum + one.mean, 0) / part.length;
      const most = Math.max(...part.map((one) => one.most));
      const probability = Math.max(...part.map((one) => one.probability));
      const said = `mean ${mean.toFixed(3)}, at most ${most} tones, the probability by up to ${probability.toFixed(4)}`;
      console.info(`${kind.name}, ${part.length} JPEGs ${name}: <img> and file differ by ${said}`);
      expect(part.every(({ sameSize, sameLabel }) => sameSize && sameLabel)).toBe(true);
      expect(mean).toBeLessThan(limit);
    }
  });

  it("what gives no pixels is refused, another origin's with the way out", async () => {
    const found = await call(`runtime.photoRefusals("${foreign.origin}", "/plain.png")`);
    const origin = /^INVALID_ARGUMENT preparePhoto: the picture comes from another origin.*→ load it with crossOrigin/;
    expect(found).toEqual({
      "a foreign img": expect.stringMatching(origin),
      "a canvas with a foreign img": expect.stringMatching(origin),
      "a foreign img with leave": "1 objects",
      "a foreign file": expect.stringMatching(/^DOWNLOAD_FAILED /),
      "a foreign file with leave": "1 objects",
      "an img without a file": expect.stringMatching(/^INVALID_ARGUMENT preparePhoto: the picture of 0×0.*loaded/),
      "a video without a file": expect.stringMatching(/^INVALID_ARGUMENT preparePhoto: the picture of 0×0.*loaded/),
      "a closed bitmap": expect.stringMatching(/^INVALID_ARGUMENT preparePhoto: the picture of 0×0.*close/),
      "an empty canvas": expect.stringMatching(/^INVALID_ARGUMENT preparePhoto: the picture of 0×0/),
      "a huge canvas": expect.stringMatching(/^IMAGE_TOO_LARGE preparePhoto: the picture of 9000×9000 pixels/),
      "another element": expect.stringMatching(
        /^INVALID_ARGUMENT preparePhoto: the photo is an object of class HTMLBody/,
      ),
    });
  });
});
