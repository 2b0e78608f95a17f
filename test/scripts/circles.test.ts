import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { circlesOf } from "../../scripts/circles.mjs";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function circles(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-circles-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return circlesOf(folder).map((circle) => Object.fromEntries(circle));
}

test("finds files that use each other, however they say it", () => {
  expect(circles({ "a.rs": "use crate::b::B;\n", "b.rs": "pub struct B;\nfn f() { crate::a::g() }\n" })).toEqual([
    { a: ["b"], b: ["a"] },
  ]);
  expect(
    circles({
      "lib.rs": "mod a;\nmod c;\nuse a::x;\n",
      "a/mod.rs": "mod b;\npub use self::b::B;\n",
      "a/b.rs": "use super::super::c::{\n    C, // of c\n    d::{self, D},\n};\n",
      "c.rs": "pub(crate) use crate::{a::{B as Other}, x::Y};\n",
      "c/d.rs": "",
      "x.rs": "use crate::c::C;\n",
    }),
  ).toEqual([{ a: ["a::b"], "a::b": ["c"], c: ["a", "x"], x: ["c"] }]);
});

test("finds none where there is none", () => {
  expect(
    circles({
      "a.rs": "mod b;\nuse crate::a::b::B;\n// use crate::c::C;\n#[cfg(test)]\nmod tests {\n    use crate::c::C;\n}\n",
      "a/b.rs": "use std::fmt;\nuse other::a::A;\n",
      "c.rs": "use crate::a::{self, B};\n",
    }),
  ).toEqual([]);
});

test("there is none in this repository", () => {
  const crates = new URL("../../crates/", import.meta.url).pathname;
  for (const crate of readdirSync(crates)) expect(circlesOf(join(crates, crate, "src")), crate).toEqual([]);
});
