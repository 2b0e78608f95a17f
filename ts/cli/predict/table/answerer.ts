/**
 * From rows of a table to answers: a batch of images of pixels at a time, or a photo for each row.
 */
import { setMaxListeners } from "node:events";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { Table, TableRow } from "../../../data/table/table.js";
import { FashionWasmError, type PhotoAnswer } from "../../../index.js";
import { shownAddress } from "../../../platform/address.js";
import { UsageError } from "../../exit.js";
import { isOfAll } from "../classify-all.js";
import { type Failed, failedRow, type Row, rowOf } from "../rows.js";
import { takePixels } from "./json-pixels.js";
import type { Layout } from "./layout.js";
import { type Following, isRemote, photoAt } from "./photo-reference.js";
import { keysOf } from "./pixel-columns.js";
import { Products, type RowPhoto } from "./products.js";
import type { TableModel } from "./table-model.js";

/** Rows that are answered together. */
export interface Item {
  readonly rows: readonly TableRow[];
  readonly pixels: Uint8Array;
  /** Of a row with a photo. */
  readonly photo: RowPhoto | null;
}

/** A row's answer; `answer` is that of a photo, for pages. */
export interface Answered {
  readonly row: Row;
  readonly answer: PhotoAnswer | null;
}

/** How rows are answered. */
export interface Answering {
  readonly topK: number;
  readonly preparation: "auto" | "photo" | "none";
  readonly steps: boolean;
  readonly signal: AbortSignal;
}

/** Answers rows. */
export interface Answerer {
  /** Items under way at the same time. */
  readonly most: number;
  /** The table's rows in items. */
  items(): AsyncIterable<Item>;
  answer(item: Item): Promise<readonly Answered[]>;
  readonly found: Found;
}

/** What is found while a table is read. */
export interface Found {
  /** Rows that took the photo of their product. */
  ofProduct: number;
}

/** A row that is not as it should be. */
function wrong(name: string, row: TableRow, what: string): Answered {
  const failed: Failed = { file: `${name}, row ${row.number}`, code: "TABLE_ROW", error: `line ${row.line}: ${what}` };
  return { row: failed, answer: null };
}

/** For a table of pixels. */
export function pixelAnswerer(name: string, table: Table, layout: Layout, model: TableModel, how: Answering): Answerer {
  const size = model.inputShape.reduce((product, side) => product * side, 1);
  return {
    found: { ofProduct: 0 },
    most: 3, // one is computed, the next is ready, one is written
    async *items() {
      for await (const { rows, pixels } of table.batches(layout.plan)) {
        if (table.form.format === "csv") yield { rows, pixels, photo: null };
        else yield fromJson(rows, layout.pixelMembers, size);
      }
    },
    async answer({ rows, pixels }) {
      const good = rows.flatMap(({ error }, i) => (error === null ? [i] : []));
      const images = good.length === rows.length ? pixels : gathered(pixels, good, size);
      const nameOf = (i: number) => `${name}, row ${rows[good[i] as number]?.number}`;
      const { topK, preparation, signal } = how;
      const answers = images.length === 0 ? [] : await model.classify(images, { topK, preparation, signal, nameOf });
      let next = 0;
      return rows.map((row) =>
        row.error === null ? { row: answers[next++] as Row, answer: null } : wrong(name, row, row.error),
      );
    },
  };
}

function gathered(pixels: Uint8Array, places: readonly number[], size: number): Uint8Array {
  const some = new Uint8Array(places.length * size);
  places.forEach((place, i) => {
    some.set(pixels.subarray(place * size, (place + 1) * size), i * size);
  });
  return some;
}

function fromJson(rows: readonly TableRow[], members: readonly string[], size: number): Item {
  const pixels = new Uint8Array(rows.length * size);
  const checked = rows.map((row, i) => {
    if (row.cells === null || Array.isArray(row.cells)) return row;
    const cells = row.cells as Readonly<Record<string, unknown>>;
    return { ...row, error: row.error ?? takePixels(cells, members, pixels.subarray(i * size, (i + 1) * size)) };
  });
  return { rows: checked, pixels, photo: null };
}

/** Photos under way: while some are prepared, others are read and predicted. */
const UNDER_WAY = Math.min(64, 8 * availableParallelism());
/** Photos whose answers are kept for the rows that follow: variants of a product have the same. */
const KEPT = 32;
const NOTHING = new Uint8Array(0);

/** For a table of photos. */
export function photoAnswerer(
  name: string,
  table: Table,
  layout: Layout,
  model: TableModel,
  following: Following,
  how: Answering,
): Answerer {
  const { photos, plan } = layout;
  if (photos === null || model.classifier === null) throw new Error("a table of photos needs a model for photos");
  const { classifier } = model;
  const { signal, ...options } = how;
  setMaxListeners(0, signal); // all that are under way listen to it
  const products = new Products(photos);
  const found: Found = { ofProduct: 0 };
  const recent = new Map<string, Promise<PhotoAnswer>>();
  const places = new Map(keysOf(table).map((key, place) => [key, place]));
  const cellOf = ({ cells }: TableRow, column: string): string => {
    const value = Array.isArray(cells) ? cells[places.get(column) ?? -1] : (cells as Record<string, unknown>)?.[column];
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  const classify = (reference: string): Promise<PhotoAnswer> => {
    const known = recent.get(reference);
    if (known !== undefined) return known;
    const answer = photoAt(reference, following, signal).then((source) =>
      classifier.classify(source, { ...options, signal }),
    );
    recent.set(reference, answer);
    if (recent.size > KEPT) recent.delete(recent.keys().next().value as string);
    return answer;
  };
  return {
    found,
    most: UNDER_WAY,
    async *items() {
      let isFirst = true;
      for await (const { rows } of table.batches(plan)) {
        for (const row of rows) {
          if (row.error !== null) products.skip();
          const photo = row.error === null ? products.photoOf((column) => cellOf(row, column)) : null;
          if (photo?.ofProduct) found.ofProduct += 1;
          if (photo !== null && isFirst) checkFirst(name, photo.reference, following);
          isFirst &&= photo === null;
          yield { rows: [row], pixels: NOTHING, photo };
        }
      }
    },
    async answer({ rows, photo }) {
      const row = rows[0] as TableRow;
      if (row.error !== null) return [wrong(name, row, row.error)];
      if (photo === null) return [wrong(name, row, `no photo in ${photos.photo.join(" or ")}`)];
      const { reference } = photo;
      try {
        const answer = await classify(reference);
        return [{ row: rowOf({ file: reference, path: "" }, answer), answer }];
      } catch (error) {
        signal.throwIfAborted();
        // The classifier is open: what cannot be downloaded is the photo.
        const isOfRow = error instanceof FashionWasmError && (error.code === "DOWNLOAD_FAILED" || !isOfAll(error));
        if (!isOfRow) throw error;
        const failed = failedRow({ file: reference, path: resolve(following.folder, reference) }, error);
        return [{ row: { ...failed, file: `row ${row.number}, ${reference}` }, answer: null }];
      }
    },
  };
}

/** Where the first photo is to be downloaded and nothing is, all would fail. Errors: USAGE. */
function checkFirst(name: string, reference: string, { download }: Following): void {
  if (download !== null || !isRemote(reference)) return;
  throw new UsageError(`${name}: the photos are URLs (${shownAddress(reference)}) → --fetch downloads them`);
}
