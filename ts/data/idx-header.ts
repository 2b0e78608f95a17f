/**
 * The head of an IDX file (the format of MNIST): what it declares, checked before anything is allocated for it.
 *
 * Layout: 00 00, a byte for the element type, a byte for the rank, then one big-endian 32-bit size per axis,
 * then the elements, last axis fastest. Source: http://yann.lecun.com/exdb/mnist/ ("the IDX file format").
 */
import { type ErrorCode, FashionWasmError } from "../errors.js";

/** The longest header we accept: 4 bytes and three sizes. */
export const MAX_HEADER_BYTES = 16;

/** What an IDX file declares of itself; `totalBytes` counts header and elements. */
export interface IdxHeader {
  readonly shape: readonly number[];
  readonly headerBytes: number;
  readonly totalBytes: number;
}

const UNSIGNED_BYTE = 0x08;
const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [0x09, "int8"],
  [0x0b, "int16"],
  [0x0c, "int32"],
  [0x0d, "float32"],
  [0x0e, "float64"],
]);

/** First bytes of files that are often mistaken for data, and what they are. */
const LOOKALIKES: readonly (readonly [start: string, what: string])[] = [
  ["<", "a web page"],
  ["PK", "a zip archive"],
  ["version https://", "a Git LFS pointer"],
  ["\x93NUMPY", "a NumPy file"],
  ["BZh", "a bzip2 file"],
  ["\xfd7zXZ", "an xz file"],
];

/**
 * Reads the header from the first bytes of a file.
 *
 * `start`: the first 16 bytes, fewer only if the file is shorter. `name`: what error messages call the file.
 * `rank`: 1 for labels, 3 for images; without it both are taken. `maxBytes`: refuse what declares more.
 * Errors: IDX_TRUNCATED, IDX_MAGIC, IDX_TYPE, IDX_RANK, IDX_SHAPE (an axis of size 0), IDX_TOO_LARGE.
 */
export function readIdxHeader(start: Uint8Array, name: string, rank: 1 | 3 | undefined, maxBytes: number): IdxHeader {
  const fail = (code: ErrorCode, what: string) => new FashionWasmError(code, `${name}: ${what}`);
  if (start.length < 4)
    throw fail("IDX_TRUNCATED", `has ${start.length} bytes, an IDX file has a header of at least 8`);
  const [zero, zeroToo, type, axes] = start as unknown as [number, number, number, number];
  if (zero !== 0 || zeroToo !== 0) {
    throw fail(
      "IDX_MAGIC",
      `begins with ${hexBytes(start.subarray(0, 4))}${lookalike(start)}, an IDX file begins with 00 00 08`,
    );
  }
  if (type !== UNSIGNED_BYTE) {
    const received = TYPE_NAMES.get(type) ?? "an unknown type";
    throw fail("IDX_TYPE", `holds ${received} (type code ${hexBytes([type])}), only unsigned bytes (08) are read`);
  }
  if (axes !== 1 && axes !== 3) {
    throw fail("IDX_RANK", `has rank ${axes}, expected 1 (labels) or 3 (images: count, rows, columns)`);
  }
  if (rank !== undefined && axes !== rank) {
    const [received, expected] = axes === 1 ? ["labels", "images"] : ["images", "labels"];
    throw fail(
      "IDX_RANK",
      `holds ${received} (rank ${axes}), expected ${expected} (rank ${rank}): are two files swapped?`,
    );
  }
  const headerBytes = 4 + 4 * axes;
  if (start.length < headerBytes)
    throw fail("IDX_TRUNCATED", `ends after ${start.length} bytes, inside its header of ${headerBytes}`);
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  if (shape.includes(0))
    throw fail("IDX_SHAPE", `declares the shape [${shape.join(", ")}], every size must be at least 1`);
  // Three 32-bit sizes multiply to up to 96 bits: a number would lose some and might pass the limit by it.
  const total = shape.reduce((product, size) => product * BigInt(size), 1n) + BigInt(headerBytes);
  if (total > BigInt(maxBytes)) {
    throw fail(
      "IDX_TOO_LARGE",
      `declares the shape [${shape.join(", ")}], which makes ${total} bytes; the limit is ${maxBytes} (option maxBytes)`,
    );
  }
  return { shape, headerBytes, totalBytes: Number(total) };
}

function lookalike(start: Uint8Array): string {
  const text = String.fromCharCode(...start);
  const found = LOOKALIKES.find(([prefix]) => text.startsWith(prefix));
  return found ? ` and looks like ${found[1]}` : "";
}

function hexBytes(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
