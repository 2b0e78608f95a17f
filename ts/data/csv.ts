/**
 * A table of images in CSV, plain or in gzip, from any source, becomes the arrays of a dataset as it arrives.
 *
 * Parsing is Rust's (crates/data/src/csv). Of the text only a piece is in memory at a time; a gzip file is held
 * as it is, compressed, because gzip.ts checks it as a whole.
 */
import { openBytes } from "#platform/open-bytes";
import {
  booleanOption,
  integerOption,
  invalidOption,
  optionsObject,
  signalOption,
  stringOption,
} from "../options/check.js";
import type { ByteSource } from "../platform/byte-source.js";
import { type Chunks, joined } from "../platform/chunks.js";
import type { HostAbortSignal } from "../platform/host-types.js";
import { freeIfWhole } from "../wasm/instances.js";
import { type Arrays, checkNames, checkShape } from "./arrays.js";
import { pauses } from "./busy.js";
import { checkSource } from "./check-source.js";
import type { DataGlue } from "./data-file.js";
import { dataWasm } from "./data-wasm.js";
import { bomb, GzipReader, tooDense } from "./gzip.js";
import { isGzip } from "./gzip-start.js";
import { Joiner } from "./joiner.js";
import { DEFAULT_MAX_BYTES, MAX_CLASSES } from "./limits.js";
import { tooLargeAs } from "./read-whole.js";
import { nameOf } from "./source-name.js";

/** Options of `dataset.fromCsv`. */
export interface CsvDatasetOptions {
  /** The table, plain or in gzip. */
  readonly csv: ByteSource;
  /** Height, width, channels; default: a square of one channel, by the number of columns. */
  readonly imageShape?: readonly [height: number, width: number, channels: number];
  /**
   * A name per class; default "0", "1", … up to the largest label. Labels may be these names instead of numbers, and must be where
   * the names are other numbers, such as "0", "2", "5".
   */
  readonly classNames?: readonly string[];
  /**
   * The column of the labels: the first, the last, its name in the header, its place from 0, or null where there is none.
   *
   * Default: the column whose name says so (`label`, `class`, `target`, `y`, `category`, in any case); without a header the
   * first one, if that leaves the pixels of an image, else none. A first column that counts, or a last one that looks like
   * the label instead, is then refused; nothing is where this option is given.
   */
  readonly labelColumn?: "first" | "last" | (string & {}) | number | null;
  /** Whether the first row holds the names of the columns; default: if it has words. Numbers that count are refused. */
  readonly header?: boolean;
  /** What error messages call the file; default: its path, URL or file name. */
  readonly name?: string;
  /** Largest size of all pixels together, one byte each, and of a gzip file; default 64 MiB (Fashion-MNIST: 45). */
  readonly maxBytes?: number;
  /** Ends the work: the promise rejects with the signal's reason. */
  readonly signal?: HostAbortSignal;
}

const WHERE = "dataset.fromCsv";
/** Columns of pixels that Rust takes in a row. */
const MAX_VALUES = 2 ** 20;
/** Bytes of text parsed in one go: some 5 ms. */
const PIECE = 1024 * 1024;

/** Reads the table; the result goes to `Dataset`. */
export async function readCsv(options: CsvDatasetOptions): Promise<Arrays> {
  const names = ["csv", "imageShape", "classNames", "labelColumn", "header", "name", "maxBytes", "signal"] as const;
  const {
    imageShape,
    classNames,
    labelColumn,
    header,
    maxBytes = DEFAULT_MAX_BYTES,
    signal,
    ...rest
  } = optionsObject(WHERE, options, names);
  const csv = checkSource(WHERE, "csv", rest.csv);
  integerOption(WHERE, "maxBytes", maxBytes, { min: 1, max: Number.MAX_SAFE_INTEGER });
  const shape = imageShape === undefined ? [] : checkShape(WHERE, imageShape);
  if (shape.reduce((product, side) => product * side, 1) > MAX_VALUES) {
    const advice = `images of at most ${MAX_VALUES} values in a table → give larger ones as files to dataset.fromFolder`;
    throw invalidOption(WHERE, "imageShape", imageShape, advice);
  }
  const classes = classNames === undefined ? MAX_CLASSES : checkNames(WHERE, classNames).length;
  if (header !== undefined) booleanOption(WHERE, "header", header);
  const label = labelWord(labelColumn, header);
  const name = stringOption(WHERE, "name", rest.name ?? nameOf(csv, "CSV data"));
  signalOption(WHERE, signal)?.throwIfAborted();
  const wasm = await dataWasm();
  signal?.throwIfAborted();
  const ask = <T>(work: (glue: DataGlue) => T): T => wasm.named(name, "ENGINE_PANIC", work);
  const reader = ask(
    (glue) => new glue.CsvImages(Uint32Array.from(shape), classes, [...(classNames ?? [])], maxBytes, label, header),
  );
  try {
    const images = new Joiner<Uint8Array>((length) => new Uint8Array(length));
    const labels = new Joiner<Uint32Array>((length) => new Uint32Array(length));
    const take = () => {
      images.add(reader.takePixels());
      labels.add(reader.takeLabels());
    };
    const pause = pauses(signal);
    for await (const piece of text(await openBytes(csv, { where: WHERE, ...(signal && { signal }) }), name, maxBytes)) {
      ask(() => reader.push(piece));
      take();
      await pause();
    }
    signal?.throwIfAborted();
    ask(() => reader.finish());
    take();
    const [height = 0, width = 0, channels = 0] = reader.imageShape();
    return {
      images: images.join(),
      labels: reader.labelled() ? labels.join() : null,
      imageShape: [height, width, channels],
      ...(classNames && { classNames }),
    };
  } finally {
    freeIfWhole(reader);
    wasm.done();
  }
}

/** The column of the labels in the words of crates/data/src/csv/options.rs. */
function labelWord(column: unknown, header: boolean | undefined): string {
  if (column === undefined) return "unsaid";
  if (column === null) return "absent";
  if (column === "first" || column === "last") return column;
  if (typeof column === "number" && Number.isSafeInteger(column) && column >= 0 && column <= MAX_VALUES) {
    return `at ${column}`;
  }
  if (typeof column === "string" && column.trim() !== "" && header !== false) return `named ${column}`;
  const named = header === false ? "" : "a column's name, ";
  throw invalidOption(
    WHERE,
    "labelColumn",
    column,
    `"first", "last", ${named}a column's place from 0, or null for none`,
  );
}

/** The text in pieces of at most {@link PIECE}, inflated where it is compressed. */
async function* text(chunks: Chunks, name: string, maxBytes: number): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    const start = await beginning(iterator);
    const whole = small(start, iterator);
    if (!isGzip(start)) yield* whole;
    else yield* inflated(await compressed(whole, name, maxBytes), name);
  } finally {
    await iterator.return?.();
  }
}

async function compressed(chunks: Chunks, name: string, maxBytes: number): Promise<Uint8Array> {
  return joined(name, chunks, maxBytes).catch((error: unknown) => {
    throw tooLargeAs("CSV_TOO_LARGE", error);
  });
}

/** The first two bytes at least, by which gzip is known: a stream may begin with a single one. */
async function beginning(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let start = new Uint8Array(0);
  while (start.length < 2) {
    const { done, value } = await iterator.next();
    if (done) break;
    if (start.length === 0 && value.length >= 2) return value;
    const longer = new Uint8Array(start.length + value.length);
    longer.set(start);
    longer.set(value, start.length);
    start = longer;
  }
  return start;
}

/** `start` and what follows, in pieces that are not large: each is copied into wasm memory and parsed in one go. */
async function* small(start: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let chunk: Uint8Array | undefined = start; chunk !== undefined; ) {
    for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE);
    const next: IteratorResult<Uint8Array> = await iterator.next();
    chunk = next.done ? undefined : next.value;
  }
}

async function* inflated(file: Uint8Array, name: string): AsyncGenerator<Uint8Array> {
  const reader = new GzipReader(file, name);
  const piece = new Uint8Array(PIECE);
  let length = 0;
  for (let read = reader.read(piece); read > 0; read = reader.read(piece)) {
    length += read;
    if (tooDense(length, file.length)) throw bomb(name, file.length, `inflates to more than ${length} bytes`);
    yield piece.subarray(0, read);
  }
  reader.verify();
}
