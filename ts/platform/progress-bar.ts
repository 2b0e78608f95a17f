/**
 * A bar that shows how far something is, where the host has a terminal (`#platform/console`).
 */

/** One line on the terminal, written over. */
export interface ProgressBar {
  /** Shows `share`, 0 … 1, between the words before and behind the bar; the first of those are the most important. */
  draw(share: number, head: string, parts: readonly string[]): void;
  /** Takes the bar off the terminal. */
  clear(): void;
}
