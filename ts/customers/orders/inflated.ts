/**
 * A gzip file as it arrives: unlike data/gzip.ts, which holds it whole, since orders of years are large; and of several members,
 * as `cat a.gz b.gz` makes them. pako inflates, the same code in every host.
 */
import {
  Z_BUF_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
} from "pako";
import { isGzip } from "../../data/gzip-start.js";
import { FashionWasmError } from "../../errors.js";
import type { Chunks } from "../../platform/chunks.js";

const PIECE = 1 << 18;
/** A gzip header, and its checksum and length at the end. */
const GZIP_FRAME = 15 + 16;

/** The bytes of a file, inflated where they are gzip. Errors: GZIP_INVALID, GZIP_TRUNCATED, those of reading. */
export async function* inflated(chunks: Chunks, name: string): AsyncGenerator<Uint8Array> {
  let begun: Uint8Array | undefined;
  let gunzip: Gunzip | undefined;
  for await (const chunk of chunks) {
    // The first piece may be one byte.
    const piece: Uint8Array = begun === undefined ? chunk : joined(begun, chunk);
    if (gunzip === undefined && begun === undefined && piece.length < 2) {
      begun = piece.slice();
      continue;
    }
    if (gunzip === undefined && begun !== NOTHING && isGzip(piece)) gunzip = new Gunzip(name);
    begun = NOTHING;
    if (gunzip === undefined) yield piece;
    else yield* gunzip.push(piece);
  }
  if (begun !== undefined && begun !== NOTHING) yield begun;
  gunzip?.end();
}

const NOTHING = new Uint8Array(0);

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

class Gunzip {
  readonly #stream = new ZStream();
  readonly #name: string;
  /** A member ended, and no other has begun. */
  #isBetween = false;

  constructor(name: string) {
    this.#name = name;
    zlibInflateInit2(this.#stream, GZIP_FRAME);
  }

  *push(bytes: Uint8Array): Generator<Uint8Array> {
    const stream = this.#stream;
    stream.input = bytes;
    stream.next_in = 0;
    stream.avail_in = bytes.length;
    // What was read may be inflated and not have found room yet.
    for (let isFull = false; stream.avail_in > 0 || isFull; ) {
      if (this.#isBetween) {
        zlibInflateReset(stream);
        this.#isBetween = false;
      }
      stream.output = new Uint8Array(PIECE);
      stream.next_out = 0;
      stream.avail_out = PIECE;
      const status = zlibInflate(stream, Z_NO_FLUSH);
      if (stream.next_out > 0) yield stream.output.subarray(0, stream.next_out);
      this.#isBetween = status === Z_STREAM_END;
      isFull = status === Z_OK && stream.avail_out === 0;
      // Without input and room there is nothing to do, which is no damage.
      const isIdle = status === Z_BUF_ERROR && (stream.next_out > 0 || stream.avail_in === 0);
      if (status !== Z_OK && status !== Z_STREAM_END && !isIdle) {
        throw new FashionWasmError("GZIP_INVALID", `${this.#name}: the gzip file is damaged → get it again`);
      }
    }
  }

  end(): void {
    if (this.#isBetween) return;
    throw new FashionWasmError("GZIP_TRUNCATED", `${this.#name}: the gzip file is cut short → get it again`);
  }
}
