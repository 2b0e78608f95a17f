/**
 * docs/platforms.md names every case of the matrix with the version that is pinned now; that the rest of a row is true is
 * for bundlers.long.test.ts.
 */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { versionOf } from "./bundlers/case.js";
import { CASES } from "./bundlers/cases.js";
import { rowStart } from "./document.js";

const document = readFileSync(new URL("../../docs/platforms.md", import.meta.url), "utf8");
const table = document.slice(document.indexOf("<!-- table: Bundlers -->"), document.indexOf("<!-- end: Bundlers -->"));

it("no two cases share their name", () => {
  expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length);
});

it("the document has a row for each case, and no other", () => {
  const rows = table.split("\n").filter((line) => line.startsWith("| "));
  const declared = CASES.map((one) =>
    rowStart({ name: one.name, version: versionOf(one), settings: one.settings, works: one.cannot === undefined }),
  );
  expect(rows.slice(2).map((row, i) => row.slice(0, declared[i]?.length))).toEqual(declared);
});
