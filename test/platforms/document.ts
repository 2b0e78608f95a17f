/**
 * docs/platforms.md: the rows that tests have found, as tables between the document's markers.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Row } from "./kept-rows.js";

const DOCUMENT = fileURLToPath(new URL("../../docs/platforms.md", import.meta.url));

/** The table of one group as Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [...rows].sort((a, b) => a.order - b.order).map((row) => `${rowStart(row)}${cell(row.result)} |`);
  return ["| What | Version | Settings | Works | Tried |", "| --- | --- | --- | --- | --- |", ...lines].join("\n");
}

/** The line of a row, up to what was tried. */
export function rowStart({ name, version, settings, works }: Omit<Row, "group" | "order" | "result">): string {
  return [name, version, settings, works ? "yes" : "no"]
    .map((text) => `| ${cell(text)} `)
    .join("")
    .concat("| ");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** The document with the table of `group` made anew; with FASHION_WASM_WRITE_DOCS=1 it is written. */
export function documentWith(
  group: Row["group"],
  rows: readonly Row[],
): { readonly before: string; readonly after: string } {
  const before = readFileSync(DOCUMENT, "utf8");
  const [start, end] = [`<!-- table: ${group} -->`, `<!-- end: ${group} -->`];
  const [from, to] = [before.indexOf(start), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/platforms.md lacks the markers ${start} and ${end}`);
  const after = `${before.slice(0, from + start.length)}\n\n${tableOf(rows)}\n\n${before.slice(to)}`;
  if (process.env.FASHION_WASM_WRITE_DOCS === "1") writeFileSync(DOCUMENT, after);
  return { before, after };
}
