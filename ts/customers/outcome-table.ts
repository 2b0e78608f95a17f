/**
 * Rows of a table of outcomes or of an audience, by what their columns hold.
 */
import { FashionWasmError } from "../errors.js";
import type { CellPlace } from "./outcome-cells.js";
import { neededColumn, type OutcomeRole, outcomeColumn, type SaidColumns } from "./outcome-columns.js";

/** A row of a table: in CSV the text of each column, of JSON Lines the object. */
export interface OutcomeRow {
  /** The line it begins in, from 1. */
  readonly line: number;
  readonly cells: readonly string[] | Readonly<Record<string, unknown>> | null;
  /** What is wrong with the row. */
  readonly error: string | null;
}

/** A table with a header. */
export interface OutcomeTable {
  /** What messages call it. */
  readonly name: string;
  readonly columns: readonly string[];
  /** They are read once. */
  readonly rows: Iterable<OutcomeRow> | AsyncIterable<OutcomeRow>;
}

/** A cell and where it stands. */
export type Cell = readonly [cell: unknown, place: CellPlace];

/** Which columns a table must have, and which it may have; others are not looked for. */
export interface Roles {
  readonly needed: readonly OutcomeRole[];
  readonly optional: readonly OutcomeRole[];
}

/** The places of columns that were found. */
export type Places = Readonly<Partial<Record<OutcomeRole, number>>>;

/** Finds them. Errors: CSV_COLUMNS. */
export function placesOf(table: OutcomeTable, { needed, optional }: Roles, said: SaidColumns): Places {
  const found: Partial<Record<OutcomeRole, number>> = {};
  for (const role of needed) found[role] = neededColumn(table, role, said);
  for (const role of optional) {
    const place = outcomeColumn(table, role, said);
    if (place !== null) found[role] = place;
  }
  const twice = Object.entries(found).find(([role, place]) =>
    Object.entries(found).some(([other, its]) => other !== role && its === place),
  );
  if (twice === undefined) return found;
  const column = JSON.stringify(table.columns[twice[1]]);
  throw new FashionWasmError(
    "CSV_COLUMNS",
    `${table.name}: the column ${column} is named for two things → name a column for each`,
  );
}

/** A row whose cells can be asked for; null where the table has no such column. */
export interface ReadRow {
  readonly line: number;
  cell(role: OutcomeRole): Cell | null;
}

/** The rows. Errors: CSV_VALUE for one that is none, and those of reading. */
export async function* rowsOf({ name, columns, rows }: OutcomeTable, places: Places): AsyncGenerator<ReadRow> {
  for await (const { line, cells, error } of rows) {
    if (cells === null || error !== null) {
      throw new FashionWasmError("CSV_VALUE", `${name}: line ${line} ${error ?? "is no row"} → mend that line`);
    }
    yield {
      line,
      cell(role) {
        const place = places[role];
        if (place === undefined) return null;
        const column = columns[place] as string;
        const cell = Array.isArray(cells) ? cells[place] : (cells as Readonly<Record<string, unknown>>)[column];
        return [cell, { table: name, line, column }];
      },
    };
  }
}
