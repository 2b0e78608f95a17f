/**
 * What is told of each row of a table, and how it is written.
 */
import type { Table } from "../../../data/table/table.js";
import { UsageError } from "../../exit.js";
import { say } from "../../say.js";
import { type AnswerFields, hasGoogleCategories } from "../answer-fields.js";
import { type Layout, writtenColumns } from "./layout.js";
import { csvWriter, jsonWriter, PREFIX, prefixFor, type RowWriter } from "./row-writer.js";
import type { TableModel } from "./table-model.js";
import type { TableSettings } from "./table-settings.js";

/** The fields of a table's rows. Errors: USAGE for a model that is not for such a table, or names that are there twice. */
export function toldFields(
  { preparation }: TableSettings,
  { classNames, classifier, name }: TableModel,
  table: Table,
  layout: Layout,
  topK: number,
): AnswerFields {
  if (classifier === null && layout.photos !== null) {
    const advice = "give a model that was trained on photos, or none for the packaged one";
    throw new UsageError(`--model ${name}: it is none for photos, and the table names photos → ${advice}`);
  }
  if (classifier === null && preparation === "photo") {
    throw new UsageError(`--preparation photo: ${name} is no model for photos → leave it out`);
  }
  const review = classifier !== null;
  const fields = { topK, review, google: hasGoogleCategories(classNames), photo: layout.photos !== null, prefix: "" };
  const kept = writtenColumns(table, layout);
  const prefix = prefixFor(kept, fields);
  if (prefix === "") return fields;
  const taken = kept.find((column) => column.startsWith(PREFIX));
  if (taken !== undefined) {
    throw new UsageError(`the table has columns of an earlier prediction (${taken}) → --keep names those to keep`);
  }
  say(`the table has columns called as ours are, which are therefore called ${prefix}label and so on`);
  return { ...fields, prefix };
}

/** What writes them: by the ending of the file, or, to stdout, as the table was. Errors: USAGE. */
export function writerOf(
  settings: TableSettings,
  out: string | null,
  table: Table,
  layout: Layout,
  fields: AnswerFields,
): RowWriter {
  const asCsv = out === null ? table.form.format === "csv" : out.toLowerCase().endsWith(".csv");
  if (asCsv) return csvWriter(table, layout, fields, settings.header ?? true);
  const twice = layout.kept?.find((column, i) => layout.kept?.indexOf(column) !== i);
  if (twice === undefined) return jsonWriter(layout, fields);
  throw new UsageError(`the table has two columns called ${twice} → --out FILE.csv keeps both, --keep leaves them out`);
}
