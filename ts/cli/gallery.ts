/**
 * Several test images side by side, each above what the model says it is and what it truly is.
 *
 * As many to a row as fit the terminal's width; a terminal too narrow for one image gets the captions only.
 */
import { createColors } from "picocolors";
import { fitted } from "./fitted.js";
import { drawGarment } from "./garments.js";
import type { Terminal } from "./terminal.js";

/** One image of the gallery. */
export interface GalleryImage {
  readonly pixels: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  readonly predicted: string;
  readonly truth: string;
}

const GAP = "  ";
const MAX_PER_ROW = 6;

/** How many images of `imageWidth` columns stand side by side: at least 1, at most 6. */
export function imagesPerRow(imageWidth: number, terminalWidth: number): number {
  return Math.min(MAX_PER_ROW, Math.max(1, Math.floor((terminalWidth + GAP.length) / (imageWidth + GAP.length))));
}

/** The gallery as lines of text, rows of images separated by an empty line. */
export function drawGallery(images: readonly GalleryImage[], terminal: Pick<Terminal, "width" | "colours">): string[] {
  const widest = Math.max(1, ...images.map((image) => image.width));
  const perRow = imagesPerRow(widest, terminal.width);
  const lines: string[] = [];
  for (let start = 0; start < images.length; start += perRow) {
    if (start > 0) lines.push("");
    lines.push(...sideBySide(images.slice(start, start + perRow).map((image) => tile(image, widest, terminal))));
  }
  return lines;
}

/** A tile: lines that are each exactly `width` columns on screen. */
function tile(image: GalleryImage, width: number, terminal: Pick<Terminal, "width" | "colours">): string[] {
  const colour = createColors(terminal.colours !== "none");
  const right = image.predicted === image.truth;
  const paint = right ? colour.green : colour.red;
  const drawn =
    terminal.width >= image.width ? drawGarment(image.pixels, image.width, image.height, terminal.colours) : [];
  const margin = " ".repeat(width - image.width);
  return [
    ...drawn.map((line) => line + margin),
    paint(fitted(`${right ? "✓" : "✗"} predicted ${image.predicted}`, width)),
    colour.dim(fitted(`  truly     ${image.truth}`, width)),
  ];
}

function sideBySide(tiles: readonly (readonly string[])[]): string[] {
  const height = Math.max(0, ...tiles.map((lines) => lines.length));
  return Array.from({ length: height }, (_, y) =>
    tiles
      .map((lines) => lines[y] ?? "")
      .join(GAP)
      .trimEnd(),
  );
}
