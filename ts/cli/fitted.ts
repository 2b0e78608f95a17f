/**
 * Names in a column of text: as wide as it, whatever they are.
 */

/** The text padded with blanks, or cut with `…`, to exactly `width` columns. */
export function fitted(text: string, width: number): string {
  return cut(text, width).padEnd(width);
}

/** The text, cut with `…` where it is longer than `width` columns. */
export function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text;
}
