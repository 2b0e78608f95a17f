/**
 * Tables in CSV as they are written: in UTF-8 without a mark, for programs and for spreadsheets, which must not take a cell for a
 * formula.
 */
import { type Cell, field } from "../predict/answer-fields.js";

/** Rows of a table. */
export type Rows = Iterable<readonly Cell[]>;

/** A table; `guarded`: cells that a spreadsheet would take for formulas get an apostrophe. */
export function csvText(header: readonly string[], rows: Rows, guarded = true): string {
  return [...csvPieces(header, rows, guarded)].join("");
}

/** Characters of a piece, about. */
const PIECE = 1 << 18;

/** The same in pieces, since a table of all customers may be longer than a text can be. */
export function* csvPieces(header: readonly string[], rows: Rows, guarded = true): Generator<string> {
  let piece = `${header.map((name) => field(name)).join(",")}\n`;
  for (const row of rows) {
    piece += `${row.map((cell) => field(guarded ? guard(cell) : cell)).join(",")}\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

/** Whether a spreadsheet would take the text for a formula. */
export function isFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text);
}

function guard(cell: Cell): Cell {
  return typeof cell === "string" && isFormula(cell) ? `'${cell}` : cell;
}
