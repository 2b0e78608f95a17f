/**
 * `fashion-wasm audience`: its options, their ranges and their help.
 */
import { type Command, Option } from "commander";
import { audienceCommand } from "./audience/audience.js";
import type { AudienceSettings } from "./audience/audience-settings.js";
import { addOrdersOptions } from "./customers/orders-options.js";
import { nonEmpty, properFraction, wholeNumber } from "./options.js";

/** Adds the command to `program`; running it says who should hear of a class, or of one garment. */
export function addAudienceCommand(program: Command): void {
  const command = program
    .command("audience")
    .description("Choose the customers who should hear of a class of garments, of several, or of one garment.")
    .argument("[about]", 'a class, or such as "Dress or Shirt", "(Dress or Shirt) and Bag"', nonEmpty)
    .addOption(new Option("--image <file>", "a photo of the garment: who should see this one").argParser(nonEmpty))
    .addOption(
      new Option("--model <file>", "of --image: a model for photos (default: the one in the package)").argParser(
        nonEmpty,
      ),
    )
    .addOption(
      new Option("--sku <id>", "an item of the catalogue, by SKU, handle, name, id or image").argParser(nonEmpty),
    )
    .addOption(new Option("--size <n>", "customers at most").argParser(wholeNumber(1, 1_000_000_000)))
    .addOption(new Option("--share <f>", "share of all customers (default: 0.1)").argParser(properFraction))
    .addOption(new Option("--name <name>", "what it is called (default: what it is about)").argParser(nonEmpty))
    .addOption(new Option("--top <n>", "customers to print (default: 10)").argParser(wholeNumber(0, 100_000)))
    .addOption(new Option("--no-backtest", "do not try it on the last days of the orders"));
  addOrdersOptions(command, "the table of the audience and files to upload")
    .addHelpText("after", HELP_TAIL)
    .action((about: string | undefined, settings: Omit<AudienceSettings, "about">) =>
      audienceCommand({ ...settings, ...(about !== undefined && { about }) }),
    );
}

const HELP_TAIL = `
Examples:
  npx fashion-wasm audience Dress --orders orders_export.csv --catalogue labelled.csv
  npx fashion-wasm audience "Dress or Shirt" --orders orders_export.csv --catalogue labelled.csv --size 500 --out dresses
  npx fashion-wasm audience --image new-coat.jpg --orders orders.csv --catalogue labelled.csv --out coat
  npx fashion-wasm audience --sku COAT-7 --orders orders.csv --catalogue labelled.csv --exclude unsubscribed.txt --out coat

Customers are ranked by purchases that are expected of them: how often they buy, times the part of it that is of this.
A tenth is held out at random, to measure afterwards whether it worked: profile measure. Affinity is not uplift.

Exit codes: 0 done, 1 a file could not be read or written, 2 wrong use, 130 interrupted, 143 terminated.`;
