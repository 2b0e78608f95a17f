/**
 * Where bytes can come from, and what both hosts read alike: bytes in memory, Blobs, streams. Addresses are each host's own
 * (open-bytes.ts).
 */
import { FashionWasmError } from "../errors.js";
import { byteArrayOf, bytesOf, isAddress, isBlob } from "../options/kinds.js";
import { show } from "../options/show.js";
import type { Chunks } from "./chunks.js";
import type { ReadOptions } from "./fetch.js";
import type { HostBlob, HostByteStream, HostUrl } from "./host-types.js";

/**
 * A path (Node), a URL, bytes (on memory of any kind), a Blob (such as a File that a user chose), or a stream of bytes: of the web, as `fetch`
 * gives it, or any async iterable, such as a stream of Node. A stream can be read once.
 */
export type ByteSource =
  | string
  | HostUrl
  | Uint8Array
  | ArrayBuffer
  | SharedArrayBuffer
  | HostBlob
  | HostByteStream
  | AsyncIterable<Uint8Array>;

/**
 * The pieces of what is no address; null for an address. An abort ends the wait for the next piece, and a stream.
 *
 * Errors: INVALID_ARGUMENT for what is no source at all, the signal's reason.
 */
export function chunksOf(source: ByteSource, options: ReadOptions): Chunks | null {
  if (isAddress(source)) return null;
  const bytes = bytesOf(source);
  if (bytes !== undefined) return onePiece(bytes);
  if (isBlob(source)) return streamChunks(source.stream(), options);
  if (typeof source === "object" && source !== null) {
    if ("getReader" in source) return streamChunks(source, options);
    if (Symbol.asyncIterator in source) return iterableChunks(source, options);
  }
  const advice = "give a path or URL, bytes, a Blob or File, or a stream of bytes";
  throw refusal(options, `received ${show(source)} → ${advice}`);
}

/** An INVALID_ARGUMENT error, opened by the function that reads. */
function refusal({ where }: ReadOptions, what: string): FashionWasmError {
  return new FashionWasmError("INVALID_ARGUMENT", `${where === undefined ? "" : `${where}: `}${what}`);
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Safari's streams are no async iterables. */
async function* streamChunks(stream: HostByteStream, options: ReadOptions): AsyncGenerator<Uint8Array> {
  const { signal } = options;
  if (stream.locked) {
    throw refusal(options, "the stream is read by someone else → give one that nobody reads");
  }
  signal?.throwIfAborted();
  const reader = stream.getReader();
  // Tells the sender that nobody listens any more, and ends a read that waits; without effect at the end.
  const leave = () => void reader.cancel(signal?.reason).catch(() => undefined);
  signal?.addEventListener("abort", leave, { once: true });
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield pieceOf(part.value, options);
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener("abort", leave);
    leave();
  }
}

async function* iterableChunks(pieces: AsyncIterable<unknown>, options: ReadOptions): AsyncGenerator<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await unlessAborted(iterator.next(), options.signal);
      if (next.done) return;
      yield pieceOf(next.value, options);
    }
  } finally {
    // Told, not waited for: one that waits for its next piece would keep us waiting.
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}

/** `work`, or the signal's reason as soon as it aborts. Nothing of it is kept afterwards: a race would keep every piece. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const follow = () => reject(signal.reason);
    if (signal.aborted) follow();
    signal.addEventListener("abort", follow, { once: true });
    const settled = () => signal.removeEventListener("abort", follow);
    work.then(resolve, reject).then(settled, settled);
  });
}

function pieceOf(piece: unknown, options: ReadOptions): Uint8Array {
  const bytes = byteArrayOf(piece);
  if (bytes !== undefined) return bytes;
  throw refusal(options, `the stream gave ${show(piece)} → it must give Uint8Arrays`);
}
