/**
 * Rows of orders that are wrong: the first of them on the screen, all in a table.
 */
import type { BadRow } from "../../index.js";
import { say } from "../say.js";
import { inWords } from "../wording.js";
import { csvText } from "./csv-text.js";

/** Rows that are told on the screen. */
const SHOWN = 10;

/** Messages about rows name options, which are never those of a single command. */
const SPEAKER = { command: "", options: new Map([["dateOrder", "--date-order"]]), argv: [] };

/** Says the first of them. `out`: whether all will stand in a table. */
export function sayBadRows(rows: readonly BadRow[], out: boolean): void {
  for (const { file, line, column, message } of rows.slice(0, SHOWN)) {
    say(`${file}: line ${line}${column === null ? "" : `, ${column}`}: ${inWords(message, SPEAKER)}`);
  }
  if (rows.length <= SHOWN) return;
  const where = out ? "all of them stand in bad-rows.csv" : "--out writes all of them into bad-rows.csv";
  say(`… and ${rows.length - SHOWN} more rows that are wrong: ${where}`);
}

/** The table of all of them. */
export function badRowsCsv(rows: readonly BadRow[]): string {
  const cells = rows.map(({ file, line, column, message }) => [file, line, column, inWords(message, SPEAKER)]);
  return csvText(["file", "line", "column", "message"], cells);
}
