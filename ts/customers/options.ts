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
import { dayOption, today } from "./days.js";
import { checkSaid } from "./orders/said-columns.js";
import type { ReadOrdersOptions } from "./read-options.js";
import { currencyOption, recordOption } from "./record-options.js";

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
