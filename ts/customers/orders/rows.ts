/**
 * Lines of orders that were made of something else, of JSON or of rows that hold whole orders, as rows that Rust reads: a CSV
 * without a header, whose columns are all roles and the line of the file.
 */
import { type CanonicalLine, ROLES } from "./role.js";

/** The roles of the columns. */
export const ROW_ROLES: readonly string[] = [...ROLES, "fileLine"];

const encoder = new TextEncoder();
/** Characters of rows that are handed over together. */
const MOST = 1 << 20;

/** Rows that are waiting. */
export class Rows {
  #text = "";

  add(line: CanonicalLine, fileLine: number): void {
    let row = "";
    for (const role of ROLES) row += `${quoted(line[role])},`;
    this.#text += `${row}${fileLine}\n`;
  }

  get isFull(): boolean {
    return this.#text.length >= MOST;
  }

  take(): Uint8Array {
    const bytes = encoder.encode(this.#text);
    this.#text = "";
    return bytes;
  }
}

function quoted(value: string | undefined): string {
  if (value === undefined) return "";
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
