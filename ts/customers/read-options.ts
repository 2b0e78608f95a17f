/**
 * What can be said of orders when they are read. Checked: options.ts.
 */
import type { ByteSource } from "../platform/byte-source.js";
import type { HostAbortSignal } from "../platform/host-types.js";
import type { Catalogue } from "./catalogue/catalogue.js";
import type { SaidColumns } from "./orders/layout.js";
import type { Fate } from "./orders/statuses.js";

/** A row that is wrong. */
export interface BadRow {
  /** What the file is called. */
  readonly file: string;
  /** The line it begins in, from 1. */
  readonly line: number;
  /** The name of the column that is wrong; null where it is the row. */
  readonly column: string | null;
  /** What was received, what was expected. */
  readonly message: string;
}

/** Options of `readOrders`. */
export interface ReadOrdersOptions {
  /** What is known of the items: what `readCatalogue` returned, or the table that `fashion-wasm predict` wrote. */
  readonly catalogue?: Catalogue | ByteSource;
  /** Days after which a purchase counts half; default 365, at least 30; Infinity: all count alike. */
  readonly halfLife?: number;
  /** Whether a line counts as one purchase, whatever its quantity (default), or by its quantity. */
  readonly countBy?: "lines" | "quantity";
  /** The day (`2026-01-31`) from which on purchases are kept apart, as what customers did later: for a backtest. */
  readonly cutoff?: string;
  /** The day after which dates are refused, as `2026-01-31`; default: that of the clock, wherever it is latest. */
  readonly today?: string;
  /** What `03/04/2026` means: day or month first; default: such dates are refused. */
  readonly dateOrder?: "dmy" | "mdy";
  /** The currency of all amounts, as `EUR`; default: that of the first order that has one. */
  readonly currency?: string;
  /** What one unit of other currencies is worth in it: `{ USD: 0.92 }`. Without a rate a second currency is refused. */
  readonly rates?: Readonly<Record<string, number>>;
  /** What statuses of orders mean that are not known: `{ shipped: "kept" }`. */
  readonly statuses?: Readonly<Record<string, Fate>>;
  /** The columns of a plain table, by what they hold: `{ customer: "Kunde", time: "Datum" }`. */
  readonly columns?: SaidColumns;
  /** Whether the first wrong row ends the reading; default false: it is told, and left out. */
  readonly strict?: boolean;
  /** Whether addresses and names are kept, which files to upload need; default false. */
  readonly contacts?: boolean;
  /** A customer whose items are to be remembered: an id, an address, or the SHA-256 of one. */
  readonly customer?: string;
  /** Is told of every wrong row. */
  readonly onBadRow?: (row: BadRow) => void;
  /** Is told how many bytes were read of which file. */
  readonly onProgress?: (progress: { readonly file: string; readonly read: number; readonly rows: number }) => void;
  /** Ends the work: the promise rejects with the signal's reason. */
  readonly signal?: HostAbortSignal;
}
