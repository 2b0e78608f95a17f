/**
 * `fashion-wasm profile`: its options, their ranges and their help. `profile measure`: profile/measure-command.ts.
 */
import { type Command, Option } from "commander";
import { days, several } from "./customers/order-values.js";
import { addOrdersOptions } from "./customers/orders-options.js";
import { nonEmpty, properFraction, wholeNumber } from "./options.js";
import { addMeasureCommand } from "./profile/measure-command.js";
import { profile } from "./profile/profile.js";
import type { ProfileSettings } from "./profile/profile-settings.js";

/** Adds the command to `program`; running it says what customers like. */
export function addProfileCommand(program: Command): void {
  const command = program
    .command("profile")
    .enablePositionalOptions() // after `measure` an option is that of measure
    .description(
      "Say what the customers of a shop like, how active they are, and whether that would have been right before.",
    )
    .addOption(
      new Option(
        "--customer <id>",
        "one customer, by id or address: tastes with intervals, and items to show",
      ).argParser(nonEmpty),
    )
    .addOption(new Option("--show <n>", "items to show to --customer (default: 10)").argParser(wholeNumber(0, 10_000)))
    .addOption(
      new Option(
        "--audience <about...>",
        'also write the files of these audiences: a class, or such as "Dress or Shirt"',
      ).argParser(several),
    )
    .addOption(
      new Option("--backtest <days>", "fit before the last so many days, such as 60d, and test on them").argParser(
        days(9999),
      ),
    )
    .addOption(
      new Option(
        "--share <f>",
        "share of the customers that is addressed, in the backtest and of audiences (default: 0.1)",
      ).argParser(properFraction),
    );
  addOrdersOptions(command, "tables of all customers, a page, and the files of --audience")
    .addHelpText("after", HELP_TAIL)
    .action((settings: ProfileSettings) => profile(settings));
  addMeasureCommand(command);
}

const HELP_TAIL = `
Examples:
  npx fashion-wasm predict products_export.csv --fetch --out labelled.csv
  npx fashion-wasm profile --orders orders_export.csv --catalogue labelled.csv --out shop
  npx fashion-wasm profile --orders 2025.csv.gz 2026.csv.gz --catalogue labelled.csv --backtest 60d
  npx fashion-wasm profile --orders orders.csv --catalogue labelled.csv --customer C1042
  npx fashion-wasm profile --orders orders.csv --out shop --audience Dress "Shirt or Coat"
  npx fashion-wasm profile measure outcomes.csv --audience shop/audience-dress.csv

Orders are known by their headers. A column of labels is enough to start, without a catalogue.
Addresses are hashed wherever they stand, but in the file for Klaviyo, which is written with --with-contacts alone.

Exit codes: 0 done, 1 a file could not be read or written, 2 wrong use, 130 interrupted, 143 terminated.`;
