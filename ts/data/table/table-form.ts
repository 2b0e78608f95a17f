/**
 * The form of a table's text: what separates its fields, how its lines end. So that what is written looks like what was read.
 */
import type { Pieces } from "./pieces.js";

/** The form of a table. */
export interface TableForm {
  readonly format: "csv" | "jsonl";
  /** Of CSV: what stands between two fields. */
  readonly delimiter: "," | ";" | "\t";
  readonly lineEnd: "\n" | "\r\n";
  /** Whether the text begins with the mark of UTF-8, by which Excel knows it. */
  readonly mark: boolean;
}

/** A first line of more bytes is judged by its beginning. */
const LONGEST = 1 << 20;
const MARK = [0xef, 0xbb, 0xbf];
const [LINE_FEED, RETURN, QUOTE] = [10, 13, 34];

/** The beginning of a table, up to the end of its first line. */
export function firstLine(pieces: Pieces): Promise<Uint8Array> {
  let looked = 0;
  return pieces.peek((beginning) => {
    const found = beginning.indexOf(LINE_FEED, looked) >= 0;
    looked = beginning.length;
    return found || looked >= LONGEST;
  });
}

/** The form of a table that begins so; `format`: what the caller knows. */
export function formOf(beginning: Uint8Array, format?: "csv" | "jsonl"): TableForm {
  const mark = MARK.every((byte, i) => beginning[i] === byte);
  const text = mark ? beginning.subarray(MARK.length) : beginning;
  const end = endOfLine(text);
  const lineEnd = text[end - 1] === RETURN ? "\r\n" : "\n";
  const isJson = String.fromCharCode(...text.subarray(0, 64))
    .trimStart()
    .startsWith("{");
  if ((format ?? (isJson ? "jsonl" : "csv")) === "jsonl") return { format: "jsonl", delimiter: ",", lineEnd, mark };
  return { format: "csv", delimiter: delimiterOf(text.subarray(0, end)), lineEnd, mark };
}

/** The place of the first line feed that is not within quotation marks; the length where there is none. */
function endOfLine(text: Uint8Array): number {
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === QUOTE) quoted = !quoted;
    else if (text[i] === LINE_FEED && !quoted) return i;
  }
  return text.length;
}

/** The one of the three that stands most often in the line, outside of quotation marks; a comma where none does. */
function delimiterOf(line: Uint8Array): TableForm["delimiter"] {
  const counts = { ",": 0, ";": 0, "\t": 0 };
  let quoted = false;
  for (const byte of line) {
    if (byte === QUOTE) quoted = !quoted;
    const character = String.fromCharCode(byte);
    if (!quoted && character in counts) counts[character as TableForm["delimiter"]] += 1;
  }
  const candidates = Object.keys(counts) as TableForm["delimiter"][];
  return candidates.reduce((best, each) => (counts[each] > counts[best] ? each : best));
}
