/**
 * Numbers as words: in English form, whatever language the machine speaks, so that a page is the same everywhere.
 *
 * A number that is none says so. The space before a per cent sign does not break.
 */

/** `12,345`; a fraction is rounded. */
export function count(value: number): string {
  if (!Number.isFinite(value)) return unusual(value);
  const digits = String(Math.round(Math.abs(value))).replace(/\B(?=(\d{3})+$)/g, ",");
  return Math.round(value) < 0 ? `−${digits}` : digits;
}

/** `1 image`, `12,345 images`. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`;
}

/** `87.9 %` of 0.879. */
export function percent(share: number, decimals = 1): string {
  return Number.isFinite(share) ? `${fixed(100 * share, decimals)}\u00A0%` : unusual(share);
}

/** As many decimals as asked for, with a proper minus. */
export function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return unusual(value);
  const text = value.toFixed(decimals);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}

/** About three digits of any size: `0.366`, `2e−5`, `1,250`. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return unusual(value);
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 1e-4 || size >= 1e6)
    return value
      .toExponential(2)
      .replace(/\.?0*e\+?/, "e")
      .replaceAll("-", "−");
  if (size >= 1000) return count(value);
  return String(Number(value.toPrecision(3))).replace("-", "−");
}

/** `1 px right`, for a list of words: `a, b and c`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function unusual(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "∞" : "−∞";
}
