/**
 * Reads an IDX file (the format of MNIST), plain or in gzip, from bytes in memory: all of it or an error.
 *
 * The declared size is checked against a limit, and in gzip against the file's own size, before memory is taken
 * for it; then the data must have exactly that size. Header: idx-header.ts; gzip: gzip.ts; two files that belong
 * together: idx-dataset.ts.
 */
import { FashionWasmError } from "../errors.js";
import { integerOption, optionsObject, signalOption } from "../options/check.js";
import { bytesOf } from "../options/kinds.js";
import { show } from "../options/show.js";
import type { HostAbortSignal } from "../platform/host-types.js";
import { pauses } from "./busy.js";
import { bomb, GzipReader, tooDense } from "./gzip.js";
import { isGzip } from "./gzip-start.js";
import { type IdxHeader, MAX_HEADER_BYTES, readIdxHeader } from "./idx-header.js";
import { DEFAULT_MAX_BYTES } from "./limits.js";

/** Inflated between two looks at the signal and the clock. */
const PIECE = 1024 * 1024;

/** Options of `parseIdx`. */
export interface ParseIdxOptions {
  /** What error messages call the file; default "IDX data". */
  readonly name?: string;
  /** 1: labels are expected, 3: images. Default: either. */
  readonly rank?: 1 | 3;
  /** For labels: each must be below this number. Default: not checked. */
  readonly classes?: number;
  /** Largest size the file may declare, in bytes; default 64 MiB. */
  readonly maxBytes?: number;
  /** Ends the work: the promise rejects with the signal's reason. */
  readonly signal?: HostAbortSignal;
}

/** The content of an IDX file: `shape` is [count] for labels or [count, rows, columns] for images, `data` row by row. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** `parseIdx` (parse-idx.ts). */
export async function parseIdx(
  received: Uint8Array | ArrayBuffer | SharedArrayBuffer,
  options: ParseIdxOptions = {},
): Promise<IdxArray> {
  const checked = optionsObject("parseIdx", options, ["name", "rank", "classes", "maxBytes", "signal"]);
  const { name = "IDX data", rank, classes, maxBytes = DEFAULT_MAX_BYTES, signal } = checked;
  const bytes = bytesOf(received);
  if (bytes === undefined) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `parseIdx: received ${show(received)} → expected a Uint8Array or ArrayBuffer`,
    );
  }
  integerOption("parseIdx", "maxBytes", maxBytes, { min: 1, max: Number.MAX_SAFE_INTEGER });
  signalOption("parseIdx", signal)?.throwIfAborted();
  const readHeader = (start: Uint8Array) => readIdxHeader(start, name, rank, maxBytes);
  const { shape, data } = isGzip(bytes)
    ? await inflate(bytes, name, readHeader, signal)
    : slice(bytes, name, readHeader);
  if (shape.length === 1 && classes !== undefined) checkLabels(data, classes, name);
  return { shape, data };
}

/** A plain file: header and exactly the declared bytes. */
function slice(bytes: Uint8Array, name: string, readHeader: (start: Uint8Array) => IdxHeader): IdxArray {
  const { shape, headerBytes, totalBytes } = readHeader(bytes.subarray(0, MAX_HEADER_BYTES));
  if (bytes.length < totalBytes) throw truncated(name, bytes.length, totalBytes, shape);
  if (bytes.length > totalBytes) {
    throw new FashionWasmError(
      "IDX_TRAILING",
      `${name}: has ${bytes.length} bytes, but its header declares [${shape.join(", ")}], which is ${totalBytes} with the header`,
    );
  }
  return { shape, data: bytes.subarray(headerBytes) };
}

/** A gzip file: the header first, then memory for what it declares, then exactly that. */
async function inflate(
  bytes: Uint8Array,
  name: string,
  readHeader: (start: Uint8Array) => IdxHeader,
  signal: AbortSignal | undefined,
): Promise<IdxArray> {
  const reader = new GzipReader(bytes, name);
  const start = new Uint8Array(MAX_HEADER_BYTES);
  let length = reader.read(start);
  const { shape, headerBytes, totalBytes } = readHeader(start.subarray(0, length));
  if (tooDense(totalBytes, bytes.length)) throw bomb(name, bytes.length, `declares ${totalBytes} bytes`);

  const whole = new Uint8Array(totalBytes);
  whole.set(start.subarray(0, Math.min(length, totalBytes)));
  const pause = pauses(signal);
  while (length < totalBytes) {
    const read = reader.read(whole.subarray(length, Math.min(length + PIECE, totalBytes)));
    if (read === 0) break;
    length += read;
    await pause();
  }

  if (length > totalBytes || !reader.atEnd()) {
    if (tooDense(reader.claimedLength, bytes.length)) {
      throw bomb(
        name,
        bytes.length,
        `inflates to ${reader.claimedLength} bytes, its IDX header declares ${totalBytes}`,
      );
    }
    throw new FashionWasmError(
      "IDX_TRAILING",
      `${name}: inflates to more than the ${totalBytes} bytes its IDX header declares ([${shape.join(", ")}]); stopped there`,
    );
  }
  // The checksum first: a damaged file must not be taken for one that was written short.
  reader.verify();
  if (length < totalBytes) throw truncated(name, length, totalBytes, shape);
  return { shape, data: whole.subarray(headerBytes) };
}

function truncated(name: string, received: number, expected: number, shape: readonly number[]): FashionWasmError {
  return new FashionWasmError(
    "IDX_TRUNCATED",
    `${name}: ends after ${received} of the ${expected} bytes its header declares ([${shape.join(", ")}]); get the file again`,
  );
}

function checkLabels(labels: Uint8Array, classes: number, name: string): void {
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong < 0) return;
  throw new FashionWasmError(
    "IDX_LABEL",
    `${name}: label ${labels[wrong]} at position ${wrong}, expected 0 to ${classes - 1}`,
  );
}
