/**
 * An image as the numbers it is: every pixel's tone, on its own tone where there are colours.
 *
 * In decimal where the terminal is wide enough, else as two hexadecimal digits a pixel, `00` black to `ff` white. Without
 * colours black is a dot, so that the garment can be seen in the numbers.
 */
import { grey } from "../garments.js";
import type { Terminal } from "../terminal.js";

const RESET = "\u001b[0m";

/** Rows of numbers that are shown. */
const MOST_ROWS = 128;

/** The pixels of a grey image, row by row, 0 … 255; nothing where not even the short form fits, or where there are very many. */
export function drawPixelValues(
  pixels: ArrayLike<number>,
  imageWidth: number,
  height: number,
  { width, colours }: Pick<Terminal, "width" | "colours">,
): string[] {
  const decimal = inDecimal(imageWidth, width);
  if ((!decimal && 2 * imageWidth > width) || height > MOST_ROWS) return [];
  const digits = (value: number) => (decimal ? String(value).padStart(4) : value.toString(16).padStart(2, "0"));
  const plain = (value: number) => (value === 0 ? "·".padStart(decimal ? 4 : 2) : digits(value));
  return Array.from({ length: height }, (_, y) => {
    const row = Array.from({ length: imageWidth }, (_, x) => Math.round(pixels[y * imageWidth + x] ?? 0));
    if (colours !== "rgb" && colours !== "256") return row.map(plain).join("");
    return row.map((value) => onTone(digits(value), value, colours)).join("") + RESET;
  });
}

/** How the numbers are shown, or why not: the end of their title. */
export function howShown(imageWidth: number, height: number, terminalWidth: number): string {
  if (height > MOST_ROWS) return `: ${height} rows are not shown; --json has them all`;
  if (inDecimal(imageWidth, terminalWidth)) return "";
  if (2 * imageWidth <= terminalWidth) return ", hexadecimal: 00 is black and ff white";
  return `: a terminal of ${2 * imageWidth} columns shows them, this one has ${terminalWidth}; --json has them all`;
}

/** Whether a terminal of so many columns is wide enough for decimal numbers. */
function inDecimal(imageWidth: number, terminalWidth: number): boolean {
  return 4 * imageWidth <= terminalWidth;
}

function onTone(text: string, value: number, colours: "rgb" | "256"): string {
  const letters = value < 128 ? 255 : 0;
  return `\u001b[48;${grey(value, colours)};38;${grey(letters, colours)}m${text}`;
}
