import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { ENGINE, importsIn, TS, upwardsOf } from "../../scripts/arrows.mjs";
import { usesIn } from "../../scripts/circles.mjs";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folder(files: Readonly<Record<string, string>>): string {
  const made = mkdtempSync(join(tmpdir(), "fashion-wasm-arrows-"));
  folders.push(made);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(made, name)), { recursive: true });
    writeFileSync(join(made, name), text);
  }
  return made;
}

describe("imports between rooms", () => {
  const floors = [["low"], ["mid", "side", "high/low"], ["high"]];

  test("go down and within a room", () => {
    const uses = new Map([
      ["high/a", ["mid/b", "high/c", "high/low", "low/x", "elsewhere"]],
      ["mid/b", ["low/x", "mid/c"]],
    ]);
    expect(upwardsOf(uses, floors, "/")).toEqual([]);
  });

  test("never up or aside, and the longest name of a room counts", () => {
    const uses = new Map([
      ["low/x", ["mid/b", "high"]],
      ["mid/b", ["side/a", "high/low"]],
      ["high/low", ["high/a"]],
      ["new/a", []],
    ]);
    expect(upwardsOf(uses, floors, "/")).toEqual([
      "low/x → mid/b",
      "low/x → high",
      "mid/b → side/a",
      "mid/b → high/low",
      "high/low → high/a",
      expect.stringContaining("new/a → it is in no room"),
    ]);
  });

  test("are found in TypeScript, except those of types", () => {
    const made = folder({
      "mid/b.ts": [
        'import { a, type B } from "../high/a.js";',
        'import type { C } from "../high/c.js";',
        'import { type D } from "../high/d.js";',
        'import {\n  e,\n} from "../side/e.js";',
        'export * from "./f.js";',
        'export { g } from "../high/g.js";',
        'import "../high/h.js";',
        'import { x } from "elsewhere";',
      ].join("\n"),
    });
    expect(importsIn(made).get("mid/b")).toEqual(["high/a", "side/e", "mid/f", "high/g", "high/h"]);
  });

  test("one that is made on purpose is refused, in both languages", () => {
    const rust = folder({ "graph/mod.rs": "use crate::plan::Plan;\n", "plan/mod.rs": "pub struct Plan;\n" });
    expect(upwardsOf(usesIn(rust), ENGINE, "::")).toEqual(["graph → plan"]);
    const ts = folder({ "engine/link.ts": 'import { Model } from "../model/model.js";\n', "model/model.ts": "" });
    expect(upwardsOf(importsIn(ts), TS, "/")).toEqual(["engine/link → model/model"]);
  });

  test("there is none in this repository", () => {
    const path = (name: string) => new URL(`../../${name}`, import.meta.url).pathname;
    expect(upwardsOf(usesIn(path("crates/engine/src")), ENGINE, "::")).toEqual([]);
    expect(upwardsOf(importsIn(path("ts")), TS, "/")).toEqual([]);
  });
});
