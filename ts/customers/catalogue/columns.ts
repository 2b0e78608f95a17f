/**
 * Which columns of a catalogue name items, and which hold the classifier's answer: by the names that `predict` gives them, and
 * those of shops' exports of products.
 */
import type { Table } from "../../data/table/table.js";
import { FashionWasmError } from "../../errors.js";
import type { CatalogueRow, KeyKind } from "./catalogue.js";
import type { Answer } from "./item-label.js";

/** Names without case, blanks and underscores. */
const KEYS: Readonly<Record<KeyKind, readonly string[]>> = {
  sku: ["sku", "variantsku", "itemsku", "productsku", "lineitemsku"],
  item: ["id", "itemid", "productid", "item", "product", "variantid"],
  handle: ["handle", "urlhandle", "slug"],
  name: ["name", "title", "itemname", "productname"],
  image: [
    ...["image", "imageurl", "imagelink", "imagesrc", "productimageurl", "variantimage", "variantimageurl", "images"],
    ...["photo", "picture", "file", "filename", "path", "source"],
  ],
};

/** The columns of a catalogue. */
export interface CatalogueColumns {
  /** The names of a row's item. */
  namesOf(cells: readonly string[] | Readonly<Record<string, unknown>>): CatalogueRow["names"];
  /** What the classifier, and a person, said. */
  answerOf(cells: readonly string[] | Readonly<Record<string, unknown>>): Answer;
}

type Cells = readonly string[] | Readonly<Record<string, unknown>>;

/** Finds the columns. Errors: CSV_HEADER, CSV_EMPTY. */
export function catalogueColumns({ columns, form }: Table, name: string): CatalogueColumns {
  if (columns.length === 0) {
    throw new FashionWasmError("CSV_EMPTY", `${name}: there is no row → give the table that predict has written`);
  }
  // Where the table had a label before, predict's own begin so.
  const prefix = columns.includes("predicted_label") ? "predicted_" : "";
  const get = (cells: Cells, column: string): unknown => {
    if (!Array.isArray(cells)) return (cells as Readonly<Record<string, unknown>>)[column];
    const place = columns.indexOf(column);
    return place < 0 ? undefined : cells[place];
  };
  if (!columns.includes(`${prefix}label`) && !columns.includes("reviewed_label")) {
    const what = `${name}: has no column "label", it has ${columns.slice(0, 12).join(", ")}`;
    throw new FashionWasmError("CSV_HEADER", `${what} → give the table that fashion-wasm predict has written`);
  }
  const keys = keysAmong(columns);
  if (keys.length === 0) {
    const what = `${name}: no column names items: ${columns.slice(0, 12).join(", ")}`;
    const advice = "keep a column such as sku, handle, name, id or image, by which orders know them";
    throw new FashionWasmError("CSV_HEADER", `${what} → ${advice}`);
  }
  const more = columns.flatMap((column) => {
    const [, number] = new RegExp(`^${prefix}label(\\d+)$`).exec(column) ?? [];
    return number === undefined ? [] : [number];
  });
  const isJson = form.format === "jsonl";
  return {
    namesOf: (cells) =>
      (isJson ? keysAmong(Object.keys(cells)) : keys).flatMap(([kind, column]) => {
        const value = get(cells, column);
        const text = value === undefined || value === null ? "" : String(value).trim().replace(/^'/, "");
        if (text === "") return [];
        // WooCommerce lists several images.
        return plain(column) === "images"
          ? text.split(/,\s*/).map((one) => [kind, one] as const)
          : [[kind, text] as const];
      }),
    answerOf: (cells) => {
      const first = [get(cells, `${prefix}label`), get(cells, `${prefix}probability`)] as const;
      const reviewed = get(cells, "reviewed_label");
      const listed = isJson ? get(cells, `${prefix}topK`) : undefined;
      if (Array.isArray(listed) && listed.length > 0) {
        const classes = listed.map(
          (one: { label?: unknown; probability?: unknown }) => [one?.label, one?.probability] as const,
        );
        return { reviewed, classes };
      }
      const others = more.map(
        (number) => [get(cells, `${prefix}label${number}`), get(cells, `${prefix}probability${number}`)] as const,
      );
      return { reviewed, classes: [first, ...others] };
    },
  };
}

/** Those that name items; objects of JSON may have others than the first. */
function keysAmong(columns: readonly string[]): (readonly [KeyKind, string])[] {
  return (Object.entries(KEYS) as [KeyKind, readonly string[]][]).flatMap(([kind, names]) =>
    columns.filter((column) => names.includes(plain(column))).map((column) => [kind, column] as const),
  );
}

function plain(column: string): string {
  return column.toLowerCase().replace(/[\s_-]/g, "");
}
