/**
 * Writes tables of images for the tests of the reader, and gives them away byte by byte.
 */
import type { Dataset } from "fashion-wasm";
import { pieces } from "./streams.js";

/** What a table is written with. */
export interface CsvForm {
  readonly header?: boolean;
  readonly labels?: boolean;
}

/** A dataset of bytes as Kaggle writes it: `label,pixel1,…,pixel784`, one image a row. */
export function csvOf(data: Dataset, { header = true, labels = true }: CsvForm = {}): Uint8Array {
  const size = data.imageShape.reduce((product, side) => product * side);
  const names = Array.from({ length: size }, (_, i) => `pixel${i + 1}`);
  const lines = header ? [[...(labels ? ["label"] : []), ...names].join()] : [];
  for (let i = 0; i < data.length; i++) lines.push([...(labels ? [data.label(i)] : []), ...data.image(i)].join());
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

/** Rows of cells as CSV. */
export function csvOfRows(rows: readonly ArrayLike<number | string>[], header?: readonly string[]): Uint8Array {
  const lines = [...(header ? [header] : []), ...rows].map((row) => Array.from<unknown>(row).join());
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

/** A web stream of the bytes in odd pieces, the first of a single byte. */
export function webStream(bytes: Uint8Array): ReadableStream<Uint8Array> {
  const iterator = pieces(bytes);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value.slice()); // the queue keeps it
    },
  });
}
