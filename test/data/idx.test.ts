/**
 * What the IDX reader accepts, and that it gives exactly what is in the file.
 */
import { crc32, gunzipSync, gzipSync } from "node:zlib";
import { dataset, parseIdx } from "fashion-wasm";
import { describe, expect, test } from "vitest";
import { ascii, concat, gz, gzipMember, idx, noise, sameBytes, smallImages, smallLabels } from "./idx-files.js";

describe("plain files", () => {
  test("images keep their shape and bytes, without a copy", async () => {
    const { shape, data } = await parseIdx(smallImages);
    expect(shape).toEqual([5, 4, 3]);
    expect(data).toEqual(noise(60));
    expect(data.buffer).toBe(smallImages.buffer);
  });

  test("labels, in a Buffer that is part of a larger one", async () => {
    const buffer = Buffer.concat([Buffer.alloc(5), smallLabels, Buffer.alloc(5)]);
    const { shape, data } = await parseIdx(buffer.subarray(5, -5), { rank: 1, classes: 10 });
    expect(shape).toEqual([40]);
    expect([...data]).toEqual([...noise(40, 10)]);
  });

  test("a file of exactly the limit is taken", async () => {
    await expect(parseIdx(smallImages, { maxBytes: 76 })).resolves.toMatchObject({ shape: [5, 4, 3] });
  });
});

describe("gzip files", () => {
  const everyField = concat(Uint8Array.of(3, 0, 1, 2, 3), ascii("name\0"), ascii("comment\0"));

  test.each([
    ["level 0", gz(smallImages, 0)],
    ["level 1", gz(smallImages, 1)],
    ["level 9", gz(smallImages, 9)],
    ["Huffman only", new Uint8Array(gzipSync(smallImages, { strategy: 2 }))],
    ["fixed codes", new Uint8Array(gzipSync(smallImages, { strategy: 4 }))],
    ["extra field, name and comment", gzipMember(smallImages, { flags: 1 + 4 + 8 + 16, fields: everyField })],
    ["a header checksum", withHeaderChecksum()],
  ])("%s", async (_, file) => {
    const { shape, data } = await parseIdx(file);
    expect(shape).toEqual([5, 4, 3]);
    expect(data).toEqual(noise(60));
  });

  test("a file of one label is shorter than the longest header", async () => {
    expect((await parseIdx(gz(idx([1], Uint8Array.of(7))))).data).toEqual(Uint8Array.of(7));
  });

  test("small data may be as dense as it likes: 60,000 equal labels", async () => {
    const file = gz(idx([60_000], new Uint8Array(60_000)));
    expect(file.length).toBeLessThan(200);
    expect((await parseIdx(file)).shape).toEqual([60_000]);
  });

  test("sizes around the piece in which data is inflated, against the zlib of Node", async () => {
    for (const size of [2 ** 20 - 1, 2 ** 20, 2 ** 20 + 1, 2 ** 21 + 5]) {
      const file = gz(idx([size, 1, 1], noise(size)), 1);
      const { data } = await parseIdx(file);
      expect(sameBytes(data, gunzipSync(file).subarray(16))).toBe(true);
    }
  });
});

describe("the caller", () => {
  test("may stop it", async () => {
    const reason = new Error("enough");
    await expect(parseIdx(smallImages, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const stop = new AbortController();
    const million = noise(1_000_000, 16);
    const file = gz(idx([16, 1000, 1000], concat(...new Array<Uint8Array>(16).fill(million))), 1);
    const running = parseIdx(file, { signal: stop.signal });
    stop.abort(reason);
    await expect(running).rejects.toBe(reason);
  });

  test.each([
    [undefined, {}],
    ["a path", {}],
    [smallImages, { maxBytes: 0 }],
    [smallImages, { maxBytes: Number.NaN }],
    [smallImages, { limit: 5 }],
  ])("hears of wrong arguments (%#)", async (bytes, options) => {
    await expect(parseIdx(bytes as Uint8Array, options as object)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

describe("two files that belong together", () => {
  test("become a dataset with one channel", async () => {
    const made = await dataset.fromIdx({ images: gz(smallImages), labels: idx([5], Uint8Array.of(0, 1, 2, 1, 0)) });
    expect(made.shape).toEqual([5, 4, 3, 1]);
    expect(made.classNames).toEqual(["0", "1", "2"]);
    expect(made.classCounts()).toEqual([2, 2, 1]);
    expect(made.image(4)).toEqual(noise(60).slice(48));
  });

  test("may come as Blob or ArrayBuffer", async () => {
    const labels = idx([5], Uint8Array.of(0, 1, 2, 1, 0));
    const made = await dataset.fromIdx({ images: new Blob([smallImages.slice()]), labels: labels.slice().buffer });
    expect(made.labels).toEqual(Uint32Array.of(0, 1, 2, 1, 0));
  });

  test("must hold the same number: the error gives both numbers and both names", async () => {
    const names = { images: "a.gz", labels: "b.gz" };
    await expect(dataset.fromIdx({ images: smallImages, labels: smallLabels, names })).rejects.toMatchObject({
      code: "IDX_COUNT",
      message: expect.stringMatching(/a\.gz holds 5 images, b\.gz holds 40 labels/),
    });
  });

  test("must not be swapped, nor missing, nor have labels without a name", async () => {
    const labels = idx([5], Uint8Array.of(0, 1, 2, 1, 0));
    const refused = async (options: Parameters<typeof dataset.fromIdx>[0], code: string) =>
      expect(dataset.fromIdx(options)).rejects.toMatchObject({ code });
    await refused({ images: labels, labels: smallImages }, "IDX_RANK");
    await refused({ images: smallImages, labels, classNames: ["a", "b"] }, "IDX_LABEL");
    await refused({ images: "/nonexistent/images", labels }, "IO");
    await refused({ images: "/dev/zero", labels }, "IO");
    await refused({ images: "/tmp", labels }, "IO");
    await refused({ labels } as unknown as Parameters<typeof dataset.fromIdx>[0], "INVALID_ARGUMENT");
  });
});

/** Flag 2: the lower half of the CRC-32 of the header stands behind it. */
function withHeaderChecksum(): Uint8Array {
  const file = gzipMember(smallImages, { flags: 2, fields: new Uint8Array(2) });
  new DataView(file.buffer).setUint16(10, crc32(file.slice(0, 10)) & 0xffff, true);
  return file;
}
