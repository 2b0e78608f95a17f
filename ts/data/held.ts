/**
 * What a reader of files was given, as it was when it was called: readers wait for their script, for a wasm file and for files,
 * and a caller may meanwhile use its arrays for something else.
 */
import { bytesOf, isThere } from "../options/kinds.js";
import { typeName } from "../options/show.js";
import { type ChangeCheck, changeCheck, LARGEST_COPY, snapshot } from "./snapshot.js";

/** Bytes that a stream gives at a time. */
const PIECE = 4 * 2 ** 20;

/** Returns a source of bytes: a copy of those in memory, unless they are too large for one. */
export function heldSource<T>(source: T): T | Uint8Array {
  const bytes = bytesOf(source);
  return bytes === undefined ? source : snapshot(bytes);
}

/** {@link heldSource} for a reader of streams: bytes too large for a copy come in pieces, each after a look at the whole. */
export function heldStream<T>(where: string, source: T): T | Uint8Array | AsyncIterable<Uint8Array> {
  const held = heldSource(source);
  if (!(held instanceof Uint8Array) || held.byteLength <= LARGEST_COPY) return held;
  return piecesOf(held, changeCheck(held), where);
}

async function* piecesOf(bytes: Uint8Array, check: ChangeCheck, where: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) {
    check(where);
    yield bytes.subarray(at, at + PIECE);
  }
}

/**
 * Returns a copy of options, with copies of the lists and arrays among them; `hold` gives that of each value. What are no
 * options stay as they are, for the reader to refuse.
 */
export function heldOptions<T>(options: T, hold: (value: unknown, name: string) => unknown = heldValue): T {
  if (typeof options !== "object" || options === null || typeName(options) !== "Object") return options;
  const values = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, hold(value, name)]));
  return Object.create(Object.getPrototypeOf(options), Object.getOwnPropertyDescriptors(values)) as T;
}

/** Returns a copy of a list, with copies of its bytes, or of an array; anything else as it is. */
export function heldValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(heldSource);
  const held = heldSource(value);
  if (held !== value || !ArrayBuffer.isView(value) || !isThere(value)) return held;
  return "slice" in value && !(value instanceof Uint8Array) ? (value as Uint32Array).slice() : value;
}

/** Returns a copy of the list of a chosen folder's files, which a page may empty; a path as it is. */
export function heldFolder<T>(folder: T): T | unknown[] {
  const isList = typeof folder === "object" && folder !== null && Symbol.iterator in folder;
  return isList ? Array.from(folder as Iterable<unknown>) : folder;
}
