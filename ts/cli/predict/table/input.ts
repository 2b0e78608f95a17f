/**
 * The table that a command line names: a file, plain or in gzip, or stdin; from any place on.
 */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { ioError } from "#platform/io-error";
import { FashionWasmError } from "../../../index.js";

/** What stands for stdin, and for stdout. */
export const STANDARD_STREAM = "-";

const ENDINGS = /\.(csv|tsv|jsonl|ndjson)(\.gz)?$/i;

/** Whether a source of a command line is a table by its name. */
export function isTable(source: string): boolean {
  return source === STANDARD_STREAM || ENDINGS.test(source);
}

/** The format that a name says. */
export function formatOf(name: string): "csv" | "jsonl" | undefined {
  const [, ending] = ENDINGS.exec(name) ?? [];
  if (ending === undefined) return undefined;
  return /jsonl|ndjson/i.test(ending) ? "jsonl" : "csv";
}

/** A table that was opened. */
export interface TableInput {
  /** What messages call it. */
  readonly name: string;
  /** Where relative paths in it begin. */
  readonly folder: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Bytes of the file, where it has a size. */
  readonly size: number | null;
  /** Bytes of it that were read so far. */
  position(): number;
  /** By which it is known again; null for what is no ordinary file. */
  readonly identity: TableIdentity | null;
  /** Whether it can be opened in the middle. */
  readonly canSkip: boolean;
}

/** An ordinary file at a moment. */
export interface TableIdentity {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
}

/** Opens it, `from` bytes on. Errors: IO. */
export async function openInput(source: string, from: number, signal: AbortSignal): Promise<TableInput> {
  if (source === STANDARD_STREAM) {
    const { stdin } = process;
    signal.addEventListener("abort", () => stdin.destroy(), { once: true }); // it may never come to its end
    return opened(stdin, { name: "stdin", folder: ".", size: null, identity: null }, signal);
  }
  const found = await stat(source).catch((cause: unknown) => {
    throw ioError("read", source, cause);
  });
  if (found.isDirectory()) throw new FashionWasmError("IO", `cannot read ${source}: it is a folder`);
  const isFile = found.isFile();
  const size = isFile ? found.size : null;
  const identity = isFile ? { path: resolve(source), size: found.size, modified: found.mtimeMs } : null;
  const stream = createReadStream(source, { start: from, highWaterMark: 1 << 20, signal });
  return opened(stream, { name: source, folder: dirname(source), size, identity }, signal);
}

type Facts = Pick<TableInput, "name" | "folder" | "size" | "identity">;

async function opened(stream: AsyncIterable<Buffer>, facts: Facts, signal: AbortSignal): Promise<TableInput> {
  let position = 0;
  const iterator = stream[Symbol.asyncIterator]();
  const next = async (): Promise<Buffer | null> => {
    const { done, value } = await iterator.next().catch((cause: unknown) => {
      signal.throwIfAborted();
      throw ioError("read", facts.name, cause);
    });
    if (done) return null;
    position += value.length;
    return value;
  };
  // A pipe may bring one byte at first.
  let start = await next();
  while (start !== null && start.length < 2) {
    const more = await next();
    if (more === null) break;
    start = Buffer.concat([start, more]);
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (let chunk = start; chunk !== null; chunk = await next()) yield chunk;
    } finally {
      await iterator.return?.();
    }
  }
  const isGzip = start !== null && start[0] === 0x1f && start[1] === 0x8b;
  return {
    ...facts,
    chunks: isGzip ? inflated(chunks(), facts.name) : chunks(),
    position: () => position,
    canSkip: facts.identity !== null && !isGzip,
  };
}

/** By Node's zlib, which checks length and checksum and takes files of several members, as `cat a.gz b.gz` makes them. */
async function* inflated(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  // What fails here destroys the stream, and is told by it.
  pipeline(Readable.from(chunks), gunzip).catch(() => undefined);
  try {
    for await (const piece of gunzip) yield piece as Buffer;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (!code?.startsWith("Z_")) throw cause;
    const isShort = code === "Z_BUF_ERROR";
    const what = isShort ? "the gzip file is cut short" : `the gzip file is damaged (${(cause as Error).message})`;
    throw new FashionWasmError(isShort ? "GZIP_TRUNCATED" : "GZIP_INVALID", `${name}: ${what} → get it again`, {
      cause,
    });
  }
}
