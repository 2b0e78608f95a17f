/**
 * docs/platforms.md: the rows that tests have found, as tables between the document's markers.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Row } from "./kept-rows.js";

const DOCUMENT = fileURLToPath(new URL("../../docs/platforms.md", import.meta.url));

/** The table of one group as Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [...rows]
    .sort((a, b) => a.order - b.order)
    .map(({ name, version, settings, works, result }) =>
      [name, version, settings, works ? "yes" : "no", result].map((cell) => cell.replaceAll("|", "\\|")).join(" | "),
    );
  const head = ["What | Version | Settings | Works | Tried", "--- | --- | --- | --- | ---"];
  return [...head, ...lines].map((line) => `| ${line} |`).join("\n");
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
