/**
 * The tables beside the pictures (RFC 4180).
 */

/** @param {(string | number)[][]} rows */
export function csv(rows) {
  return rows.map((row) => `${row.map(field).join(",")}\n`).join("");
}

/** @param {string | number} value */
function field(value) {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
