/**
 * Texts of cells that hold several, taken apart at signs that are not marked by a backslash.
 */

/** Parts of a text between signs that are not marked. */
export function split(text: string, sign: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === sign) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** Those that are not blank. */
export const filled = (parts: readonly string[]) => parts.filter((part) => part.trim() !== "");

/** Without the marks. */
export const unescaped = (text: string) => text.replace(/\\([:|;])/g, "$1");
