/**
 * Tables in CSV as they are written: for programs and for spreadsheets, which must not take a cell for a formula.
 */
import { type Cell, field } from "../predict/answer-fields.js";

/** A table; `guarded`: cells that a spreadsheet would take for formulas get an apostrophe. */
export function csvText(header: readonly string[], rows: Iterable<readonly Cell[]>, guarded = true): string {
  const lines = [header.map((name) => field(name)).join(",")];
  for (const row of rows) lines.push(row.map((cell) => field(guarded ? guard(cell) : cell)).join(","));
  return `${lines.join("\n")}\n`;
}

function guard(cell: Cell): Cell {
  return typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

/** A name as a part of a file's name. */
export function slug(name: string): string {
  const plain = name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return plain === "" ? "audience" : plain.slice(0, 80);
}
