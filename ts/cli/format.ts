/**
 * Numbers for people: counts with thousands separators, durations, losses and accuracies.
 *
 * Always in English form, whatever the machine's locale, so that a line of output can be searched for.
 */

/** 60000 → `60,000`. */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** `1 image`, `2 images`; `plural` for a noun that has another one. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}

/** Loss and accuracy with four decimals; a loss that is no longer a number says so. */
export function decimals(value: number, digits = 4): string {
  return Number.isFinite(value) ? value.toFixed(digits) : String(value);
}

/** `0.9545` of a confidence; more decimals where four would make it a 1 that it is not. */
export function confidence(value: number): string {
  let digits = 4;
  while (value < 1 && Number(value.toFixed(digits)) === 1) digits += 1;
  return value.toFixed(digits);
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
