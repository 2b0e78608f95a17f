/**
 * Rows as they are written: the columns of the table that are kept, then what is told of each; in the form of the table.
 */
import type { Table, TableRow } from "../../../data/table/table.js";
import type { TableForm } from "../../../data/table/table-form.js";
import { warn } from "../../../options/warn.js";
import { type AnswerFields, type Cell, cellNames, cells, field, memberNames, members } from "../answer-fields.js";
import type { Row } from "../rows.js";
import { type Layout, writtenColumns } from "./layout.js";

/** Writes rows. */
export interface RowWriter {
  /** What stands before the first row. */
  readonly start: string;
  row(row: TableRow, answer: Row): string;
  /** Why a row cannot be written as it is; null where it can. */
  fault(row: TableRow): string | null;
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
  const names = writtenColumns(table, layout);
  const isKnown = new Set([...names, ...layout.pixelMembers]);
  const start = `${mark ? "\ufeff" : ""}${header ? line([...names, ...cellNames(fields)]) : ""}`;
  let hasTold = layout.kept !== null;
  return {
    start,
    fault: ({ cells }) => (cells === null || Array.isArray(cells) ? null : longNumber(cells as Cells, names)),
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

type Cells = Readonly<Record<string, unknown>>;

/** A number that would be written as another, since JavaScript keeps 53 bits: an id of 64 bits, for instance. */
function longNumber(cells: Cells, names: readonly string[]): string | null {
  const isLong = (value: unknown): boolean => {
    if (typeof value === "number")
      return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
    return typeof value === "object" && value !== null && Object.values(value).some(isLong);
  };
  const name = names.find((each) => isLong(cells[each]));
  return name === undefined ? null : `"${name}" is a number of more digits than are kept → write it as a text`;
}

/** A writer of JSON Lines. */
export function jsonWriter(layout: Layout, fields: AnswerFields): RowWriter {
  const { kept, keptCells, pixelMembers } = layout;
  const isPixel = new Set(pixelMembers);
  const added = memberNames(fields);
  /** Whether lines stay as they are, with members more. */
  const isWhole = kept === null && pixelMembers.length === 0;
  const isOwn = (name: string) => (kept === null ? !isPixel.has(name) : kept.includes(name));
  const own = ({ cells }: TableRow): Record<string, unknown> => {
    if (cells === null) return {};
    if (Array.isArray(cells)) {
      return Object.fromEntries(keptCells.map((place, i) => [kept?.[i] as string, cells[place] as string]));
    }
    return Object.fromEntries(Object.entries(cells as Cells).filter(([name]) => isOwn(name)));
  };
  return {
    start: "",
    fault({ cells }) {
      if (cells === null || Array.isArray(cells)) return null;
      const names = Object.keys(cells).filter(isOwn);
      const twice = names.find((name) => added.includes(name));
      if (twice !== undefined) return `"${twice}" is told here, and the row has it already`;
      return isWhole ? null : longNumber(cells as Cells, names);
    },
    row(row, answer) {
      const told = members(answer, fields);
      const columns = own(row);
      // What a row has already stays, but for the error.
      const more = Object.entries(told).filter(([name]) => !(name in columns) || name === added.at(-1));
      if (isWhole && row.text !== undefined && row.cells !== null && more.length === added.length) {
        const rest = JSON.stringify(told).slice(1);
        const open = row.text.replace(/\s*\}$/, "");
        return `${open}${open.endsWith("{") ? "" : ","}${rest}\n`;
      }
      return `${JSON.stringify({ ...columns, ...Object.fromEntries(more) })}\n`;
    },
  };
}
