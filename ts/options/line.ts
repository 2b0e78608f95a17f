/**
 * Lines that tell how far something is: numbers in words, a bar, as much as fits.
 *
 * Always in English form, whatever the machine's locale, so that a line of output can be searched for.
 */

/** 60000 → `60,000`. */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** Loss and accuracy with four decimals; a loss that is no longer a number says so. */
export function decimals(value: number, digits = 4): string {
  return Number.isFinite(value) ? value.toFixed(digits) : String(value);
}

/** Seconds as `0.8 s`, `42 s`, `3 min 05 s` or `2 h 07 min`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "–";
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad2(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${pad2(minutes % 60)} min`;
}

function pad2(value: number): string {
  return String(value).padStart(2, "0");
}

/** ` 3/10` for epoch 2, counted from 0: as wide for the first epoch as for the last. */
export function epochNumber({ epoch, epochs }: { readonly epoch: number; readonly epochs: number }): string {
  const total = String(epochs);
  return `${String(epoch + 1).padStart(total.length)}/${total}`;
}

/** `share` of `size` columns, in blocks: what is full and what is empty. */
export function bar(share: number, size: number): [full: string, empty: string] {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * Math.max(0, size));
  return ["█".repeat(filled), "░".repeat(Math.max(0, size) - filled)];
}

/** As many of the parts as fit, from the first on; at least the first. */
export function longestThatFits(parts: readonly string[], width: number): string {
  let line = parts[0] ?? "";
  for (const part of parts.slice(1)) {
    if (line.length + 2 + part.length > width) break;
    line += `  ${part}`;
  }
  return line;
}
