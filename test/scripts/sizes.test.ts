/** What a page downloads: every script that one leads to is found, however it leads there. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { laterScripts, scriptsOf } from "../../scripts/sizes.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fashion-wasm-sizes-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("imports, workers, and what these lead to; apart what is fetched later", () => {
  const files = {
    "browser/index.js":
      'import{a}from"./a.js";import "./b.js";export*from"./c.js";const d=()=>import("./d-1_X.js");e("./not.js")',
    "browser/a.js": 'const w=()=>new URL("../worker.js",import.meta.url);',
    "browser/b.js": "import{x}from'./index.js'",
    "browser/c.js": 'export const u=new URL("../some.wasm",import.meta.url)',
    "browser/d-1_X.js": 'import{a}from"./a.js";import"./f.js"',
    "browser/f.js": "",
    "browser/other.js": "",
    "worker.js": "",
  };
  mkdirSync(join(folder, "browser"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { scripts, workers } = scriptsOf(folder, "browser/index.js");
  expect(scripts.sort()).toEqual(["a", "b", "c", "index"].map((name) => `browser/${name}.js`));
  expect(laterScripts(folder, scripts).sort()).toEqual(["browser/d-1_X.js", "browser/f.js"]);
  expect(workers).toEqual(["worker.js"]);
});

describe("the built package", () => {
  const dist = fileURLToPath(new URL("../../dist", import.meta.url));

  test("has the workers of each entry", () => {
    expect(scriptsOf(dist, "browser/inference.js").workers.sort()).toEqual(["inference-worker.js", "photo-worker.js"]);
    expect(scriptsOf(dist, "browser/index.js").workers.sort()).toEqual([
      "engine-worker-simd.js",
      "engine-worker-threads.js",
      "photo-worker.js",
    ]);
  });

  test.each(["engine-worker-simd", "engine-worker-threads", "inference-worker", "photo-worker"])(
    "%s.js stands alone",
    (name) => {
      const text = readFileSync(join(dist, `${name}.js`), "utf8");
      expect(text).not.toMatch(/import\.meta|\bimport\b|\bexport\b|new URL/);
      // A classic script, too: one that is a module alone would not parse.
      expect(() => new Script(text)).not.toThrow();
    },
  );

  test.each(["index", "inference"])(
    "%s.js names each file once, by a literal, and imports nothing later but customers",
    (name) => {
      const { scripts } = scriptsOf(dist, `browser/${name}.js`);
      const text = scripts.map((script) => readFileSync(join(dist, script), "utf8")).join("\n");
      const literals = [...text.matchAll(/new URL\("([^"]+)",import\.meta\.url\)/g)].map(([, path]) => path as string);
      expect(literals.length).toBeGreaterThan(2);
      expect(literals.length).toBe(new Set(literals).size);
      for (const literal of literals) expect(existsSync(join(dist, "browser", literal))).toBe(true);
      expect(text.split("import.meta").length - 1).toBe(literals.length);
      // Module service workers may not import later: whatever trains or predicts has to be there.
      const later = [...text.matchAll(/\bimport\(([^)]*)\)/g)].map(([, path]) => path);
      expect(later).toEqual(name === "index" ? [expect.stringMatching(/^"\.\/customers-\w+\.js"$/)] : []);
    },
  );
});
