/**
 * Good files, damaged everywhere: cut at every byte, one bit flipped at every place. Never a crash, never wrong data.
 */
import { FashionWasmError, parseIdx } from "fashion-wasm";
import { expect, test } from "vitest";
import { gz, gzipMember, idx, noise, sameBytes, smallImages, smallLabels } from "./idx-files.js";

const CODES = /^(IDX|GZIP)_[A-Z_]+$/;

/** The data, or the code of the error; anything but an error of ours fails the test. */
async function outcome(bytes: Uint8Array): Promise<Uint8Array | string> {
  try {
    return (await parseIdx(bytes)).data;
  } catch (error) {
    expect(error).toBeInstanceOf(FashionWasmError);
    expect((error as FashionWasmError).code).toMatch(CODES);
    return (error as FashionWasmError).code;
  }
}

test.each([
  ["images", smallImages, /^IDX_TRUNCATED$/],
  ["labels", smallLabels, /^IDX_TRUNCATED$/],
  ["images in gzip", gz(smallImages), /^(GZIP|IDX)_TRUNCATED$|^IDX_MAGIC$/],
  [
    "labels in gzip with a name",
    gzipMember(smallLabels, { flags: 8, fields: noise(9).fill(0, 8) }),
    /_TRUNCATED$|^IDX_MAGIC$/,
  ],
])("%s cut at every byte: a named error each", async (_, whole, code) => {
  expect(await outcome(whole)).toBeInstanceOf(Uint8Array);
  for (let length = 0; length < whole.length; length++) expect(await outcome(whole.slice(0, length))).toMatch(code);
});

test.each([0, 1, 6, 9])("a bit flipped anywhere in gzip of level %d: an error, or the true data", async (level) => {
  const whole = gz(idx([5, 4, 3], noise(60, 3)), level);
  const { data } = await parseIdx(whole);
  let harmless = 0;
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const damaged = whole.slice();
    damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
    const result = await outcome(damaged);
    if (typeof result === "string") continue;
    expect(result).toEqual(data);
    harmless++;
  }
  // Time (32), extra flags (8), system (8) and the text flag (1) say nothing about the data; nor do up to 7 bits that
  // fill a byte.
  expect(harmless).toBeGreaterThanOrEqual(49);
  expect(harmless).toBeLessThanOrEqual(56);
});

test("random damage to a larger file", async () => {
  const whole = gz(idx([200, 28, 28], noise(200 * 784, 9)), 6);
  const { data } = await parseIdx(whole);
  const places = noise(300);
  for (let n = 0; n < 100; n++) {
    const damaged = whole.slice();
    for (let k = 0; k < 3; k++) {
      const at = (Math.imul(n * 3 + k + 1, 0x85ebca6b) >>> 0) % whole.length;
      damaged[at] = (damaged[at] as number) ^ ((places[n * 3 + k] as number) | 1);
    }
    const result = await outcome(damaged);
    if (typeof result !== "string") expect(sameBytes(result, data)).toBe(true);
  }
});
