/**
 * Which columns of a table are the pixels of an image: by their names, which count, or as the command line says.
 */
import { FashionWasmError } from "../../../index.js";
import { UsageError } from "../../exit.js";
import { count } from "../../format.js";

/** Names that count: `pixel7`, `pixel_7`, `7`; `3x4` for row 3, column 4. */
const NUMBERED = /^(?:pixel[ _-]?)?(\d+)$/i;
const PLACED = /^(\d+)x(\d+)$/i;

/** What a table's columns are compared with. */
export interface Wanted {
  /** Height, width and channels of the model's images. */
  readonly inputShape: readonly number[];
  /** Names of the columns, or what stands in the first row where they have none. */
  readonly columns: readonly string[];
  readonly header: boolean;
}

/**
 * The places of the pixels; null where the table has none.
 *
 * Errors: CSV_COLUMNS for pixels of another number than the model takes, or that do not follow one another.
 */
export function pixelColumns(name: string, { inputShape, columns, header }: Wanted): number[] | null {
  const size = inputShape.reduce((product, side) => product * side, 1);
  if (!header) return withoutNames(columns.length, size);
  const named = runs(columns, (column) => /^pixel/i.test(column) || PLACED.test(column));
  const counted = named ?? (columns.length >= size ? runs(columns, (column) => NUMBERED.test(column)) : null);
  if (counted === null) return null;
  if (counted.length !== size && named === null) {
    const what = `${name}: the first row is ${count(columns.length)} numbers, and names no columns`;
    throw new FashionWasmError("CSV_COLUMNS", `${what} → a table without names of columns needs --no-header`);
  }
  if (counted.length !== size) {
    const what = `${name}: ${count(counted.length)} columns are pixels (${columns[counted[0] ?? 0]}, …)`;
    const advice = `the model takes images of ${inputShape.join("×")}, ${count(size)} pixels`;
    throw new FashionWasmError("CSV_COLUMNS", `${what} → ${advice}; name a table of such images, or --image-column`);
  }
  checkOrder(name, columns, counted);
  return counted;
}

/** The columns that `isOne` knows. */
function runs(columns: readonly string[], isOne: (column: string) => boolean): number[] | null {
  const places = columns.flatMap((column, place) => (isOne(column.trim()) ? [place] : []));
  return places.length > 1 ? places : null;
}

/** All columns; of one more, the first is taken for what goes before an image in tables of the data set. */
function withoutNames(columns: number, size: number): number[] | null {
  if (columns !== size && columns !== size + 1) return null;
  return Array.from({ length: size }, (_, i) => columns - size + i);
}

/** A column that is missing, or two that changed places, would be another image. */
function checkOrder(name: string, columns: readonly string[], places: readonly number[]): void {
  const named = places.map((place) => (columns[place] ?? "").trim());
  for (const [i, one] of named.entries()) {
    const last = named[i - 1];
    if (last === undefined ? isFirst(one) : follows(one, last)) continue;
    const what = `column ${(places[i] as number) + 1} is "${one}"${last === undefined ? "" : ` after "${last}"`}`;
    const advice = /^\d+$/.test(one)
      ? "a table without names of columns needs --no-header"
      : "pixels follow one another, from pixel0 or pixel1 on; --pixel-columns says which they are";
    throw new FashionWasmError("CSV_COLUMNS", `${name}: ${what} → ${advice}`);
  }
}

function isFirst(name: string): boolean {
  const number = NUMBERED.exec(name)?.[1];
  return number === undefined ? /^[01]x[01]$/i.test(name) : Number(number) <= 1;
}

function follows(name: string, last: string): boolean {
  const [a, b] = [NUMBERED.exec(last)?.[1], NUMBERED.exec(name)?.[1]];
  if (a !== undefined && b !== undefined) return Number(b) === Number(a) + 1;
  const [[, row, column] = [], [, nextRow, nextColumn] = []] = [PLACED.exec(last) ?? [], PLACED.exec(name) ?? []];
  if (row === undefined || nextRow === undefined) return false;
  if (row === nextRow) return Number(nextColumn) === Number(column) + 1;
  return Number(nextRow) === Number(row) + 1 && Number(nextColumn) <= 1;
}

/** `pixel1..pixel784`, or places from 0, `1..784`. Errors: USAGE for what the table does not have. */
export function saidPixels(
  said: readonly [first: string, last: string],
  { inputShape, columns, header }: Wanted,
): number[] {
  const place = (column: string) => columnOf(column, columns, header, "--pixel-columns");
  const [first, last] = [place(said[0]), place(said[1])];
  if (last < first)
    throw new UsageError(`--pixel-columns ${said.join("..")}: the first is after the last → exchange them`);
  const size = inputShape.reduce((product, side) => product * side, 1);
  if (last - first + 1 !== size) {
    const what = `--pixel-columns ${said.join("..")} are ${count(last - first + 1)} columns`;
    throw new UsageError(`${what} → the model takes images of ${inputShape.join("×")}, ${count(size)} pixels`);
  }
  return Array.from({ length: size }, (_, i) => first + i);
}

/** The place of a column that the command line names, or says the place of, from 0. Errors: USAGE. */
export function columnOf(column: string, columns: readonly string[], header: boolean, option: string): number {
  if (header && columns.indexOf(column) !== columns.lastIndexOf(column)) {
    throw new UsageError(`${option} ${column}: two columns are called so → give its place, from 0`);
  }
  const same = (name: string) => name.trim().toLowerCase() === column.trim().toLowerCase();
  const places = header ? [columns.indexOf(column), columns.findIndex(same)] : [];
  const named = places.find((place) => place >= 0);
  if (named !== undefined) return named;
  const place = /^\d+$/.test(column) ? Number(column) : Number.NaN;
  if (place < columns.length) return place;
  throw new UsageError(`${option} ${column}: the table has no such column → ${columnsOf(columns, header)}`);
}

/** A name for each column that no other has: of names that are there twice, with its place; without a header the places. */
export function keysOf({ columns, header }: Pick<Wanted, "columns" | "header">): string[] {
  if (!header) return columns.map((_, place) => String(place));
  return columns.map((name, place) =>
    columns.indexOf(name) === columns.lastIndexOf(name) ? name : `${name} (column ${place})`,
  );
}

/** `it has Handle, Title, Image Src`. */
export function columnsOf(columns: readonly string[], header: boolean): string {
  if (!header) return `it has ${count(columns.length)} columns, 0 to ${columns.length - 1}`;
  const shown = columns.slice(0, 12).join(", ");
  return `it has ${shown}${columns.length > 12 ? `, … (${count(columns.length)} in all)` : ""}`;
}
