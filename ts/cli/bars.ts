/**
 * Counts as bars of block characters, an eighth of a column exact.
 */
import { columnsOf, fitted } from "./fitted.js";
import { count } from "./format.js";

/** A bar and its name. */
export interface Bar {
  readonly name: string;
  readonly value: number;
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;
const LONGEST = 50;

/** One line a bar, of at most `width` columns; names are cut where they leave no room. */
export function drawBars(bars: readonly Bar[], width: number): string[] {
  const largest = Math.max(1, ...bars.map(({ value }) => value));
  const numbers = Math.max(...bars.map(({ value }) => count(value).length));
  const longest = Math.max(...bars.map(({ name }) => columnsOf(name)));
  const names = Math.min(longest, Math.floor(width / 2), Math.max(1, width - numbers - 5));
  const room = Math.max(1, Math.min(LONGEST, width - names - numbers - 4));
  return bars.map(({ name, value }) => {
    const eighths = Math.round((8 * room * value) / largest);
    const bar = "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
    return `${fitted(name, names)}  ${count(value).padStart(numbers)}  ${bar}`.trimEnd();
  });
}
