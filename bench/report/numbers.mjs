/**
 * How numbers read in the reports.
 */

/**
 * Three significant digits: `18,600`, `0.21`, `3.52`.
 * @param {number} value
 */
export function short(value) {
  return value.toLocaleString("en", { maximumSignificantDigits: 3 });
}

/**
 * @param {number | null} value
 * @param {number} digits after the point
 */
export function fixed(value, digits) {
  return value === null ? "not measured" : value.toFixed(digits);
}

/** @param {number} share e.g. 0.05 */
export function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}
