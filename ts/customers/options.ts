/**
 * What can be said of orders and catalogues when they are read: options, defaults, checks.
 */
import {
  booleanOption,
  choiceOption,
  invalidOption,
  numberOption,
  optionsObject,
  signalOption,
  stringOption,
} from "../options/check.js";
import type { ByteSource } from "../platform/byte-source.js";
import type { HostAbortSignal } from "../platform/host-types.js";
import type { Catalogue } from "./catalogue/catalogue.js";
import { dayOption, today } from "./days.js";
import type { SaidColumns } from "./orders/layout.js";
import { checkSaid } from "./orders/said-columns.js";
import type { Fate } from "./orders/statuses.js";
import { currencyOption, recordOption } from "./record-options.js";

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

/** Options that were checked. */
export interface CheckedOptions extends Omit<ReadOrdersOptions, "cutoff" | "today" | "signal"> {
  readonly halfLife: number;
  readonly countBy: "lines" | "quantity";
  /** Days since 1970. */
  readonly cutoff: number | undefined;
  readonly today: number;
  readonly strict: boolean;
  readonly contacts: boolean;
  readonly signal: AbortSignal | undefined;
}

const WHERE = "readOrders";
/** Weights of a shorter one would leave the range of numbers. */
const LEAST_HALF_LIFE = 30;

export { dayOption, dayText } from "./days.js";

const FATES = ["kept", "unpaid", "cancelled", "refunded"] as const;

const NAMES = [
  "catalogue",
  "halfLife",
  "countBy",
  "cutoff",
  "today",
  "dateOrder",
  "currency",
  "rates",
  "statuses",
  "columns",
  "strict",
  "contacts",
  "customer",
  "onBadRow",
  "onProgress",
  "signal",
] as const;

/** Checks the options of `readOrders`. Errors: INVALID_ARGUMENT. */
export function checkedOptions(received: ReadOrdersOptions | undefined): CheckedOptions {
  const options = optionsObject(WHERE, received, NAMES);
  const { halfLife = 365, countBy = "lines", strict = false, contacts = false } = options;
  if (halfLife !== Number.POSITIVE_INFINITY) {
    numberOption(WHERE, "halfLife", halfLife, { min: LEAST_HALF_LIFE, max: 1e6 });
  }
  choiceOption(WHERE, "countBy", countBy, ["lines", "quantity"]);
  if (options.dateOrder !== undefined) choiceOption(WHERE, "dateOrder", options.dateOrder, ["dmy", "mdy"]);
  if (options.customer !== undefined) stringOption(WHERE, "customer", options.customer);
  if (options.currency !== undefined) currencyOption(WHERE, "currency", options.currency);
  for (const [code, rate] of recordOption(WHERE, "rates", options.rates)) {
    currencyOption(WHERE, "rates", code);
    numberOption(WHERE, `rates.${code}`, rate, { above: 0 });
  }
  for (const [word, fate] of recordOption(WHERE, "statuses", options.statuses)) {
    choiceOption(WHERE, `statuses.${word}`, String(fate), FATES);
  }
  for (const name of ["onBadRow", "onProgress"] as const) {
    const given = options[name];
    if (given !== undefined && typeof given !== "function") throw invalidOption(WHERE, name, given, "a function");
  }
  return {
    ...options,
    halfLife,
    countBy,
    strict: booleanOption(WHERE, "strict", strict),
    contacts: booleanOption(WHERE, "contacts", contacts),
    cutoff: options.cutoff === undefined ? undefined : dayOption(WHERE, "cutoff", options.cutoff),
    today: options.today === undefined ? today() : dayOption(WHERE, "today", options.today),
    columns: checkSaid(options.columns, WHERE),
    signal: signalOption(WHERE, options.signal),
  };
}
