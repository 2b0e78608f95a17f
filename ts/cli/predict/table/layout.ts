/**
 * What the columns of a table mean: pixels of images, or a photo's place; and which of them are kept.
 */
import type { Table, TablePlan } from "../../../data/table/table.js";
import { UsageError } from "../../exit.js";
import { say } from "../../say.js";
import { type PhotoColumns, photoColumns, shopColumns } from "./photo-column.js";
import { columnOf, columnsOf, pixelColumns, saidPixels } from "./pixel-columns.js";

/** What a table was found to hold. */
export interface Layout {
  /** Of CSV. */
  readonly plan: TablePlan;
  /** Names of the kept columns; null for all members of JSON Lines but the pixels. */
  readonly kept: readonly string[] | null;
  /** Of CSV: the places of the kept ones among a row's cells. */
  readonly keptCells: readonly number[];
  /** Where photos are named; null for a table of pixels. */
  readonly photos: PhotoColumns | null;
  /** The member of an object in JSON Lines that holds the pixels, or the members, one for each. */
  readonly pixelMembers: readonly string[];
}

/** What the command line says of the columns. */
export interface LayoutOptions {
  readonly imageColumn?: string | undefined;
  readonly pixelColumns?: readonly [first: string, last: string] | undefined;
  /** Names of the columns to keep. */
  readonly keep?: readonly string[] | undefined;
}

/** Names of the columns that are written: the kept ones, or those of the first row but its pixels. */
export function writtenColumns({ columns }: Table, { kept, pixelMembers }: Layout): readonly string[] {
  return kept ?? columns.filter((column) => !pixelMembers.includes(column));
}

/** Members of an object that hold all pixels of an image. */
const PIXEL_MEMBERS = ["pixels", "image", "img", "data"];

/** Finds out. Errors: USAGE, CSV_COLUMNS. */
export function layoutOf(name: string, table: Table, inputShape: readonly number[], options: LayoutOptions): Layout {
  const { columns, header, form } = table;
  if (form.format === "jsonl") return jsonLayout(name, table, inputShape, options, options.keep ?? null);
  const keep = keptColumns(options, columns, header);
  const wanted = { inputShape, columns, header };
  const said = options.pixelColumns;
  const pixels = said !== undefined ? saidPixels(said, wanted) : pixelsOf(name, wanted, options);
  const isPixel = new Set(pixels ?? []);
  const all = columns.flatMap((_, place) => (isPixel.has(place) ? [] : [place]));
  const kept = keep?.map((column) => columnOf(column, columns, header, "--keep")) ?? all;
  const names = kept.map((place) => (header ? (columns[place] as string) : String(place)));
  if (pixels !== null) {
    return { plan: { kept, pixels }, kept: names, keptCells: kept.map((_, i) => i), photos: null, pixelMembers: [] };
  }
  const photos = photoColumns(name, columns, { header, said: options.imageColumn });
  const plan = { kept: columns.map((_, place) => place), pixels: [] };
  return { plan, kept: names, keptCells: kept, photos, pixelMembers: [] };
}

/** Pixels, unless the command line or a shop's names say that the table has photos. */
function pixelsOf(name: string, wanted: Parameters<typeof pixelColumns>[1], options: LayoutOptions): number[] | null {
  const { columns, header } = wanted;
  if (options.imageColumn !== undefined || (header && shopColumns(columns) !== null)) return null;
  const pixels = pixelColumns(name, wanted);
  if (pixels !== null && !header && pixels.length < columns.length) {
    say(`${name} has no header: its first column is kept, the other ${pixels.length} are taken for pixels`);
  }
  return pixels;
}

function jsonLayout(
  name: string,
  { columns, first }: Table,
  inputShape: readonly number[],
  { imageColumn, pixelColumns: said }: LayoutOptions,
  kept: readonly string[] | null,
): Layout {
  const layout = (pixelMembers: readonly string[], photos: PhotoColumns | null): Layout => ({
    plan: { kept: [], pixels: [] },
    kept,
    keptCells: [],
    photos,
    pixelMembers,
  });
  const wanted = { inputShape, columns, header: true };
  const named = (places: readonly number[]) =>
    layout(
      places.map((place) => columns[place] as string),
      null,
    );
  if (said !== undefined) return named(saidPixels(said, wanted));
  if (imageColumn === undefined) {
    const size = inputShape.reduce((product, side) => product * side, 1);
    const isImage = (value: unknown) => Array.isArray(value) && value.flat(3).length === size;
    const whole = PIXEL_MEMBERS.find((member) => isImage(first?.[member]));
    if (whole !== undefined) return layout([whole], null);
    const places = shopColumns(columns) === null ? pixelColumns(name, wanted) : null;
    if (places !== null) return named(places);
  } else if (Array.isArray(first?.[imageColumn])) return layout([imageColumn], null);
  // Objects need not have the same members: what is said is believed.
  const known = imageColumn === undefined ? columns : [...new Set([...columns, imageColumn])];
  return layout([], photoColumns(name, known, { header: true, said: imageColumn }));
}

/** The names to keep; null for all. Errors: USAGE for one that the table does not have. */
function keptColumns({ keep }: LayoutOptions, columns: readonly string[], header: boolean): readonly string[] | null {
  if (keep === undefined) return null;
  for (const column of keep) {
    if (header && !columns.includes(column)) {
      throw new UsageError(`--keep ${column}: the table has no such column → ${columnsOf(columns, header)}`);
    }
  }
  return keep;
}
