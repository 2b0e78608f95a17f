/**
 * `fashion-wasm predict`: its options, their ranges and their help. Photos: predict/predict.ts. Tables: predict/table/.
 */
import { type Command, Option } from "commander";
import { UsageError } from "./exit.js";
import { columnRange, fileEnding, nonEmpty, oneOf, wholeNumber } from "./options.js";
import { type PredictSettings, predict } from "./predict/predict.js";
import { isTable, STANDARD_STREAM } from "./predict/table/input.js";
import { predictTable } from "./predict/table/predict-table.js";
import type { TableSettings } from "./predict/table/table-settings.js";
import { TABLE_ENDINGS } from "./predict/table-file.js";
import { kind } from "./run-folder.js";

type Settings = Omit<PredictSettings, "sources"> & Omit<TableSettings, "source">;

/** Adds the command to `program`; running it says what photos show. */
export function addPredictCommand(program: Command): void {
  const command = program
    .command("predict")
    .description("Say what garment each photo shows, how sure that is, and which photos a person should look at.")
    .argument(
      "<source...>",
      "photos (PNG, JPEG, WebP) and folders of them; or one table that names photos or holds pixels: .csv, .tsv, .jsonl, also .gz, or - for stdin",
      (text, all: string[] | undefined) => [...(all ?? []), nonEmpty(text)],
    )
    .addOption(
      new Option(
        "--model <file>",
        "a .safetensors file of a model for photos (default: the one in the package); of a table of pixels, any classifier",
      ).argParser(nonEmpty),
    )
    .addOption(
      new Option(
        "--out <file>",
        "write a row per photo into a table: .csv or .jsonl; of a table, its own rows with what was found (default: stdout)",
      ).argParser((text) => (text === STANDARD_STREAM ? text : fileEnding(TABLE_ENDINGS)(text))),
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
    );
  for (const option of tableOptions()) command.addOption(option);
  command
    .option("--json", "print one JSON object on stdout at the end, everything else on stderr")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", HELP_TAIL)
    .action(async (sources: string[], settings: Settings) => {
      const table = await tableOf(sources, settings);
      await (table === null
        ? predict({ sources, ...photoSettings(settings) })
        : predictTable({ ...settings, source: table }));
    });
}

/** Options of tables alone. */
function tableOptions(): Option[] {
  return [
    new Option("--format <format>", "of a table: csv or jsonl (default: by its name or its first character)").argParser(
      oneOf(["csv", "jsonl"]),
    ),
    new Option("--no-header", "a table in CSV has no names of columns; neither has the one that is written"),
    new Option(
      "--image-column <column>",
      "the column that names photos, or its place from 0 (default: found out)",
    ).argParser(nonEmpty),
    new Option(
      "--pixel-columns <first..last>",
      "the columns of pixels, by name or by place from 0, such as 1..784 (default: found out)",
    ).argParser(columnRange),
    new Option(
      "--keep <columns>",
      "columns of the table to write, separated by commas, or none (default: all but pixels)",
    ).argParser((text) => (text.trim() === "none" ? [] : text.split(",").map((name) => nonEmpty(name.trim())))),
    new Option("--images <folder>", "where relative paths in a table begin (default: the table's folder)").argParser(
      nonEmpty,
    ),
    new Option("--fetch", "download photos that a table names by http: or https:"),
    new Option("--fetch-timeout <s>", "seconds for one photo (default: 30)").argParser(wholeNumber(1, 3600)),
    new Option("--fetch-size <MiB>", "largest size of one photo (default: 20)").argParser(wholeNumber(1, 1024)),
    new Option("--fetch-redirects <n>", "how often an address may lead on to another (default: 5)").argParser(
      wholeNumber(0, 20),
    ),
    new Option("--fetch-parallel <n>", "requests at the same time (default: 8)").argParser(wholeNumber(1, 64)),
    new Option("--resume", "go on with --out of a table where a process before this one ended"),
    new Option("--strict", "end with the first row of a table that fails"),
  ];
}

/** The table among the sources; null where there are photos. Errors: USAGE for a table and anything else. */
async function tableOf(sources: readonly string[], { format, recursive }: Settings): Promise<string | null> {
  const isOne = async (source: string) =>
    (isTable(source) || format !== undefined) && (await kind(source)) !== "folder";
  const are = await Promise.all(sources.map(isOne));
  const [table] = sources.filter((_, i) => are[i]);
  if (table === undefined) return null;
  if (sources.length === 1 && !recursive) return table;
  if (sources.length === 1) throw new UsageError("--recursive is about folders, and a table is named → leave it out");
  throw new UsageError(`${table} is a table, and ${sources.length} sources are named → name one table alone`);
}

/** Errors: USAGE for an option of tables. */
function photoSettings(settings: Settings): Omit<PredictSettings, "sources"> {
  for (const option of tableOptions()) {
    const given = settings[option.attributeName() as keyof Settings];
    // commander sets the option behind --no-header to true.
    if (given === undefined || (option.negate && given === true)) continue;
    throw new UsageError(`${option.long} is about tables, and none is named → leave it out`);
  }
  if (settings.out !== STANDARD_STREAM) return settings as Omit<PredictSettings, "sources">;
  throw new UsageError("--out - is for tables, and none is named → name a file");
}

const HELP_TAIL = `
Examples:
  npx fashion-wasm predict coat.jpg
  npx fashion-wasm predict shop --recursive --out shop.csv --page shop.html
  npx fashion-wasm predict shop more/*.webp --model photos.safetensors --json
  npx fashion-wasm predict products_export.csv --fetch --out labelled.csv
  npx fashion-wasm predict fashion-mnist_test.csv --out labelled.csv --resume
  cat rows.jsonl | npx fashion-wasm predict - > labelled.jsonl

Photos are known by their content, tables by their names. A photo or a row that fails is told in its place, and the others go on.
Nothing is sent anywhere; nothing is downloaded without --fetch.

Exit codes: 0 done, 1 a photo or row failed or a file could not be written, 2 wrong use, 130 interrupted, 143 terminated.`;
