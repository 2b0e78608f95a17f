/**
 * Options of commands that read orders: `profile` and `audience`.
 */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { ReadOrdersOptions } from "../../index.js";
import { nonEmpty, oneOf, positiveNumber, wholeNumber } from "../options.js";

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

/** Adds the options to a command. */
export function addOrdersOptions(command: Command): Command {
  for (const option of [...orderOptions(), ...outputOptions()]) command.addOption(option);
  return command
    .option("--json", "print one JSON object on stdout at the end, everything else on stderr")
    .helpOption("-h, --help", "print this help");
}

function orderOptions(): Option[] {
  return [
    new Option(
      "--orders <file...>",
      "orders: exports of Shopify or WooCommerce, events of Segment or GA4, plain tables; also .gz",
    ),
    new Option("--catalogue <file>", "the items with their labels: the table that predict --out has written").argParser(
      nonEmpty,
    ),
    new Option(
      "--confusion <file>",
      "of a catalogue with labels alone: what eval --json has written, how often the classifier takes which class for which",
    ).argParser(nonEmpty),
    new Option("--half-life <days>", "days after which a purchase counts half, or none (default: 365)").argParser(
      halfLife,
    ),
    new Option(
      "--count <what>",
      "lines: each counts as one purchase; quantity: by its quantity (default: lines)",
    ).argParser(oneOf(["lines", "quantity"])),
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
    ).argParser((text) => text.trim().toUpperCase()),
    new Option(
      "--rates <list>",
      "what one unit of other currencies is worth in it, such as USD=0.92,GBP=1.17",
    ).argParser((text) => Object.fromEntries(pairs(text).map(([code, rate]) => [code.toUpperCase(), number(rate)]))),
    new Option(
      "--statuses <list>",
      "what unknown statuses of orders mean, such as shipped=kept,on-loan=unpaid",
    ).argParser((text) =>
      Object.fromEntries(
        pairs(text).map(([word, fate]) => [word, oneOf(["kept", "unpaid", "cancelled", "refunded"])(fate)]),
      ),
    ),
    new Option(
      "--columns <list>",
      "what columns of a plain table hold, such as customer=Kunde,time=Datum,label=Art",
    ).argParser((text) => Object.fromEntries(pairs(text))),
    new Option("--strict", "end with the first row that is wrong (default: it is told, and left out)"),
    new Option("--horizon <days>", "days for which purchases are expected (default: 60)").argParser(
      positiveNumber(3650),
    ),
  ];
}

function outputOptions(): Option[] {
  return [
    new Option("--exclude <file>", "who is in no audience: an id, an address or its SHA-256 a line").argParser(
      nonEmpty,
    ),
    new Option(
      "--min-support <n>",
      "labelled purchases that a customer of an audience has at least (default: 3)",
    ).argParser(wholeNumber(0, 1_000_000)),
    new Option("--control <f>", "share of an audience that is held out, to measure by (default: 0.1)").argParser(
      controlShare,
    ),
    new Option("--seed <n>", "seed of the hold-out (default: 1)").argParser(wholeNumber(0, 2 ** 31 - 1)),
    new Option("--out <dir>", "write tables, files to upload and a page into this folder").argParser(nonEmpty),
    new Option("--with-contacts", "also write files to upload that need addresses as they are; else they are hashed"),
    new Option("--force", "replace files that are there"),
  ];
}

function halfLife(text: string): number {
  if (text.trim() === "none") return Number.POSITIVE_INFINITY;
  const days = Number(text);
  if (days >= 30 && days <= 1e6) return days;
  throw new InvalidArgumentError("Expected at least 30 days, or none.");
}

function day(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return text;
  throw new InvalidArgumentError("Expected a day such as 2026-01-31.");
}

function controlShare(text: string): number {
  const share = Number(text);
  if (text.trim() !== "" && share >= 0 && share <= 0.5) return share;
  throw new InvalidArgumentError("Expected a share from 0 to 0.5, such as 0.1.");
}

function pairs(text: string): [string, string][] {
  return text.split(",").map((pair) => {
    const [, name = "", value = ""] = /^\s*([^=]*[^=\s])\s*=\s*(.*\S)\s*$/.exec(pair) ?? [];
    if (name !== "" && value !== "") return [name, value];
    throw new InvalidArgumentError(`Expected name=value, received ${JSON.stringify(pair)}.`);
  });
}

function number(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError(`Expected a rate greater than 0, received ${JSON.stringify(text)}.`);
}
