/** The TypeScript reader of .safetensors, on files as they should be and as strangers might send them. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readSafetensors } from "../../ts/checkpoint/safetensors.js";
import { bytesFile } from "../../ts/platform/byte-file.js";
import { fileWith, safetensorsFile } from "./safetensors-file.js";

const floats = (...values: number[]) => new Float32Array(values);
const entry = (dtype: unknown, shape: unknown, offsets: unknown) =>
  JSON.stringify({ dtype, shape, data_offsets: offsets });
/** A header of F32 tensors `a`, `b` … at these places, with a shape of as many values. */
const places = (...offsets: [begin: number, end: number][]) =>
  `{${offsets.map(([begin, end], i) => `"${"abcdef"[i]}":${entry("F32", [(end - begin) / 4], [begin, end])}`).join()}}`;
const one = (dtype: unknown, shape: unknown, offsets: unknown) => `{"x":${entry(dtype, shape, offsets)}}`;
/** A tensor without values. */
const empty = entry("F32", [0], [0, 0]);
const bytes = (count: number) => new Uint8Array(count);
const read = (file: Uint8Array) => readSafetensors("test", bytesFile(file));

describe("a .safetensors file", () => {
  it("is read with its metadata, and the places of its tensors", async () => {
    const file = safetensorsFile(
      { "Größe.weight": { shape: [2, 1], data: floats(1, 2) }, n: { dtype: "I64", shape: [], data: bytes(8) } },
      { format: "pt" },
    );
    const { metadata, tensors } = await read(file);
    expect(metadata).toEqual({ format: "pt" });
    expect([...tensors.keys()]).toEqual(["Größe.weight", "n"]);
    expect(tensors.get("n")).toMatchObject({ dtype: "I64", shape: [] });
    const [begin, end] = [file.length - 16, file.length - 8];
    expect(tensors.get("Größe.weight")).toEqual({ dtype: "F32", shape: [2, 1], begin, end });
  });

  it("is read as PyTorch wrote it, in any order of places, from the middle of a buffer", async () => {
    const file = readFileSync(new URL("../fixtures/torch-named.safetensors", import.meta.url));
    const inside = Buffer.concat([bytes(3), file, bytes(3)]).subarray(3, 3 + file.length);
    const { tensors } = await read(inside);
    expect(tensors.get("features.conv2.weight")).toMatchObject({ dtype: "F16", shape: [6, 4, 2, 3] });
    expect(tensors.get("features.bn1.num_batches_tracked")).toMatchObject({ dtype: "I64", shape: [] });
    const sizes = (await read(fileWith(places([4, 12], [0, 4]), bytes(12)))).tensors;
    expect([...sizes.values()].map(({ begin, end }) => end - begin)).toEqual([8, 4]);
  });

  it("may be empty, hold empty tensors, sub-bytes, spaces behind the header and members of later versions", async () => {
    expect((await read(fileWith("{}"))).tensors.size).toBe(0);
    expect((await read(fileWith(places([0, 4], [4, 4], [4, 8], [0, 0]), bytes(8)))).tensors.size).toBe(4);
    expect((await read(fileWith(one("F4", [3, 2], [0, 3]), bytes(3)))).tensors.size).toBe(1);
    expect((await read(fileWith(`${places([0, 4])}   `, bytes(4)))).tensors.size).toBe(1);
    const later = `{"x":{"dtype":"BF16","shape":[0,7],"data_offsets":[0,0],"later":{"a":1}}}`;
    expect((await read(fileWith(later))).tensors.get("x")?.shape).toEqual([0, 7]);
    // Names are told apart by their objects, and from values and what stands in them.
    const alike = `{"a":${empty},"\\"a\\":":${empty},"shape":${empty},"\\\\":${empty},"{":${empty},"😀":${empty}}`;
    expect([...(await read(fileWith(alike))).tensors.keys()]).toEqual(["a", '"a":', "shape", "\\", "{", "😀"]);
  });

  it("cannot reach a prototype by its names", async () => {
    const tensor = entry("F32", [1], [0, 4]);
    const names = ["__proto__", "constructor", "toString"];
    for (const name of names) {
      const { tensors } = await read(fileWith(`{"${name}":${tensor}}`, bytes(4)));
      expect([...tensors.keys()]).toEqual([name]);
    }
    const evil = `{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"__proto__":${tensor}}}`;
    await expect(read(fileWith(evil, bytes(4)))).rejects.toThrow('"x" has the dtype undefined');
    const { metadata } = await read(fileWith(`{"__metadata__":{"__proto__":"text"}}`));
    expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
    expect(({} as { dtype?: string }).dtype).toBeUndefined();
  });
});

const DAMAGED: [damage: string, file: Uint8Array, named: string][] = [
  ["nothing", bytes(0), "0 bytes"],
  ["seven bytes", bytes(7), "7 bytes"],
  ["eight zeros", bytes(8), "cannot be read"],
  ["only 255", bytes(100).fill(255), "18446744073709552000 bytes"],
  ["text", Buffer.from("<!doctype html><p>not found"), "the header has"],
  ["a header longer than the file", fileWith("{}", bytes(0), 3n), "it can have 2"],
  ["a header of 2^63 + 2 bytes", fileWith("{}", bytes(0), 2n ** 63n + 2n), "it can have 2"],
  ["a header cut off", fileWith(places([0, 4]), bytes(4), 20n), "no JSON"],
  ["no UTF-8", fileWith(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x7b, 0x7d, 0x7d])), "UTF-8"],
  ["a byte order mark", fileWith(`\ufeff${places([0, 4])}`, bytes(4)), "cannot be read"],
  ["spaces before the header", fileWith(` ${places([0, 4])}`, bytes(4)), "cannot be read"],
  ["an array", fileWith("[]"), "a JSON object"],
  ["null", fileWith("null"), "a JSON object"],
  ["a number behind the object", fileWith("{}1"), "a JSON object"],
  ["a text without end", fileWith('{"x'), "no JSON"],
  ["a tensor twice", fileWith(`{"x":${empty},"y":${empty},"x":${empty}}`), 'has the name "x" twice'],
  ["a tensor twice, once in escapes", fileWith(`{"\\u0078":${empty},"x":${empty}}`), 'has the name "x" twice'],
  ["metadata twice", fileWith(`{"__metadata__":{},"__metadata__":{}}`), 'the name "__metadata__" twice'],
  ["__proto__ twice", fileWith(`{"__proto__":${empty},"__proto__":${empty}}`), 'the name "__proto__" twice'],
  ["a shape twice", fileWith(`{"x":${empty.replace("{", '{"shape":[0],')}}`), 'the name "shape" twice'],
  [
    "metadata with a name twice",
    fileWith('{"__metadata__":{"a":"1", "a" :"1"}}'),
    'the name "a" twice in an object, again at character 26',
  ],
  ["an empty name twice", fileWith(`{"":${empty},"": ${empty}}`), 'the name "" twice'],
  ["a name of half a character", fileWith(`{"a\\ud800":${empty}}`), "which is no text"],
  ["100,000 arrays in each other", fileWith(`{"x":${"[".repeat(1e5)}${"]".repeat(1e5)}}`), "deeper than 16 levels"],
  ["metadata of numbers", fileWith(`{"__metadata__":{"step":1}}`), "__metadata__"],
  ["metadata null", fileWith(`{"__metadata__":null}`), "__metadata__"],
  ["an entry null", fileWith(`{"x":null}`), '"x" is null'],
  ["no dtype", fileWith(`{"x":{"shape":[],"data_offsets":[0,0]}}`), "dtype undefined"],
  ["an unknown dtype", fileWith(one("F128", [1], [0, 16]), bytes(16)), '"F128"'],
  ["a dtype in small letters", fileWith(one("f32", [1], [0, 4]), bytes(4)), '"f32"'],
  ["no shape", fileWith(`{"x":{"dtype":"F32","data_offsets":[0,0]}}`), "shape undefined"],
  ["a side below 0", fileWith(one("F32", [-1, -1], [0, 4]), bytes(4)), "[-1, -1]"],
  ["half a side", fileWith(one("F32", [0.5, 2], [0, 4]), bytes(4)), "[0.5, 2]"],
  ["a side past 2^53", fileWith(one("F32", [2 ** 53], [0, 4]), bytes(4)), "shape"],
  ["a shape that overflows", fileWith(one("F32", Array(25).fill(2 ** 52), [0, 4]), bytes(4)), "another number"],
  ["a shape that overflows to NaN", fileWith(one("F32", [...Array(25).fill(2 ** 52), 0], [0, 0])), "another number"],
  ["no offsets", fileWith(`{"x":{"dtype":"F32","shape":[0]}}`), "data_offsets undefined"],
  ["three offsets", fileWith(one("F32", [1], [0, 4, 4]), bytes(4)), "[0, 4, 4]"],
  ["offsets of text", fileWith(one("F32", [1], ["0", "4"]), bytes(4)), '["0", "4"]'],
  ["offsets that go back", fileWith(one("F32", [1], [4, 0]), bytes(4)), "[4, 0]"],
  ["offsets past the end", fileWith(one("F32", [2], [0, 8]), bytes(4)), "within 4 bytes"],
  ["fewer bytes than the shape has", fileWith(one("F32", [2], [0, 4]), bytes(4)), "has 4 bytes"],
  ["more bytes than the shape has", fileWith(one("F16", [1], [0, 4]), bytes(4)), "has 4 bytes"],
  ["half a byte", fileWith(one("F4", [3], [0, 2]), bytes(2)), "another number"],
  ["an overlap", fileWith(places([0, 8], [4, 12]), bytes(12)), '"b" begins at byte 4'],
  ["the same place twice", fileWith(places([0, 4], [0, 4]), bytes(4)), '"b" begins at byte 0'],
  ["an empty tensor inside another", fileWith(places([0, 8], [4, 4]), bytes(8)), '"b" begins at byte 4'],
  ["a hole", fileWith(places([0, 4], [8, 12]), bytes(12)), "it must begin at 4"],
  ["a hole at the start", fileWith(places([4, 8]), bytes(8)), "it must begin at 0"],
  ["bytes that are no one's", fileWith(places([0, 4]), bytes(5)), "the data has 5 bytes"],
  ["a file cut off", safetensorsFile({ x: { shape: [2], data: floats(1, 2) } }).subarray(0, -1), "within 7 bytes"],
];

describe("a damaged file is refused", () => {
  it.each(DAMAGED)("%s", async (_, file, named) => {
    const message = expect.stringMatching(/^test: [^\n]+ → [^\n]+; the file is damaged or no \.safetensors file$/);
    const refused = read(file);
    await expect(refused).rejects.toMatchObject({ code: "CHECKPOINT_INVALID", message });
    await expect(refused).rejects.toThrow(named);
  });
});
