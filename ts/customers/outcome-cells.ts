/**
 * Cells of tables of outcomes as values; what could mean two things is refused.
 */
import { FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";

/** Where a cell stands. */
export interface CellPlace {
  /** What messages call the table. */
  readonly table: string;
  readonly line: number;
  readonly column: string;
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** `target`, `treatment` and 1 are 1; `control` and 0 are 0; null for all else. */
export function groupOf(cell: unknown): 0 | 1 | null {
  const word = text(cell).toLowerCase();
  if (["target", "treatment", "1", "1.0", "true"].includes(word)) return 1;
  return ["control", "0", "0.0", "false"].includes(word) ? 0 : null;
}

/** As {@link groupOf}. Errors: CSV_VALUE for all else. */
export function groupCell(cell: unknown, place: CellPlace): 0 | 1 {
  const group = groupOf(cell);
  if (group !== null) return group;
  throw wrongCell(
    place,
    cell,
    "it must be target, treatment or 1 for who was in the campaign, control or 0 for who was not",
  );
}

/** A number from 0 on; `yes` and `true` are 1, `no` and `false` are 0. Errors: CSV_VALUE. */
export function outcomeCell(cell: unknown, place: CellPlace): number {
  const word = text(cell).toLowerCase();
  if (word === "true" || word === "yes") return 1;
  if (word === "false" || word === "no") return 0;
  if (isBlank(cell)) throw wrongCell(place, cell, "write 0 for a customer who did not buy");
  const value = decimal(word);
  if (value >= 0) return value;
  const isLoss = value < 0 ? ": take returns off what was bought, and leave 0 where nothing is left" : "";
  throw wrongCell(place, cell, `it must be a number from 0 on, such as 1 or 12.50${isLoss}`);
}

/** Any finite number. Errors: CSV_VALUE. */
export function scoreCell(cell: unknown, place: CellPlace): number {
  const value = decimal(text(cell));
  if (Number.isFinite(value)) return value;
  throw wrongCell(place, cell, "it must be a number, such as 0.25");
}

/** The id without blanks around it. Errors: CSV_VALUE for none. */
export function idCell(cell: unknown, place: CellPlace): string {
  const id = text(cell);
  if (id !== "") return id;
  throw wrongCell(place, cell, "each row needs the id of its customer");
}

/** NaN for what is no decimal number, or beyond what a float holds. */
function decimal(word: string): number {
  const value = DECIMAL.test(word) ? Number(word) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}

function isBlank(cell: unknown): boolean {
  return cell === undefined || cell === null || (typeof cell === "string" && cell.trim() === "");
}

/** Of JSON, numbers and truth values count as their texts; all else but texts is nothing that can be read. */
function text(cell: unknown): string {
  return ["string", "number", "boolean"].includes(typeof cell) ? String(cell).trim() : "";
}

function wrongCell({ table, line, column }: CellPlace, cell: unknown, expected: string): FashionWasmError {
  const what = isBlank(cell) ? "is empty" : `is ${show(cell)}`;
  return new FashionWasmError("CSV_VALUE", `${table}: line ${line}: ${column} ${what} → ${expected}`);
}
