/**
 * Several test images side by side, each above what the model says it is and what it truly is.
 *
 * As many to a row as fit the terminal's width; images that are large, or wider than the terminal, are drawn smaller.
 */
import { createColors } from "picocolors";
import { fitted } from "./fitted.js";
import { drawGarment } from "./garments.js";
import { type Size, shrunk, sizeWithin } from "./shrunk.js";
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
/** Of captions that can be read. */
const LEAST_COLUMNS = 20;
const MOST_PIXELS = 64;

/** How many images stand side by side: at least 1, at most 6. */
export function imagesPerRow(image: Size, terminalWidth: number): number {
  const tile = tileWidth(drawnSize(image, terminalWidth), terminalWidth);
  return Math.min(MAX_PER_ROW, Math.max(1, Math.floor((terminalWidth + GAP.length) / (tile + GAP.length))));
}

function drawnSize(image: Size, terminalWidth: number): Size {
  return sizeWithin(image, { width: Math.min(terminalWidth, MOST_PIXELS), height: MOST_PIXELS });
}

function tileWidth({ width }: Size, terminalWidth: number): number {
  return Math.max(width, Math.min(LEAST_COLUMNS, terminalWidth));
}

/** The gallery as lines of text, rows of images separated by an empty line. */
export function drawGallery(images: readonly GalleryImage[], terminal: Pick<Terminal, "width" | "colours">): string[] {
  const largest = {
    width: Math.max(1, ...images.map(({ width }) => width)),
    height: Math.max(1, ...images.map(({ height }) => height)),
  };
  const widest = tileWidth(drawnSize(largest, terminal.width), terminal.width);
  const perRow = imagesPerRow(largest, terminal.width);
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
  const small = shrunk(image, drawnSize(image, terminal.width));
  const drawn = drawGarment(small.pixels, small.width, small.height, terminal.colours);
  const margin = " ".repeat(Math.max(0, width - small.width));
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
