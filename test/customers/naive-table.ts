/**
 * A slow reader of the fixtures' tables, for tests: cells and lines, without wasm and without thought for size.
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { formOf } from "../../ts/data/table/table-form.js";
import { orderFile } from "./order-fixture.js";

/** A row of CSV, or a line of JSON, and the line it begins in. */
export interface NaiveRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The rows of a file of fixtures; of JSON Lines a single cell each. */
export function naiveTable(name: string): { readonly format: "csv" | "jsonl"; readonly rows: NaiveRow[] } {
  const file = readFileSync(orderFile(name));
  const bytes = name.endsWith(".gz") ? gunzipSync(file) : file;
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw Object.assign(new Error(`${name}: is text in UTF-16 → save it as UTF-8`), { code: "CSV_HEADER" });
  }
  const { format, delimiter } = formOf(bytes, name.endsWith(".jsonl") ? "jsonl" : undefined);
  const text = new TextDecoder().decode(bytes); // takes the mark away
  if (format === "csv") return { format, rows: cut(text, delimiter) };
  const lines = text.split("\n").map((line, i) => ({ line: i + 1, cells: [line] }));
  return { format, rows: lines.filter(({ cells }) => cells[0]?.trim() !== "") };
}

function cut(text: string, delimiter: string): NaiveRow[] {
  const rows: NaiveRow[] = [];
  let [cells, cell, quoted, line, start]: [string[], string, boolean, number, number] = [[], "", false, 1, 1];
  const end = () => {
    cells.push(cell);
    if (cells.length > 1 || cell !== "") rows.push({ line: start, cells });
    cells = [];
    cell = "";
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string;
    if (sign === "\n") line++;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === delimiter) {
      cells.push(cell);
      cell = "";
    } else if (sign === "\n") {
      end();
      start = line;
    } else if (sign !== "\r") cell += sign;
  }
  if (cell !== "" || cells.length > 0) end();
  return rows;
}
