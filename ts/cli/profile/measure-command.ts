/**
 * `fashion-wasm profile measure`: its options, their ranges and their help.
 */
import { type Command, Option } from "commander";
import { nonEmpty, oneOf, properFraction } from "../options.js";
import { type MeasureSettings, measure } from "./measure.js";

/** Adds the command to `profile`; running it says whether a campaign worked. */
export function addMeasureCommand(profile: Command): void {
  const column = (flag: string, what: string) => new Option(`${flag} <name>`, what).argParser(nonEmpty);
  profile
    .command("measure")
    .description("Say whether a campaign worked: customers who were in it against those who were held out.")
    .argument("<outcomes>", "a table with a row a customer, .csv, .tsv or .jsonl, also .gz, or - for stdin", nonEmpty)
    .addOption(
      new Option(
        "--audience <file>",
        "a table with customer_id, group and score, as audience writes it; then <outcomes> holds customer_id and outcome of those who bought",
      ).argParser(nonEmpty),
    )
    .addOption(
      new Option(
        "--control-share <f>",
        "share of the customers that was to be held out, to check the groups",
      ).argParser(properFraction),
    )
    .addOption(
      new Option("--k <f>", "share of the customers, by score, to look at apart (default: 0.3)").argParser(
        properFraction,
      ),
    )
    .addOption(new Option("--level <f>", "level of the intervals (default: 0.9)").argParser(properFraction))
    .addOption(new Option("--sum-duplicates", "add up the outcomes of several rows of one customer (default: refused)"))
    .addOption(column("--id-column", "the column of customers in <outcomes> (default: customer_id)"))
    .addOption(column("--group-column", "the column of groups (default: group or treatment)"))
    .addOption(
      column("--outcome-column", "the column of outcomes (default: outcome, converted, revenue … where there is one)"),
    )
    .addOption(column("--score-column", "the column of scores (default: score or expected_purchases)"))
    .addOption(
      new Option(
        "--format <format>",
        "of <outcomes>: csv or jsonl (default: by its name or its first character)",
      ).argParser(oneOf(["csv", "jsonl"])),
    )
    .option("--json", "print one JSON object on stdout at the end, everything else on stderr")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", HELP_TAIL)
    .action((outcomes: string, settings: Omit<MeasureSettings, "outcomes">) => measure({ ...settings, outcomes }));
}

const HELP_TAIL = `
Examples:
  npx fashion-wasm profile measure outcomes.csv
  npx fashion-wasm profile measure orders-after.csv --audience audience.csv --sum-duplicates --outcome-column amount
  npx fashion-wasm profile measure outcomes.csv --control-share 0.1 --level 0.95 --json

A table of outcomes has the columns group (target or control, treatment or control, 1 or 0) and outcome (0 or 1, or an amount),
and may have customer_id and score. Without a control group that was held out at random nothing can be said.

Exit codes: 0 done, whether an effect was shown or not, 1 a table could not be read, 2 wrong use, 130 interrupted.`;
