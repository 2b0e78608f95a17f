/**
 * Who is to be in no audience: a file with an id, an address or its SHA-256 a line, or a table of such.
 *
 * Of a table with a header the columns count that hold addresses, ids or hashes; without one the first column, and whatever is an
 * address or a hash. Nobody is left in because a list was misread: what is no text is refused.
 */
import { readFile } from "node:fs/promises";
import { ioError } from "#platform/io-error";
import { type Audience, FashionWasmError } from "../../index.js";
import { counted } from "../format.js";
import { say } from "../say.js";

/** Names of columns without signs, in small letters. */
const NAMES =
  /^(e?mails?|e?mail ?address(es)?|customer e?mail|phones?|phone ?numbers?|mobile|customer|customer ?ids?|user ?id|id|hash|sha ?256|email sha ?256)$/;
const ADDRESS = /^\S+@\S+$|^(?:\+|00)[\d\s().\-/]{7,}$|^[0-9a-f]{64}$/i;

/** The entries of the file; none without one. Errors: IO; INVALID_ARGUMENT for what is no text, or has no entry. */
export async function excludedIn(path: string | undefined): Promise<string[]> {
  if (path === undefined) return [];
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw ioError("read", path, cause);
  });
  const rows = rowsOf(textOf(bytes, path)).map((row) => row.map((cell) => cell.trim().replace(/^'/, "")));
  const names = (rows[0] ?? []).map((cell) =>
    cell
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, " ")
      .trim(),
  );
  const named = names.flatMap((name, place) => (NAMES.test(name) ? [place] : []));
  const counts = (cell: string, place: number) =>
    named.length > 0 ? named.includes(place) : place === 0 || ADDRESS.test(cell);
  const entries = rows.slice(named.length > 0 ? 1 : 0).flatMap((row) => row.filter(counts));
  const found = [...new Set(entries.filter((cell) => cell !== ""))];
  if (found.length > 0) return found;
  const what = `${path}: names nobody`;
  throw new FashionWasmError("INVALID_ARGUMENT", `${what} → write an id or an address a line, or leave --exclude out`);
}

function textOf(bytes: Uint8Array, path: string): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Told below.
  }
  const what = `${path}: is no text in UTF-8`;
  throw new FashionWasmError("INVALID_ARGUMENT", `${what} → save it as CSV in UTF-8, not packed`);
}

/** Rows of a CSV; the separator is that of the first row which is outside of quotation marks. */
function rowsOf(text: string): string[][] {
  const [delimiter = ","] = /[,;\t]/.exec((/^.*$/m.exec(text)?.[0] ?? "").replace(/"[^"]*"/g, "")) ?? [];
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^${delimiter}\\r\\n]*))(${delimiter}|\\r?\\n|\\r|$)`, "gy");
  const rows: string[][] = [[]];
  for (let found = cell.exec(text); found !== null; found = cell.exec(text)) {
    const [, quoted, plain = "", end] = found;
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "") break;
    if (end !== delimiter) rows.push([]);
  }
  return rows;
}

/** Warns where a list was given, and none of it is a customer: it may be of another shop, or of other ids. */
export function sayUnknown(path: string | undefined, entries: readonly string[], audience: Audience | undefined): void {
  if (path === undefined || audience === undefined || audience.leftOut.excluded > 0) return;
  say(`warning: none of the ${counted(entries.length, "entry", "entries")} of ${path} is a customer of these orders`);
}
