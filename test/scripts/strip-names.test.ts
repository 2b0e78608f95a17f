/** Function names are taken out of a wasm file; everything else stays, byte for byte. */
import { expect, test } from "vitest";
import { stripNames } from "../../scripts/setup/strip-names.mjs";

const text = (name: string) => [name.length, ...Buffer.from(name)];
const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const TYPES = [1, 4, 1, 0x60, 0, 0];
const FUNCTIONS = [3, 2, 1, 0];
const CODE = [10, 4, 1, 2, 0, 0x0b];

/** A custom section of any length; its size takes two bytes from 128 on. */
function custom(name: string, content: number[]): number[] {
  const body = [...text(name), ...content];
  const size = body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >> 7];
  return [0, ...size, ...body];
}

test("only the section called name goes", () => {
  const producers = custom("producers", [0]);
  const long = Array.from({ length: 300 }, (_, i) => i & 127);
  const whole = [...HEADER, ...TYPES, ...producers, ...FUNCTIONS, ...CODE];
  const named = [...HEADER, ...TYPES, ...producers, ...FUNCTIONS, ...CODE, ...custom("name", long)];
  const stripped = stripNames(new Uint8Array(named));
  expect([...stripped]).toEqual(whole);
  const module = new WebAssembly.Module(new Uint8Array(stripped));
  expect(WebAssembly.Module.customSections(module, "producers")).toHaveLength(1);
  expect(WebAssembly.Module.customSections(module, "name")).toHaveLength(0);
});

test("a file without names stays as it is, sections of more than 127 bytes too", () => {
  const whole = [...HEADER, ...custom("names", new Array(500).fill(7)), ...TYPES];
  expect([...stripNames(new Uint8Array(whole))]).toEqual(whole);
});
