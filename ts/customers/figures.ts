/**
 * Numbers in sentences on customers: three digits that count, in English form whatever the machine's locale.
 */

/** 0.01234 → `0.0123`, 1234.5 → `1,235`, −2 → `-2`. */
export function figure(value: number): string {
  if (value === 0) return "0";
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  if (magnitude < -9) return value.toExponential(2);
  return value.toLocaleString("en-US", { maximumFractionDigits: Math.max(0, 2 - magnitude) });
}

/** 0.123 → `12.3 %`; never 100 % of a share that is less. */
export function percent(share: number): string {
  const text = figure(share * 100);
  return `${text === "100" && share < 1 ? "over 99.9" : text} %`;
}

/** 0.95 → `95 %`, with all its digits. */
export function levelText(level: number): string {
  return `${Number((level * 100).toPrecision(8))} %`;
}
