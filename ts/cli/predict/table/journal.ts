/**
 * What is kept of a table that is not whole yet, beside its rows: how far it is, and of what. So that another process goes on
 * with it, to the same bytes.
 */
import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { writeFileAtomic } from "#platform/atomic-write";
import { FashionWasmError } from "../../../index.js";
import type { Counted } from "../tally.js";

/** How far a table is. */
export interface Progress {
  /** Rows that were written. */
  readonly rows: number;
  /** Bytes, and line feeds, of the table that was read, up to the last of them. */
  readonly read: number;
  readonly lineFeeds: number;
  /** Bytes that were written. */
  readonly written: number;
  readonly counted: Counted;
  readonly seconds: number;
  /** A hash of all rows that were read, where they have to be read again; else empty. */
  readonly digest: string;
}

/** What stands in the file. */
export interface Journal extends Progress {
  /** Of all that the rows depend on: the table, the model, the options. */
  readonly key: string;
  /** The same for people: what was read, with what. */
  readonly of: Readonly<Record<string, unknown>>;
  /** Who writes it. */
  readonly process: { readonly pid: number; readonly host: string };
}

const FORMAT = "fashion-wasm predict 1";

/** The place of rows that are not whole yet, and of what is known of them. */
export function partialOf(out: string): { readonly rows: string; readonly journal: string } {
  return { rows: `${out}.partial`, journal: `${out}.partial.json` };
}

/** A key of all that the rows depend on. */
export function keyOf(of: Readonly<Record<string, unknown>>): string {
  return createHash("sha256").update(JSON.stringify(of)).digest("hex");
}

/** Reads it; null where there is none. Errors: IO, DATA_MISMATCH for a file that is no such journal. */
export async function readJournal(path: string): Promise<Journal | null> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return null;
    throw cause;
  });
  if (text === null) return null;
  try {
    const { format, ...journal } = JSON.parse(text) as Journal & { readonly format: string };
    const numbers = [journal.rows, journal.read, journal.lineFeeds, journal.written];
    const isWhole = numbers.every((number) => Number.isSafeInteger(number) && number >= 0);
    if (format === FORMAT && isWhole && typeof journal.digest === "string") return journal;
  } catch {
    // Told below.
  }
  throw new FashionWasmError(
    "DATA_MISMATCH",
    `${path} does not say how far the table is → begin anew with --force, or remove it`,
  );
}

/** Writes it, all or nothing. Errors: IO. */
export function writeJournal(path: string, journal: Journal): Promise<void> {
  return writeFileAtomic(path, `${JSON.stringify({ format: FORMAT, ...journal }, null, 1)}\n`);
}

/** Takes it away. */
export function removeJournal(path: string): Promise<void> {
  return rm(path, { force: true });
}
