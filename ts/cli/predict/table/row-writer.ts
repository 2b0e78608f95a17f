/**
 * Rows as they are written: the columns of the table that are kept, then what is told of each; in the form of the table.
 */
import type { Table, TableRow } from "../../../data/table/table.js";
import type { TableForm } from "../../../data/table/table-form.js";
import { warn } from "../../../options/warn.js";
import { type AnswerFields, type Cell, cellNames, cells, field, memberNames, members } from "../answer-fields.js";
import { isFailed, type Row } from "../rows.js";
import type { Layout } from "./layout.js";

/** Writes rows. */
export interface RowWriter {
  /** What stands before the first row. */
  readonly start: string;
  row(row: TableRow, answer: Row): string;
}

/** The prefix of what is told, where the table has columns of the same names. */
export const PREFIX = "predicted_";

/** What is told of each row is called so, for a table of these columns to keep. */
export function prefixFor(kept: readonly string[], fields: AnswerFields): string {
  const added = new Set([...cellNames({ ...fields, prefix: "" }), ...memberNames({ ...fields, prefix: "" })]);
  return kept.some((column) => added.has(column.trim())) ? PREFIX : "";
}

/** A writer of CSV; `header`: whether the first line holds names. */
export function csvWriter(table: Table, layout: Layout, fields: AnswerFields, header: boolean): RowWriter {
  const form: TableForm = table.form.format === "csv" ? table.form : { ...table.form, mark: false };
  const { delimiter, lineEnd, mark } = form;
  const line = (values: readonly Cell[]) =>
    `${values.map((value) => field(value, delimiter)).join(delimiter)}${lineEnd}`;
  const names = layout.kept ?? table.columns.filter((column) => !layout.pixelMembers.includes(column));
  const isKnown = new Set([...names, ...layout.pixelMembers]);
  const start = `${mark ? "\ufeff" : ""}${header ? line([...names, ...cellNames(fields)]) : ""}`;
  let hasTold = layout.kept !== null;
  return {
    start,
    row(row, answer) {
      if (Array.isArray(row.cells)) {
        const own = row.cells as readonly string[];
        return line([...layout.keptCells.map((place) => own[place] ?? ""), ...cells(answer, fields)]);
      }
      const own = (row.cells ?? {}) as Readonly<Record<string, unknown>>;
      const more = hasTold ? undefined : Object.keys(own).find((member) => !isKnown.has(member));
      if (more !== undefined) {
        hasTold = true;
        warn(
          "predict",
          `row ${row.number} has "${more}", which the first row has not: the CSV lacks it → --out FILE.jsonl keeps all`,
        );
      }
      return line([...names.map((name) => cellOf(own[name])), ...cells(answer, fields)]);
    },
  };
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : (value as Cell);
}

/** A writer of JSON Lines. */
export function jsonWriter(layout: Layout, fields: AnswerFields): RowWriter {
  const isPixel = new Set(layout.pixelMembers);
  const added = new Set(memberNames(fields));
  const own = ({ cells }: TableRow): Record<string, unknown> => {
    if (cells === null) return {};
    if (Array.isArray(cells)) {
      const names = layout.kept ?? [];
      return Object.fromEntries(layout.keptCells.map((place, i) => [names[i] as string, cells[place] as string]));
    }
    const all = Object.entries(cells as Readonly<Record<string, unknown>>);
    const { kept } = layout;
    return Object.fromEntries(all.filter(([name]) => (kept === null ? !isPixel.has(name) : kept.includes(name))));
  };
  return {
    start: "",
    row(row, answer) {
      const columns = own(row);
      const twice = Object.keys(columns).find((name) => added.has(name));
      const told: Row =
        twice === undefined || isFailed(answer)
          ? answer
          : { file: answer.file, code: "TABLE_ROW", error: `"${twice}" is told here, and the row has it already` };
      return `${JSON.stringify({ ...columns, ...members(told, fields) })}\n`;
    },
  };
}
