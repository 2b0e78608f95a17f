/**
 * Where bytes can come from, and what both hosts read alike: bytes in memory, Blobs, streams. Addresses are each host's own
 * (open-bytes.ts).
 */
import { FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";
import type { Chunks } from "./chunks.js";

/**
 * A path (Node), a URL, bytes, a Blob (such as a File that a user chose), or a stream of bytes: of the web, as `fetch`
 * gives it, or any async iterable, such as a stream of Node. A stream can be read once.
 */
export type ByteSource =
  | string
  | URL
  | Uint8Array
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>;

/** The pieces of what is no address; null for an address. Errors: INVALID_ARGUMENT for what is no source at all. */
export function chunksOf(source: ByteSource): Chunks | null {
  if (typeof source === "string" || source instanceof URL) return null;
  if (source instanceof Uint8Array) return onePiece(source);
  if (source instanceof ArrayBuffer) return onePiece(new Uint8Array(source));
  if (source instanceof Blob) return streamChunks(source.stream());
  if (typeof source === "object" && source !== null) {
    if ("getReader" in source) return streamChunks(source);
    if (Symbol.asyncIterator in source) return checked(source);
  }
  throw new FashionWasmError(
    "INVALID_ARGUMENT",
    `received ${show(source)} → give a path or URL, bytes, a Blob or File, or a stream of bytes`,
  );
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Safari's streams are no async iterables. */
async function* streamChunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield bytesOf(part.value);
  } finally {
    // Tells the sender that nobody listens any more; without effect at the end.
    await reader.cancel().catch(() => undefined);
  }
}

async function* checked(pieces: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield bytesOf(piece);
}

function bytesOf(piece: unknown): Uint8Array {
  if (piece instanceof Uint8Array) return piece;
  throw new FashionWasmError("INVALID_ARGUMENT", `the stream gave ${show(piece)} → it must give Uint8Arrays`);
}
