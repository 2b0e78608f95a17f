/**
 * `fashion-wasm predict`: its options, their ranges and their help.
 */
import { type Command, Option } from "commander";
import { fileEnding, nonEmpty, oneOf, wholeNumber } from "./options.js";
import { type PredictSettings, predict } from "./predict/predict.js";
import { TABLE_ENDINGS } from "./predict/table-file.js";

/** Adds the command to `program`; running it says what photos show. */
export function addPredictCommand(program: Command): void {
  program
    .command("predict")
    .description("Say what garment each photo shows, how sure that is, and which photos a person should look at.")
    .argument("<source...>", "photos (PNG, JPEG, WebP) and folders of them", (text, all: string[] | undefined) => [
      ...(all ?? []),
      nonEmpty(text),
    ])
    .addOption(
      new Option(
        "--model <file>",
        "a .safetensors file of a model for photos (default: the one in the package)",
      ).argParser(nonEmpty),
    )
    .addOption(
      new Option("--out <file>", "also write a row per photo into a table: .csv or .jsonl").argParser(
        fileEnding(TABLE_ENDINGS),
      ),
    )
    .addOption(
      new Option("--page <file>", "also write a contact sheet, one .html file that needs nothing else").argParser(
        fileEnding([".html", ".htm"]),
      ),
    )
    .addOption(
      new Option("--top-k <n>", "how many of the most probable classes are kept of each photo (default: 3)").argParser(
        wholeNumber(1, 1000),
      ),
    )
    .addOption(
      new Option(
        "--preparation <way>",
        "auto: photos are prepared, images of the data set's own form are not; photo: all are; none: none is",
      )
        .argParser(oneOf(["auto", "photo", "none"]))
        .default("auto"),
    )
    .addOption(new Option("--recursive", "also look into the folders of folders"))
    .addOption(new Option("--force", "replace files that are there"))
    .addOption(
      new Option(
        "--threads <n>",
        "threads to compute with; changes the time, not the result (default: all cores)",
      ).argParser(wholeNumber(1, 16)),
    )
    .option("--json", "print one JSON object on stdout at the end, everything else on stderr")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", HELP_TAIL)
    .action((sources: string[], settings: Omit<PredictSettings, "sources">) => predict({ sources, ...settings }));
}

const HELP_TAIL = `
Examples:
  npx fashion-wasm predict coat.jpg
  npx fashion-wasm predict shop --recursive --out shop.csv --page shop.html
  npx fashion-wasm predict shop more/*.webp --model photos.safetensors --json

Files are known by their content. A photo that fails gets a row with its error, and the others go on.
Nothing is downloaded or sent anywhere.

Exit codes: 0 done, 1 a photo failed or a file could not be written, 2 wrong use, 130 interrupted, 143 terminated.`;
