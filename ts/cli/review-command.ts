/**
 * `fashion-wasm review`: its options, their ranges and their help.
 */
import { type Command, Option } from "commander";
import { names, nonEmpty, wholeNumber } from "./options.js";
import { type ReviewSettings, review } from "./review/review.js";

/** Adds the command to `program`; running it serves the page until the review ends. */
export function addReviewCommand(program: Command): void {
  program
    .command("review")
    .description(
      "Look over what predict said, on a local page by keyboard: doubtful photos first, corrections in the table.",
    )
    .argument("<table>", "the table that predict --out wrote: .csv or .jsonl", nonEmpty)
    .addOption(
      new Option("--image-column <name>", "the column of photos (default: found by its name or content)").argParser(
        nonEmpty,
      ),
    )
    .addOption(
      new Option(
        "--images <folder>",
        "where relative paths of photos begin (default: the current folder or the table's, where the photos are)",
      ).argParser(nonEmpty),
    )
    .addOption(
      new Option(
        "--classes <names>",
        "the classes, separated by commas, in the order of the keys (default: those of the table)",
      ).argParser(names),
    )
    .addOption(new Option("--remote-images", "let the page fetch photos that the table names by their URL"))
    .addOption(new Option("--port <n>", "the port on 127.0.0.1 (default: a free one)").argParser(wholeNumber(1, 65535)))
    .addOption(new Option("--open", "open the page in the browser"))
    .addOption(
      new Option("--seed <n>", "which photos are the random sample; keep it for one table")
        .argParser(wholeNumber(0, Number.MAX_SAFE_INTEGER))
        .default(1),
    )
    .addOption(
      new Option("--carry-over", "take decisions over into a table that was changed since, by the names of photos"),
    )
    .option("--json", "print one JSON object on stdout at the end, everything else on stderr")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", HELP_TAIL)
    .action((table: string, settings: Omit<ReviewSettings, "table">) => review({ table, ...settings }));
}

const HELP_TAIL = `
Examples:
  npx fashion-wasm predict shop --recursive --out shop.csv
  npx fashion-wasm review shop.csv
  npx fashion-wasm review products.csv --image-column "Image Src" --images photos --json

The page is for this machine alone: its address has a secret in it. Keys 1 to 9 and 0 give a class, Enter confirms the model's,
Z takes back, ? shows all keys. Each decision is on the disk before the page calls it saved; the column reviewed_label of the
table gets it in the next pause and at the end. Ctrl-C, or the page's button, ends the review.

Exit codes: 0 done, 1 the table could not be written, 2 wrong use, 143 terminated.`;
