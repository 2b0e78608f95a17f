/**
 * A strict gzip reader that is pulled (RFC 1952): the caller says how many bytes it wants next, and no more is inflated.
 *
 * So idx.ts reads the size a file declares before anything is allocated for it, and stops exactly there.
 * pako inflates, the same code in every host, hence the same answers; the frame around the deflate data (header,
 * CRC-32, length, nothing behind) is checked here, because a reader that skips damage would train on it.
 */
import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2 } from "pako";
import { type ErrorCode, FashionWasmError } from "../errors.js";
import { crc32 } from "./crc32.js";
import { isGzip } from "./gzip-start.js";

const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const DEFLATE = 8;
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

/** Data may have 100 times the size of its gzip file (Fashion-MNIST: 1.8 times); below 1 MiB the ratio does not matter. */
const MAX_RATIO = 100;
const RATIO_FLOOR = 1024 * 1024;

/** Whether `dataBytes` are more than a gzip file of `fileBytes` may hold. */
export function tooDense(dataBytes: number, fileBytes: number): boolean {
  return dataBytes > RATIO_FLOOR && dataBytes > MAX_RATIO * fileBytes;
}

/** The error for it; `what` the file does. */
export function bomb(name: string, fileBytes: number, what: string): FashionWasmError {
  return new FashionWasmError(
    "GZIP_BOMB",
    `${name}: a gzip file of ${fileBytes} bytes ${what}; more than ${MAX_RATIO} times its size is refused`,
  );
}

/**
 * Inflates one gzip file piece by piece.
 *
 * Errors: GZIP_INVALID (not gzip, or damaged deflate data), GZIP_TRUNCATED, GZIP_CRC (checksum or length differ
 * from the data), GZIP_TRAILING (bytes or a second member behind the end).
 */
export class GzipReader {
  readonly #file: Uint8Array;
  readonly #name: string;
  readonly #stream = new ZStream();
  readonly #dataStart: number;
  #ended = false;
  #crc = 0;
  #produced = 0;

  /** `file`: the whole gzip file; `name`: what error messages call it. */
  constructor(file: Uint8Array, name: string) {
    this.#file = file;
    this.#name = name;
    this.#dataStart = this.#skipHeader();
    // Negative window bits: raw deflate data, the frame is ours.
    zlibInflateInit2(this.#stream, -15);
    this.#stream.input = file;
    this.#stream.next_in = this.#dataStart;
    this.#stream.avail_in = file.length - this.#dataStart;
  }

  /** The length of the data as the file's last four bytes claim it (modulo 2^32); believe it only after {@link verify}. */
  get claimedLength(): number {
    return this.#file.length < 4 ? 0 : this.#uint32(this.#file.length - 4);
  }

  /** Inflates into `target` until it is full or the data ends; returns how many bytes were written. */
  read(target: Uint8Array<ArrayBuffer>): number {
    if (this.#ended || target.length === 0) return 0;
    const stream = this.#stream;
    stream.output = target;
    stream.next_out = 0;
    stream.avail_out = target.length;
    while (stream.avail_out > 0 && !this.#ended) {
      const status = zlibInflate(stream, Z_NO_FLUSH);
      if (status === Z_STREAM_END) this.#ended = true;
      else if (status === Z_BUF_ERROR) throw this.#truncated("in the middle of the compressed data");
      else if (status !== Z_OK) {
        throw this.#error(
          "GZIP_INVALID",
          `the compressed data is damaged near byte ${this.#dataStart + stream.total_in} (${stream.msg}); ${FETCH_AGAIN}`,
        );
      }
    }
    const written = stream.next_out;
    this.#crc = crc32(target.subarray(0, written), this.#crc);
    this.#produced += written;
    return written;
  }

  /** Whether everything has been read. May inflate one byte to find out; then {@link read} must not be called again. */
  atEnd(): boolean {
    return this.read(new Uint8Array(1)) === 0;
  }

  /** Checks what stands behind the data: CRC-32, length, and the end of the file. Call it when all has been read. */
  verify(): void {
    const start = this.#stream.next_in;
    const file = this.#file;
    if (!this.#ended || file.length - start < TRAILER_BYTES) throw this.#truncated("before its checksum");
    const crc = this.#uint32(start);
    if (crc !== this.#crc) {
      throw this.#error("GZIP_CRC", `the data has CRC-32 ${hex(this.#crc)}, the file says ${hex(crc)}; ${FETCH_AGAIN}`);
    }
    const length = this.#uint32(start + 4);
    if (length !== this.#produced >>> 0) {
      throw this.#error("GZIP_CRC", `the data has ${this.#produced} bytes, the file says ${length}; ${FETCH_AGAIN}`);
    }
    const rest = file.subarray(start + TRAILER_BYTES);
    if (rest.length === 0) return;
    const what = isGzip(rest) ? "a second gzip member" : `${rest.length} more bytes`;
    throw this.#error("GZIP_TRAILING", `${what} at byte ${start + TRAILER_BYTES}, expected the end of the file`);
  }

  /** The offset of the deflate data, behind the header and its optional fields. */
  #skipHeader(): number {
    const file = this.#file;
    if (!isGzip(file)) throw this.#error("GZIP_INVALID", "does not begin with 1f 8b, so it is not a gzip file");
    if (file.length < HEADER_BYTES) throw this.#truncated("in its header");
    const method = file[2] as number;
    const flags = file[3] as number;
    if (method !== DEFLATE) throw this.#error("GZIP_INVALID", `has compression method ${method}, expected 8 (deflate)`);
    if (flags & FLAG.reserved)
      throw this.#error("GZIP_INVALID", `has reserved header flags set (0x${flags.toString(16)})`);
    let end = HEADER_BYTES;
    if (flags & FLAG.extra) {
      if (file.length < end + 2) throw this.#truncated("in its header");
      end += 2 + this.#uint16(end);
    }
    for (const text of [FLAG.name, FLAG.comment]) {
      if (!(flags & text)) continue;
      const zero = file.indexOf(0, end);
      if (zero < 0) throw this.#truncated("in its header");
      end = zero + 1;
    }
    if (flags & FLAG.headerCrc) {
      if (file.length < end + 2) throw this.#truncated("in its header");
      if (this.#uint16(end) !== (crc32(file.subarray(0, end)) & 0xffff)) {
        throw this.#error("GZIP_CRC", `its header does not match the header's own checksum; ${FETCH_AGAIN}`);
      }
      end += 2;
    }
    if (file.length < end) throw this.#truncated("in its header");
    return end;
  }

  #uint16(at: number): number {
    return (this.#file[at] as number) | ((this.#file[at + 1] as number) << 8);
  }

  #uint32(at: number): number {
    return (this.#uint16(at) | (this.#uint16(at + 2) << 16)) >>> 0;
  }

  #truncated(where: string): FashionWasmError {
    return this.#error(
      "GZIP_TRUNCATED",
      `the gzip file ends ${where}, after ${this.#file.length} bytes; ${FETCH_AGAIN}`,
    );
  }

  #error(code: ErrorCode, what: string): FashionWasmError {
    return new FashionWasmError(code, `${this.#name}: ${what}`);
  }
}

const FETCH_AGAIN = "get the file again";

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}
