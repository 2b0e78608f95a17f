/**
 * Text from files and folders on a terminal: what could move the cursor or hide a line is replaced.
 */

/** The text with � for every control character. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, "\uFFFD");
}

/** Names of classes that a terminal can show; those that look alike then are numbered. */
export function printableNames(names: readonly string[]): string[] {
  const plain = names.map(printable);
  return new Set(plain).size === plain.length ? plain : plain.map((name, i) => `${name} (${i})`);
}
