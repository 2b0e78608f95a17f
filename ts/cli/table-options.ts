/**
 * What a person says of a table that does not say it itself: where the labels are, whether the first row is names.
 */
import { type Command, Option } from "commander";
import type { CsvDatasetOptions } from "../index.js";
import { UsageError } from "./exit.js";
import { labelColumn } from "./options.js";

/** The options, as `dataset.fromCsv` takes them. */
export type TableOptions = Pick<CsvDatasetOptions, "labelColumn" | "header">;

/** Adds them to a command. */
export function addTableOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--label-column <column>",
        "of a table: first, last, none, its name or its place from 0 (default: found out)",
      ).argParser(labelColumn),
    )
    .option("--header", "the first row of a table holds the names of its columns (default: found out)")
    .option("--no-header", "the first row of a table is an image");
}

/** Those of `given` that were said. */
export function tableOptions({ labelColumn: column, header }: TableOptions): TableOptions {
  return { ...(column !== undefined && { labelColumn: column }), ...(header !== undefined && { header }) };
}

/** Errors: USAGE when one is said of data that is no table. */
export function refuseTableOptions(given: TableOptions, origin: string): void {
  const [name] = Object.keys(tableOptions(given));
  if (name === undefined) return;
  const option = name === "header" ? "--header and --no-header are" : "--label-column is";
  throw new UsageError(`${option} about a table in CSV, ${origin} is none → leave it out`);
}
