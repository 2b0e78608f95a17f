/**
 * A file that is read in pieces, from any place: nobody holds it whole who does not have to.
 *
 * Bytes in memory and those that have arrived are here, files of the disk are the host's own (open-file.ts).
 */
import type { Chunks } from "./chunks.js";

/** A file that is open. */
export interface ByteFile {
  /** In bytes. */
  readonly size: number;
  /** Bytes `begin` to `end`, within the size; they are good until the next are read. Errors: IO. */
  read(begin: number, end: number): Promise<Uint8Array>;
  /** Rejects when the file is no longer what it was when it was opened (IO, DATA_MISMATCH): what was read may be of two. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Bytes as a file; `check` throws when they were changed. */
export function bytesFile(bytes: Uint8Array, check: () => void = () => undefined): ByteFile {
  return {
    size: bytes.length,
    read: async (begin, end) => bytes.subarray(begin, end),
    check: async () => check(),
    close: async () => undefined,
  };
}

/** What arrives as a file, once all of it is there. Its pieces are kept as they are: joined they would be there twice. */
export async function arrivedFile(chunks: Chunks): Promise<ByteFile> {
  const parts: { readonly start: number; readonly bytes: Uint8Array }[] = [];
  let size = 0;
  for await (const bytes of chunks) {
    parts.push({ start: size, bytes });
    size += bytes.length;
  }
  let room = new Uint8Array();
  return {
    ...bytesFile(room),
    size,
    read: async (begin, end) => {
      if (room.length < end - begin) room = new Uint8Array(end - begin);
      for (const { start, bytes } of parts) {
        if (start >= end) break;
        if (start + bytes.length > begin) {
          room.set(bytes.subarray(Math.max(begin - start, 0), end - start), Math.max(start - begin, 0));
        }
      }
      return room.subarray(0, end - begin);
    },
  };
}
