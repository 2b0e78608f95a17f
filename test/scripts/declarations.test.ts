/** The declarations that are shipped: all that the entries lead to, nothing else, no name that only we resolve. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pruneDeclarations } from "../../scripts/setup/declarations.mjs";

let folder = "";

const write = (name: string, text: string) => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fashion-wasm-types-"));
  write("index.d.ts", 'export * from "./model.js";\nexport { type A } from "./data/a.js";\n');
  write("model.d.ts", 'import type { B } from "./data/b.js";\nexport declare const m: B;\n');
  write("data/a.d.ts", 'export type A = import("./c.js").C;\n');
  write("data/b.d.ts", 'export type B = 1;\nimport "./a.js";\n');
  write("data/c.d.ts", "export type C = 1;\n");
  write("small.d.ts", 'export * from "./data/d.js";\n');
  write("data/d.d.ts", "export type D = 1;\n");
  write("engine/host.d.ts", 'export { host } from "#platform";\n');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("keeps what is reached, removes the rest and empty folders", () => {
  pruneDeclarations(folder, ["index.d.ts", "small.d.ts"]);
  const left = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  expect(left).toEqual([
    "data",
    "data/a.d.ts",
    "data/b.d.ts",
    "data/c.d.ts",
    "data/d.d.ts",
    "index.d.ts",
    "model.d.ts",
    "small.d.ts",
  ]);
});

test("refuses a reached declaration with a name that only this repository resolves", () => {
  write("data/c.d.ts", 'export type { C } from "#platform";\n');
  expect(() => pruneDeclarations(folder, ["index.d.ts"])).toThrow(
    /data\/c\.d\.ts imports "#platform".*file of its own/,
  );
});
