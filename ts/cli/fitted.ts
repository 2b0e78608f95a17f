/**
 * Names in a column of text: as wide as it, whatever they are.
 */

/** What a terminal shows in two columns: scripts of East Asia in full width, and emoji. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;
/** What it puts onto the character before. */
const ON_TOP = /^(?:\p{Mn}|\p{Me}|\u200D|\uFE0F)$/u;

/** Columns that a terminal needs for the text. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOfOne(character);
  return columns;
}

/** The text padded with blanks, or cut with `…`, to exactly `width` columns. */
export function fitted(text: string, width: number): string {
  const shown = cut(text, width);
  return shown + " ".repeat(Math.max(0, width - columnsOf(shown)));
}

/** The text, cut with `…` where it is longer than `width` columns. */
export function cut(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  let [shown, columns] = ["", 0];
  for (const character of text) {
    columns += columnsOfOne(character);
    if (columns > width - 1) break;
    shown += character;
  }
  return width < 1 ? "" : `${shown}…`;
}

/** The text, cut with `…` at its beginning where it is longer than `width` columns: of a path the end says which file it is. */
export function cutFront(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  let [shown, columns] = ["", 0];
  for (const character of [...text].reverse()) {
    columns += columnsOfOne(character);
    if (columns > width - 1) break;
    shown = character + shown;
  }
  return width < 1 ? "" : `…${shown}`;
}

function columnsOfOne(character: string): number {
  if (ON_TOP.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
