// Tables in CSV: written as shops' exports are, and read back.
import { readFileSync, writeFileSync } from "node:fs";

/** Rows are objects; a column that a row does not have is blank. */
export function csvText(columns, rows) {
  const line = (cells) => `${cells.map(quoted).join(",")}\n`;
  return line(columns) + rows.map((row) => line(columns.map((column) => row[column] ?? ""))).join("");
}

export function writeCsv(path, columns, rows) {
  writeFileSync(path, csvText(columns, rows));
}

/** The rows of a table as objects. */
export function readCsv(path) {
  const [columns, ...rows] = cellsOf(readFileSync(path, "utf8"));
  return rows.map((cells) => Object.fromEntries(columns.map((column, i) => [column, cells[i]])));
}

function quoted(value) {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function cellsOf(text) {
  const rows = [[]];
  for (const [, inQuotes, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(inQuotes === undefined ? plain : inQuotes.replaceAll('""', '"'));
    if (end !== ",") rows.push([]);
  }
  return rows.filter((cells) => cells.length > 1);
}
