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
      'import{a}from"./a.js";import "./b.js";export*from"./c.js";const d=()=>import("./d-1_X.js");e("./not.js");import("./g-X.js")',
    "browser/a.js": 'const w=()=>new URL("../worker.js",import.meta.url);',
    "browser/b.js": "import{x}from'./index.js'",
    "browser/c.js": 'export const u=new URL("../some.wasm",import.meta.url)',
    "browser/d-1_X.js": 'import{a}from"./a.js";import"./f.js"',
    "browser/f.js": "",
    "browser/g-X.js": 'import"./f.js"',
    "browser/other.js": "",
    "worker.js": "",
  };
  mkdirSync(join(folder, "browser"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { scripts, workers } = scriptsOf(folder, "browser/index.js");
  expect(scripts.sort()).toEqual(["a", "b", "c", "index"].map((name) => `browser/${name}.js`));
  expect(laterScripts(folder, scripts, "d").sort()).toEqual(["browser/d-1_X.js", "browser/f.js"]);
  expect(laterScripts(folder, scripts, "g").sort()).toEqual(["browser/f.js", "browser/g-X.js"]);
  expect(() => laterScripts(folder, scripts, "f")).toThrow("no script is fetched for f");
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
    "%s.js names each file once, by a literal, and imports later what it may and nothing else",
    (name) => {
      const { scripts } = scriptsOf(dist, `browser/${name}.js`);
      const text = textOf(scripts);
      // Module service workers may not import later: whatever predicts, or trains on arrays, has to be there.
      const later = [...text.matchAll(/\bimport\(([^)]+)\)/g)].map(([, path]) => path).sort();
      const parts = name === "index" ? ["batch-feed", "customers", "fine-tune-plan", "load-weights", "readers"] : [];
      expect(later).toEqual(parts.map((part) => expect.stringMatching(new RegExp(`^"\\./${part}-\\w+\\.js"$`))));
      const scriptsLater = parts.flatMap((part) => laterScripts(dist, scripts, part));
      const all = textOf([...scripts, ...new Set(scriptsLater)]);
      const literals = [...all.matchAll(/new URL\("([^"]+)",import\.meta\.url\)/g)].map(([, path]) => path as string);
      expect(literals.length).toBeGreaterThan(2);
      expect(literals.length).toBe(new Set(literals).size);
      for (const literal of literals) expect(existsSync(join(dist, "browser", literal))).toBe(true);
      expect(all.split("import.meta").length - 1).toBe(literals.length);
    },
  );

  test("has what reads data sets apart, pako with it, and nothing of it in an entry", () => {
    const { scripts } = scriptsOf(dist, "browser/index.js");
    for (const word of ["GZIP_CRC", "t10k-labels-idx1-ubyte", "webkitRelativePath", "incorrect header check"]) {
      expect(textOf(scripts).replaceAll(/\[[^\]]*"GZIP_CRC"[^\]]*\]/g, "")).not.toContain(word);
      expect(textOf(laterScripts(dist, scripts, "readers"))).toContain(word);
    }
  });

  function textOf(scripts: readonly string[]): string {
    return scripts.map((script) => readFileSync(join(dist, script), "utf8")).join("\n");
  }
});
