/**
 * Many labelled images in a grid, each at half its size, large ones smaller, above the name of its class.
 *
 * As many to a row as were asked for, or as fit the terminal; how many were left out is said.
 */
import type { Dataset } from "../../index.js";
import { fitted } from "../fitted.js";
import { drawGarment } from "../garments.js";
import { type Size, shrunk, sizeWithin } from "../shrunk.js";
import type { Terminal } from "../terminal.js";

/** What of the grid is drawn. */
export interface Thumbnails {
  readonly lines: readonly string[];
  /** Images to a row. */
  readonly columns: number;
}

/** Draws grey images `columns` to a row; in a narrow terminal only the first of each row. */
export function drawThumbnails(
  images: Dataset,
  columns: number,
  { width, colours }: Pick<Terminal, "width" | "colours">,
): Thumbnails {
  const [rows, pixels] = images.imageShape;
  const to = tileSize(images, width);
  const { width: tile, height } = to;
  const fitting = Math.min(columns, Math.max(1, Math.floor((width + 1) / (tile + 1))));
  const lines: string[] = [];
  for (let start = 0; start < images.length; start += columns) {
    const tiles = Array.from({ length: Math.min(fitting, images.length - start) }, (_, i) => {
      const small = shrunk({ pixels: images.image(start + i), width: pixels, height: rows }, to);
      return [...drawGarment(small.pixels, tile, height, colours), fitted(images.className(start + i) ?? "", tile)];
    });
    for (let y = 0; y <= Math.ceil(height / 2); y++)
      lines.push(
        tiles
          .map((each) => each[y])
          .join(" ")
          .trimEnd(),
      );
  }
  return { lines, columns: fitting };
}

/** Most columns of a tile, and twice as many pixels as it has lines: one of 64 × 64 pixels is still half as large. */
const LARGEST = { width: 32, height: 32 };

/** The size of an image in the grid: half of its own, less where that is large or wider than the terminal. */
export function tileSize({ imageShape }: Dataset, terminalWidth: number): Size {
  const half = { width: Math.ceil(imageShape[1] / 2), height: Math.ceil(imageShape[0] / 2) };
  return sizeWithin(half, { ...LARGEST, width: Math.min(LARGEST.width, terminalWidth) });
}
