/**
 * The first and last rows of the data as a table of numbers, as pandas shows one: label, class, some pixels, the rest left out.
 */
import type { Dataset } from "../../index.js";
import { columnsOf, cut, fitted } from "../fitted.js";
import { count } from "../format.js";

/** Rows at each end. */
const ROWS = 5;
const GAP = "  ";

/** Columns of the names of classes where the terminal is narrow. */
const NAMES = 12;

/** The table as lines of at most `width` columns; as many pixels at each end as fit, at least one, and what is too long cut. */
export function drawTable(data: Dataset, width: number): string[] {
  const size = data.imageShape.reduce((product, side) => product * side, 1);
  const split = data.length > 2 * ROWS;
  const positions = split ? [...range(0, ROWS), ...range(data.length - ROWS, data.length)] : range(0, data.length);
  const pixelWidth = Math.max(3, `pixel${size}`.length) + GAP.length;
  const named = data.labelled ? ["label", "class"] : [];
  const head = (i: number) => [String(i), ...(data.labelled ? [String(data.label(i)), data.className(i) ?? ""] : [])];
  const heads = [["", ...named], ...positions.map(head)];
  const headWidths = heads[0]?.map((_, column) => Math.max(...heads.map((row) => columnsOf(row[column] ?? "")))) ?? [];
  const names = data.labelled ? (headWidths[named.length] ?? 0) : 0;
  if (names > NAMES) headWidths[named.length] = Math.max(NAMES, Math.min(names, Math.floor(width / 3)));
  const room = width - headWidths.reduce((sum, each) => sum + each + GAP.length, 0) - 1 - GAP.length;
  const ends = Math.max(1, Math.min(4, Math.floor(room / pixelWidth / 2)));
  const shown = size <= 2 * ends ? range(0, size) : [...range(0, ends), ...range(size - ends, size)];
  const line = (row: readonly string[], pixels: readonly string[]) => {
    const cells = row.map((text, i) =>
      i === named.length && i > 0 ? fitted(text, headWidths[i] ?? 0) : text.padStart(headWidths[i] ?? 0),
    );
    const numbers = pixels.map((text) => text.padStart(pixelWidth - GAP.length));
    if (size > 2 * ends) numbers.splice(ends, 0, "…");
    return cut([...cells, ...numbers].join(GAP).trimEnd(), width);
  };
  const rows = positions.map((i, row) => {
    const image = data.image(i);
    const tones = shown.map((place) => String(image[place]));
    return line(heads[row + 1] ?? [], tones);
  });
  if (split) rows.splice(ROWS, 0, "…");
  const titles = shown.map((place) => `pixel${place + 1}`);
  const columns = size + (data.labelled ? 1 : 0);
  return [line(heads[0] ?? [], titles), ...rows, `[${count(data.length)} rows × ${count(columns)} columns]`];
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}
