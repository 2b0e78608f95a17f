/**
 * JSON Lines as bytes: an object a line, in which a member is added or replaced and all else stays as it is, byte for byte.
 */
import { FashionWasmError } from "../../index.js";
import type { CellOf, Edit, RawTable } from "./table.js";

const LF = 0x0a;

/** Finds all rows. Errors: CSV_EMPTY, CSV_VALUE. */
export function readJsonLines(path: string, bytes: Buffer): RawTable {
  const starts: number[] = [];
  let names: string[] = [];
  const textAt = (at: number) => {
    const end = bytes.indexOf(LF, at);
    return bytes.toString("utf8", at, end < 0 ? bytes.length : end);
  };
  const lineAt = (at: number) => bytes.subarray(0, at).reduce((lines, byte) => lines + (byte === LF ? 1 : 0), 1);
  const record = (at: number): Record<string, unknown> => {
    try {
      const value: unknown = JSON.parse(textAt(at));
      if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    } catch {
      // Said below.
    }
    const what = `line ${lineAt(at)} holds no JSON object`;
    throw new FashionWasmError("CSV_VALUE", `${path}: ${what} → give a table that predict wrote`);
  };
  const start = bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  for (let at = start; at < bytes.length; ) {
    const end = bytes.indexOf(LF, at);
    if (textAt(at).trim() !== "") {
      if (starts.length === 0) names = Object.keys(record(at));
      starts.push(at);
    }
    at = end < 0 ? bytes.length : end + 1;
  }
  if (starts.length === 0) throw new FashionWasmError("CSV_EMPTY", `${path}: the table is empty`);
  return {
    names,
    starts: Uint32Array.from(starts),
    record,
    lineAt,
    edits: (name, cellOf) => edits(starts, textAt, name, cellOf),
  };
}

function* edits(
  starts: readonly number[],
  textAt: (at: number) => string,
  name: string,
  cellOf: CellOf,
): Generator<Edit> {
  for (const [row, at] of starts.entries()) {
    const text = textAt(at);
    const place = (index: number) => at + Buffer.byteLength(text.slice(0, index));
    const value = JSON.stringify(cellOf(row));
    const members = membersOf(text);
    const there = members.find((member) => member.name === name);
    if (there === undefined) {
      const end = place(text.lastIndexOf("}"));
      yield [end, end, `${members.length > 0 ? "," : ""}${JSON.stringify(name)}:${value}`];
    } else if (text.slice(there.from, there.to) !== value) {
      yield [place(there.from), place(there.to), value];
    }
  }
}

interface Member {
  readonly name: string;
  /** Where its value begins and ends. */
  readonly from: number;
  readonly to: number;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/** The members of an object whose text is valid JSON. */
function membersOf(text: string): Member[] {
  const members: Member[] = [];
  let [depth, name, from, to, isValue] = [0, "", 0, 0, false];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const isEnd = (token === "," && depth === 1) || (token === "}" && depth === 1);
    if (isEnd && isValue) members.push({ name, from, to });
    if (isEnd) isValue = false;
    else if (depth === 1 && !isValue && token === ":") {
      isValue = true;
      from = -1;
    } else if (depth === 1 && !isValue) name = String(JSON.parse(token));
    else if (isValue) {
      if (from < 0) from = index;
      to = index + token.length;
    }
    if (token === "{" || token === "[") depth += 1;
    if (token === "}" || token === "]") depth -= 1;
  }
  return members;
}
