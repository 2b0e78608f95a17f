/**
 * Which columns of a table hold customers, groups, outcomes and scores: by their names, or as the caller says.
 */
import { FashionWasmError } from "../errors.js";

/** What a column can hold. */
export type OutcomeRole = "id" | "group" | "outcome" | "score";

/** Names by which a column is known, in small letters, with `_` for blanks and hyphens. */
const NAMES: Readonly<Record<OutcomeRole, readonly string[]>> = {
  id: ["customer_id", "customerid"],
  group: ["group", "treatment", "treatment_group"],
  outcome: [
    "outcome",
    "converted",
    "conversion",
    "bought",
    "purchased",
    "purchases",
    "orders",
    "revenue",
    "spend",
    "spent",
    "amount",
  ],
  score: ["score", "expected_purchases"],
};

/** What messages call it. */
const WORDS: Readonly<Record<OutcomeRole, string>> = {
  id: "customer ids",
  group: "groups",
  outcome: "outcomes",
  score: "scores",
};

/** Columns that the caller names. */
export type SaidColumns = Readonly<Partial<Record<`${OutcomeRole}Column`, string | undefined>>>;

/** The place of a column; null where the table has none. Errors: CSV_COLUMNS for several that it may be, or a named one that is missing. */
export function outcomeColumn(
  table: { readonly name: string; readonly columns: readonly string[] },
  role: OutcomeRole,
  said: SaidColumns,
): number | null {
  const { name, columns } = table;
  const option = `${role}Column` as const;
  const named = said[option];
  const isIt = (column: string) => (named === undefined ? NAMES[role].includes(plain(column)) : column === named);
  const places = columns.flatMap((column, place) => (isIt(column) ? [place] : []));
  const [place = null, ...others] = places;
  if (place === null && named !== undefined) {
    throw new FashionWasmError(
      "CSV_COLUMNS",
      `${name}: there is no column ${JSON.stringify(named)} → the columns are ${listed(columns)}`,
    );
  }
  if (others.length > 0) {
    const found = listed(places.map((each) => columns[each] as string));
    const isTwice = new Set(places.map((each) => columns[each])).size < places.length;
    const advice = isTwice ? "give columns names that differ" : `say which with option "${option}"`;
    throw new FashionWasmError("CSV_COLUMNS", `${name}: ${found} may all be the column of ${WORDS[role]} → ${advice}`);
  }
  return place;
}

/** As {@link outcomeColumn}, of a table that must have it. */
export function neededColumn(table: Parameters<typeof outcomeColumn>[0], role: OutcomeRole, said: SaidColumns): number {
  const place = outcomeColumn(table, role, said);
  if (place !== null) return place;
  const { name, columns } = table;
  const what = `${name}: no column of ${WORDS[role]} among ${listed(columns)}`;
  const advice = `call one ${NAMES[role][0]}, or say which it is with option "${role}Column"`;
  throw new FashionWasmError("CSV_COLUMNS", `${what} → ${advice}`);
}

function plain(column: string): string {
  return column
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
}

function listed(columns: readonly string[]): string {
  const shown = columns.slice(0, 12).map((column) => JSON.stringify(column));
  return `${shown.join(", ")}${columns.length > 12 ? `, … ${columns.length} in all` : ""}`;
}
