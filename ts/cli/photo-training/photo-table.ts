/**
 * A table that names photos and their classes, to train on or to test with: `image,label`, or what `predict` and `review` wrote.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { openTable } from "../../data/table/table.js";
import { FashionWasmError, NO_GARMENT } from "../../index.js";
import { schemeOf } from "../../platform/address.js";
import { UsageError } from "../exit.js";
import { count, counted } from "../format.js";
import { formatOf, openInput, type TableInput } from "../predict/table/input.js";
import { mayNamePhotos, type PhotoColumns, photoColumns } from "../predict/table/photo-column.js";
import { isRemote } from "../predict/table/photo-reference.js";
import { columnOf, columnsOf } from "../predict/table/pixel-columns.js";
import { mainPhoto } from "../predict/table/products.js";
import { say } from "../say.js";

/** Photos and the names of their classes. */
export interface LabelledPhotos {
  readonly paths: readonly string[];
  /** As the table has them. */
  readonly names: readonly string[];
  readonly labels: readonly string[];
}

/** Names of a column of classes; what a person has said goes first. */
const LABELS = ["reviewed_label", "label", "class", "category", "target", "garment"];

/** Whether a table names photos; false for one of pixels. Errors: IO, those of reading a table. */
export async function namesPhotos(
  path: string,
  imageColumn: string | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  if (formatOf(path) === "jsonl" || imageColumn !== undefined) return true;
  const input = await openInput(path, 0, signal);
  const { columns } = await openTable(input.chunks, { name: path });
  return columns.length <= MOST_COLUMNS && mayNamePhotos(columns);
}

/** A table with more columns is one of pixels, whatever one of them is called. */
const MOST_COLUMNS = 500;

/** Reads the table. Errors: USAGE for a column that is not there; DATA_MISMATCH for rows that are wrong, or where none is left. */
export async function labelledPhotos(
  path: string,
  {
    labelColumn,
    imageColumn,
  }: { readonly labelColumn?: string | number | null | undefined; readonly imageColumn?: string | undefined },
  signal: AbortSignal,
): Promise<LabelledPhotos> {
  const input = await openInput(path, 0, signal);
  const table = await openTable(input.chunks, { name: path, format: formatOf(path) });
  const { columns } = table;
  const photo = photoColumns(path, columns, { header: true, said: imageColumn });
  const label = labelOf(path, columns, labelColumn);
  say(`${path}: photos by the column ${photo.photo.join(" or ")}, classes by ${label}`);
  const found = { paths: [] as string[], names: [] as string[], labels: [] as string[] };
  let [without, strangers] = [0, 0];
  for await (const { rows } of table.batches({ kept: columns.map((_, i) => i), pixels: [] })) {
    for (const { line, cells, error } of rows) {
      if (error !== null)
        throw new FashionWasmError("DATA_MISMATCH", `${path}, line ${line}: ${error} → correct the row`);
      const cell = (column: string) =>
        textOf(Array.isArray(cells) ? cells[columns.indexOf(column)] : (cells as Cells)[column]);
      const name = referenceOf(photo, cell);
      const labelled = cell(label);
      if (labelled === NO_GARMENT) strangers += 1;
      else if (name === "" || labelled === "") without += 1;
      if (name === "" || labelled === "" || labelled === NO_GARMENT) continue;
      found.paths.push(pathOf(name, input, line));
      found.names.push(name);
      found.labels.push(labelled);
    }
  }
  if (without > 0)
    say(`${path}: ${counted(without, "row")} without a photo or a class ${without === 1 ? "is" : "are"} left out`);
  if (strangers > 0) {
    const what = `${counted(strangers, "row")} of "${NO_GARMENT}" ${strangers === 1 ? "is" : "are"} left out`;
    say(`${path}: ${what}: such images are made of the others`);
  }
  if (found.paths.length > 0) return found;
  throw new FashionWasmError(
    "DATA_MISMATCH",
    `${path}: no row has a photo and a class in ${label} → name a table that has`,
  );
}

type Cells = Readonly<Record<string, unknown>>;

const textOf = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value).trim() : "");

function referenceOf({ photo, isList }: PhotoColumns, cell: (column: string) => string): string {
  return photo.map((column) => mainPhoto(cell(column), isList)).find((reference) => reference !== "") ?? "";
}

/** Relative paths begin at the table's folder or, as `predict` writes those of photos, at the current one: where the photo is. */
function pathOf(reference: string, { folder, name }: TableInput, line: number): string {
  const scheme = schemeOf(reference);
  if (scheme === "file" || scheme === "data") return reference;
  if (isRemote(reference)) {
    const what = `${name}, line ${line}: the photo is a URL → download the photos, and name their paths`;
    throw new FashionWasmError("DATA_MISMATCH", what);
  }
  const [beside, here] = [resolve(folder, reference), resolve(reference)];
  if (!existsSync(beside)) return here;
  if (beside === here || !existsSync(here)) return beside;
  const what = `${name}, line ${line}: ${reference} is both in ${folder} and in the current folder`;
  throw new FashionWasmError("DATA_MISMATCH", `${what} → start train in ${folder}, or name absolute paths`);
}

function labelOf(path: string, columns: readonly string[], said: string | number | null | undefined): string {
  if (said !== undefined && said !== null) {
    const place = said === "first" ? 0 : said === "last" ? columns.length - 1 : undefined;
    return columns[place ?? columnOf(String(said), columns, true, "--label-column")] as string;
  }
  const plain = (name: string) => name.trim().toLowerCase();
  for (const name of LABELS) {
    const found = columns.find((column) => plain(column) === name);
    if (found !== undefined) return found;
  }
  const advice = "--label-column says which column holds the classes";
  throw new UsageError(`${path}: ${columnsOf(columns, true)} (${count(columns.length)}) → ${advice}`);
}
