/**
 * `parseIdx`, as the package shows it; it is in a script that is fetched when it is first called (readers.ts).
 */
import { bytesOf } from "../options/kinds.js";
import { readers } from "./fetch-readers.js";
import { heldOptions } from "./held.js";
import type { IdxArray, ParseIdxOptions } from "./idx.js";

/**
 * Reads an IDX file of unsigned bytes, plain or in gzip.
 *
 * `received` is the whole file; `data` of a plain file is a view on it, not a copy, unless its memory is shared or resizable. A large gzip file is inflated
 * in pieces, so that a page stays alive.
 *
 * Errors: IDX_MAGIC, IDX_TYPE (not unsigned bytes), IDX_RANK, IDX_SHAPE, IDX_TOO_LARGE, IDX_TRUNCATED, IDX_TRAILING,
 * IDX_LABEL (a label ≥ `classes`); GZIP_INVALID, GZIP_TRUNCATED, GZIP_CRC, GZIP_TRAILING,
 * GZIP_BOMB (more than 100 times the size of the file).
 */
export async function parseIdx(
  received: Uint8Array | ArrayBuffer | SharedArrayBuffer,
  options: ParseIdxOptions = {},
): Promise<IdxArray> {
  const file = bytesOf(received) ?? received;
  const own = heldOptions(options);
  return (await readers()).parseIdx(file, own);
}
