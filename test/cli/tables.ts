/** Tables for the tests of `predict`: images of the sample as pixels, and what the command made of them. */
import { readFileSync } from "node:fs";
import type { Dataset } from "fashion-wasm";

/** The pixels of image `i` as a table has them. */
export const pixelsOf = (images: Dataset, i: number) => Array.from(images.image(i)).join(",");

/** `id,pixel1,…,pixel784`. */
export const PIXEL_HEADER = ["id", ...Array.from({ length: 784 }, (_, i) => `pixel${i + 1}`)].join(",");

/** A table of `rows` images with ids, over and over those there are. */
export function pixelTable(images: Dataset, rows: number, lineEnd = "\n"): string {
  const known = Array.from({ length: images.length }, (_, i) => pixelsOf(images, i));
  const lines = Array.from({ length: rows }, (_, i) => `r${i},${known[i % images.length]}`);
  return [PIXEL_HEADER, ...lines].map((line) => line + lineEnd).join("");
}

/** The cells of a simple CSV: quotation marks and separators within them are taken care of, line breaks are not. */
export function cellsOf(text: string, delimiter = ","): string[][] {
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  const cell = new RegExp(`${delimiter}(?:"((?:[^"]|"")*)"|([^${delimiter}]*))`, "g");
  return lines.map((line) =>
    Array.from(
      `${delimiter}${line}`.matchAll(cell),
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
    ),
  );
}

/** The rows of a CSV as objects. */
export function rowsOf(text: string, delimiter = ","): Record<string, string>[] {
  const [names = [], ...rows] = cellsOf(text, delimiter);
  return rows.map((row) => Object.fromEntries(row.map((cell, i) => [names[i] ?? "", cell])));
}

/** The objects of JSON Lines. */
export const linesOf = (text: string) =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** A file's text. */
export const textOf = (path: string) => readFileSync(path, "utf8");
