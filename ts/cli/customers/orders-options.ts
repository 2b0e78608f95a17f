/**
 * Options of commands that read orders: `profile` and `audience`.
 */
import { type Command, Option } from "commander";
import type { ReadOrdersOptions } from "../../index.js";
import { nonEmpty, oneOf, wholeNumber } from "../options.js";
import { controlShare, currencyCode, day, days, halfLife, pairs, rate, several } from "./order-values.js";

/** What they come to. */
export interface OrdersSettings {
  readonly orders: readonly string[];
  readonly catalogue?: string;
  readonly confusion?: string;
  readonly halfLife?: number;
  readonly count?: "lines" | "quantity";
  readonly today?: string;
  readonly dateOrder?: "dmy" | "mdy";
  readonly currency?: string;
  readonly rates?: Readonly<Record<string, number>>;
  readonly statuses?: NonNullable<ReadOrdersOptions["statuses"]>;
  readonly columns?: NonNullable<ReadOrdersOptions["columns"]>;
  readonly strict?: boolean;
  readonly horizon?: number;
  readonly exclude?: string;
  readonly minSupport?: number;
  readonly control?: number;
  readonly seed?: number;
  readonly out?: string;
  readonly withContacts?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Adds the options to a command. `written`: what it writes into the folder of `--out`. */
export function addOrdersOptions(command: Command, written: string): Command {
  for (const option of [...orderOptions(), ...readingOptions(), ...audienceOptions(), ...outputOptions(written)]) {
    command.addOption(option);
  }
  return command
    .option("--json", "print one JSON object on stdout at the end, everything else on stderr")
    .helpOption("-h, --help", "print this help");
}

/** What is read, and what it counts. */
function orderOptions(): Option[] {
  const option = (flags: string, what: string) => new Option(flags, what);
  return [
    option(
      "--orders <file...>",
      "orders: exports of Shopify or WooCommerce, events of Segment or GA4, plain tables; also .gz",
    ).argParser(several),
    option("--catalogue <file>", "the items with their labels: the table that predict --out has written").argParser(
      nonEmpty,
    ),
    option(
      "--confusion <file>",
      "of a catalogue with labels alone: what eval --json has written, how often the classifier takes which class for which",
    ).argParser(nonEmpty),
    option("--half-life <days>", "days after which a purchase counts half, or none (default: 365)").argParser(halfLife),
    option(
      "--count <what>",
      "lines: each counts as one purchase; quantity: by its quantity (default: lines)",
    ).argParser(oneOf(["lines", "quantity"])),
    option("--horizon <days>", "days for which purchases are expected (default: 60)").argParser(days(3650)),
  ];
}

/** How cells are understood. */
function readingOptions(): Option[] {
  const fates = oneOf(["kept", "unpaid", "cancelled", "refunded"]);
  const asItIs = (text: string) => text;
  return [
    new Option(
      "--today <date>",
      "refuse orders after this day, such as 2026-01-31 (default: that of the clock)",
    ).argParser(day),
    new Option("--date-order <order>", "what 03/04/2026 means: dmy or mdy (default: such dates are refused)").argParser(
      oneOf(["dmy", "mdy"]),
    ),
    new Option(
      "--currency <code>",
      "the currency of all amounts, such as EUR (default: that of the first order)",
    ).argParser(currencyCode),
    new Option(
      "--rates <list>",
      "what one unit of other currencies is worth in it, such as USD=0.92,GBP=1.17",
    ).argParser(pairs(currencyCode, rate)),
    new Option(
      "--statuses <list>",
      "what unknown statuses of orders mean, such as shipped=kept,on-loan=unpaid",
    ).argParser(pairs((word) => word.toLowerCase(), fates)),
    new Option(
      "--columns <list>",
      "what columns of a plain table hold, such as customer=Kunde,time=Datum,label=Art; may be given several times",
    ).argParser(pairs(asItIs, asItIs)),
    new Option("--strict", "end with the first row that is wrong (default: it is told, and left out)"),
  ];
}

/** Who is in an audience. */
function audienceOptions(): Option[] {
  return [
    new Option(
      "--exclude <file>",
      "who is in no audience: ids, addresses or SHA-256 of them, one a line, or a CSV with a header",
    ).argParser(nonEmpty),
    new Option(
      "--min-support <n>",
      "labelled purchases that a customer of an audience has at least (default: 3)",
    ).argParser(wholeNumber(0, 1_000_000)),
    new Option("--control <f>", "share of an audience that is held out, to measure by (default: 0.1)").argParser(
      controlShare,
    ),
    new Option("--seed <n>", "seed of the hold-out (default: 1)").argParser(wholeNumber(0, 2 ** 31 - 1)),
  ];
}

function outputOptions(written: string): Option[] {
  return [
    new Option("--out <dir>", `write ${written} into this folder`).argParser(nonEmpty),
    new Option(
      "--with-contacts",
      "also write the file that needs addresses as they are; in all others they are hashed",
    ),
    new Option("--force", "replace files that are there"),
  ];
}
