/**
 * Many labelled images in a grid, each at half its size, above the name of its class.
 *
 * As many to a row as were asked for, or as fit the terminal; how many were left out is said.
 */
import type { Dataset } from "../../index.js";
import { fitted } from "../fitted.js";
import { drawGarment } from "../garments.js";
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
  const [height, tile] = [Math.ceil(rows / 2), Math.ceil(pixels / 2)];
  const fitting = Math.min(columns, Math.max(1, Math.floor((width + 1) / (tile + 1))));
  const lines: string[] = [];
  for (let start = 0; start < images.length; start += columns) {
    const tiles = Array.from({ length: Math.min(fitting, images.length - start) }, (_, i) => {
      const small = halved(images.image(start + i), pixels, rows);
      return [...drawGarment(small, tile, height, colours), fitted(images.className(start + i) ?? "", tile)];
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

/** Means of 2 × 2 pixels. */
function halved(image: ArrayLike<number>, width: number, height: number): Float32Array {
  const [w, h] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  return Float32Array.from({ length: w * h }, (_, i) => {
    const [x, y] = [2 * (i % w), 2 * Math.floor(i / w)];
    const at = (dx: number, dy: number) =>
      image[Math.min(height - 1, y + dy) * width + Math.min(width - 1, x + dx)] ?? 0;
    return (at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4;
  });
}
