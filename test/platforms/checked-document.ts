/**
 * Whether docs/platforms.md says what was found. Versions of what a machine brings, its Node and its browsers, may differ.
 */
import { expect } from "vitest";
import { documentWith } from "./document.js";
import type { Row } from "./kept-rows.js";

/**
 * Expects the table of `group` to hold `rows`; `brought` are the names of those whose version the machine brings.
 *
 * With FASHION_WASM_WRITE_DOCS=1 the document is written first.
 */
export function checkDocument(group: Row["group"], rows: readonly Row[], brought: ReadonlySet<string>): void {
  const { before, after } = documentWith(group, rows);
  if (process.env.FASHION_WASM_WRITE_DOCS === "1") return;
  const lines = (text: string) => text.split("\n").map((line) => withoutVersion(line, brought));
  expect(lines(before), "write docs/platforms.md anew: FASHION_WASM_WRITE_DOCS=1").toEqual(lines(after));
}

function withoutVersion(line: string, brought: ReadonlySet<string>): string {
  const [name = "", , ...rest] = line.replace(/^\| /, "").split(" | ");
  return brought.has(name) ? [name, ...rest].join(" | ") : line;
}
