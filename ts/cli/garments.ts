/**
 * One grey image in characters: two pixels to a character cell, which makes it about square on screen.
 *
 * With 24-bit or 256 colours an upper half block carries the upper pixel as foreground and the lower as
 * background; without, the mean of the two picks one of five shades. 28×28 pixels are 28 columns × 14 rows.
 */
import type { ColourDepth } from "./terminal.js";

const SHADES = [" ", "░", "▒", "▓", "█"] as const;
const RESET = "\u001b[0m";

/**
 * Draws an image of one channel, 0 (black) … 255 (white), row by row.
 *
 * @returns one string for two rows of pixels, each `width` columns on screen and with its colours reset.
 */
export function drawGarment(pixels: ArrayLike<number>, width: number, height: number, colours: ColourDepth): string[] {
  const lines: string[] = [];
  for (let y = 0; y < height; y += 2) {
    const upper = (x: number) => pixels[y * width + x] ?? 0;
    const lower = (x: number) => (y + 1 < height ? (pixels[(y + 1) * width + x] ?? 0) : 0);
    const inColour = colours === "rgb" || colours === "256";
    lines.push(inColour ? halfBlocks(width, upper, lower, colours) : shades(width, upper, lower));
  }
  return lines;
}

function halfBlocks(
  width: number,
  upper: (x: number) => number,
  lower: (x: number) => number,
  colours: "rgb" | "256",
): string {
  let line = "";
  let foreground = "";
  let background = "";
  for (let x = 0; x < width; x++) {
    const nextForeground = `\u001b[38;${grey(upper(x), colours)}m`;
    const nextBackground = `\u001b[48;${grey(lower(x), colours)}m`;
    // Escapes only where the grey changes: most of an image is black, and terminals are slow.
    if (nextForeground !== foreground) line += nextForeground;
    if (nextBackground !== background) line += nextBackground;
    foreground = nextForeground;
    background = nextBackground;
    line += "▀";
  }
  return line + RESET;
}

function shades(width: number, upper: (x: number) => number, lower: (x: number) => number): string {
  let line = "";
  for (let x = 0; x < width; x++) line += SHADES[Math.round(((upper(x) + lower(x)) / 510) * 4)] ?? " ";
  return line;
}

/** A grey as the tail of an SGR colour: `2;r;g;b`, or `5;n` with the nearest of the table's 26 greys. */
export function grey(value: number, colours: "rgb" | "256"): string {
  const level = Math.min(255, Math.max(0, Math.round(value)));
  if (colours === "rgb") return `2;${level};${level};${level}`;
  if (level < 4) return "5;16";
  if (level > 246) return "5;231";
  return `5;${232 + Math.min(23, Math.max(0, Math.round((level - 8) / 10)))}`;
}
