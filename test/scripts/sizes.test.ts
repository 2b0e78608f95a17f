/** What a page downloads: every script that one leads to is found, however it leads there. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { scriptsOf } from "../../scripts/sizes.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fashion-wasm-sizes-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("imports, lazy ones, workers, and what these lead to", () => {
  const files = {
    "index.js":
      'import{a}from"./a.js";import "./b.js";export*from"./c.js";const d=()=>import("./d-1_X.js");e("./not.js")',
    "a.js": "const w=()=>new Worker(new URL(\"./worker.js\",import.meta.url),{type:'module'});",
    "b.js": "import{x}from'./index.js'",
    "c.js": 'export const u=new URL("../some.wasm",import.meta.url)',
    "d-1_X.js": "",
    "worker.js": 'import "./deep.js"',
    "deep.js": "",
    "other.js": "",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  expect(scriptsOf(folder, "index.js").sort()).toEqual([
    "a.js",
    "b.js",
    "c.js",
    "d-1_X.js",
    "deep.js",
    "index.js",
    "worker.js",
  ]);
});

test("of the built package, too", () => {
  const dist = new URL("../../dist/browser", import.meta.url).pathname;
  const scripts = scriptsOf(dist, "inference.js");
  expect(scripts).toContain("inference-worker.js");
  expect(scripts.filter((name) => /^(index|engine|thread)/.test(name))).toEqual([]);
  expect(scriptsOf(dist, "index.js")).toEqual(
    expect.arrayContaining(["engine-worker-simd.js", "engine-worker-threads.js", "thread.js"]),
  );
});
