/** What only tools need is taken out of a wasm file; everything else stays, byte for byte. */
import { expect, test } from "vitest";
import { numberImports, stripCustomSections } from "../../scripts/setup/small-wasm.mjs";

const text = (name: string) => [name.length, ...Buffer.from(name)];
const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const TYPES = [1, 4, 1, 0x60, 0, 0];
const FUNCTIONS = [3, 2, 1, 0];
const CODE = [10, 4, 1, 2, 0, 0x0b];

/** A section of any length; its size takes two bytes from 128 on. */
function section(id: number, body: number[]): number[] {
  const size = body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >> 7];
  return [id, ...size, ...body];
}

const custom = (name: string, content: number[]) => section(0, [...text(name), ...content]);

test("custom sections go, of more than 127 bytes too", () => {
  const long = Array.from({ length: 300 }, (_, i) => i & 127);
  const whole = [...HEADER, ...TYPES, ...FUNCTIONS, ...CODE];
  const more = [...HEADER, ...TYPES, ...custom("producers", [0]), ...FUNCTIONS, ...CODE, ...custom("name", long)];
  const stripped = stripCustomSections(new Uint8Array(more));
  expect([...stripped]).toEqual(whole);
  expect(WebAssembly.validate(new Uint8Array(stripped))).toBe(true);
  expect([...stripCustomSections(new Uint8Array(whole))]).toEqual(whole);
});

const NAMES = ["__wbg_push_adb0107829f02d75", "__wbindgen_throw", "__wbg_length_ecfa2c63d3d0d82c"];

/** A module that imports a memory and functions from its glue. */
function importing(names: readonly string[]): Uint8Array {
  const from = text("./engine_bg.js");
  const memory = [...from, ...text("memory"), 2, 0, 1];
  const imports = [names.length + 1, ...memory, ...names.flatMap((name) => [...from, ...text(name), 0, 0])];
  return new Uint8Array([...HEADER, ...TYPES, ...section(2, imports), ...FUNCTIONS, ...CODE]);
}

/** Glue in the form that wasm-bindgen writes. */
function glueOf(names: readonly string[]): string {
  const functions = names.map((name) => `        ${name}: function(arg0) {\n            return arg0;\n        },\n`);
  return `    const import0 = {\n        __proto__: null,\n${functions.join("")}        memory: memory,\n    };\n`;
}

test("imports of functions get numbers, in the file and in the glue", () => {
  const { wasm, glue } = numberImports(importing(NAMES), glueOf([...NAMES].reverse()));
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(new Uint8Array(wasm)));
  expect(imports.map(({ name }) => name)).toEqual(["memory", "i2", "i1", "i0"]);
  expect(glue).toBe(glueOf(["i0", "i1", "i2"]));
});

test("a file that imports nothing stays as it is; a name that it lacks is told", () => {
  const whole = new Uint8Array([...HEADER, ...TYPES, ...FUNCTIONS, ...CODE]);
  expect(numberImports(whole, "glue")).toEqual({ wasm: whole, glue: "glue" });
  expect(() => numberImports(importing([]), glueOf(NAMES))).toThrow("does not import __wbg_push_adb0107829f02d75 once");
});
