/**
 * Tables of a campaign's outcomes as the lists that measureUplift takes: one table with a row a customer, or an audience and
 * the outcomes of those who bought, joined by the customers' ids.
 */
import { FashionWasmError } from "../errors.js";
import { groupCell, groupOf, idCell, outcomeCell, scoreCell } from "./outcome-cells.js";
import type { OutcomeRole, SaidColumns } from "./outcome-columns.js";
import { Members } from "./outcome-members.js";
import { type OutcomeTable, type Places, placesOf, type ReadRow, type Roles, rowsOf } from "./outcome-table.js";

/** Options of {@link readOutcomes}. */
export interface ReadOutcomesOptions extends SaidColumns {
  /** Who was in which group, and their scores; without it the outcomes' own table says so. */
  readonly audience?: OutcomeTable | undefined;
  /** Whether the outcomes of several rows of one customer are added; default false: they are refused. */
  readonly sumDuplicates?: boolean | undefined;
}

/** What was read: one value a customer. */
export interface CampaignOutcomes {
  readonly outcome: Float64Array;
  /** 1 for target, 0 for control. */
  readonly group: Uint8Array;
  /** Undefined where no column holds scores. */
  readonly score: Float64Array | undefined;
  /** Names of the columns that were read; null for those that are missing. */
  readonly columns: Readonly<Record<OutcomeRole, string | null>>;
  /** Customers of the audience that the outcomes lack: their outcome is 0. */
  readonly withoutOutcome: number;
  /** Customers of the outcomes that the audience lacks: they are left out. */
  readonly leftOut: number;
  /** Rows whose outcome was added to that of an earlier row of the customer. */
  readonly summed: number;
}

/** Of a table that says everything. */
const WHOLE_TABLE: Roles = { needed: ["group", "outcome"], optional: ["id", "score"] };
/** Of an audience; of the outcomes that belong to one. */
const AUDIENCE: Roles = { needed: ["id", "group"], optional: ["score"] };
const OUTCOMES_ALONE: Roles = { needed: ["id", "outcome"], optional: ["group"] };

/**
 * Reads them. Of an audience and its outcomes `groupColumn` and `scoreColumn` are the audience's, `idColumn` and
 * `outcomeColumn` the outcomes'; a group that the outcomes say must be the audience's.
 *
 * @throws FashionWasmError CSV_COLUMNS for a column that is missing or may be several; CSV_VALUE for a cell that cannot be read
 * without doubt and for a customer with several rows; CSV_EMPTY for a table without rows; DATA_MISMATCH for tables that have
 * no customer in common, and rows of one customer that contradict each other; those of reading rows.
 */
export function readOutcomes(outcomes: OutcomeTable, options: ReadOutcomesOptions = {}): Promise<CampaignOutcomes> {
  const { audience, sumDuplicates = false, ...said } = options;
  return audience === undefined
    ? readWhole(outcomes, sumDuplicates, said)
    : joined(outcomes, audience, sumDuplicates, said);
}

async function readWhole(table: OutcomeTable, sumDuplicates: boolean, said: SaidColumns): Promise<CampaignOutcomes> {
  const places = placesOf(table, WHOLE_TABLE, said);
  const members = new Members();
  let summed = 0;
  for await (const row of rowsOf(table, places)) {
    const { id, group, score } = memberOf(row);
    const value = outcomeOf(row);
    const earlier = id === null ? undefined : members.placeOf(id);
    if (id !== null && earlier !== undefined) {
      if (!sumDuplicates) throw severalRows(table, id, members.lineOf(earlier), row.line, SUM_ADVICE);
      const isSame = members.groupAt(earlier) === group && Object.is(members.scoreAt(earlier), score);
      if (!isSame) throw contradiction(table, id, row.line, `line ${members.lineOf(earlier)}`, "group or score");
      summed += 1;
    }
    members.addOutcome(earlier ?? members.add(id, group, score, row.line), value, row.line);
  }
  if (members.size === 0) throw emptyTable(table);
  return { ...listsOf(members, places), columns: named([table, places]), withoutOutcome: 0, leftOut: 0, summed };
}

async function joined(
  table: OutcomeTable,
  audience: OutcomeTable,
  sumDuplicates: boolean,
  { groupColumn, scoreColumn, idColumn, outcomeColumn }: SaidColumns,
): Promise<CampaignOutcomes> {
  const ofAudience = placesOf(audience, AUDIENCE, { groupColumn, scoreColumn });
  const places = placesOf(table, OUTCOMES_ALONE, { idColumn, outcomeColumn });
  const members = await readAudience(audience, ofAudience);
  const strangers = new Set<string>();
  let summed = 0;
  for await (const row of rowsOf(table, places)) {
    const id = idCell(...cellOf(row, "id"));
    const value = outcomeOf(row);
    const place = members.placeOf(id);
    if (place === undefined) {
      strangers.add(id);
      continue;
    }
    const group = groupOf(row.cell("group")?.[0]);
    if (group !== null && group !== members.groupAt(place))
      throw contradiction(table, id, row.line, audience.name, "group");
    const before = members.lineOf(place);
    if (members.addOutcome(place, value, row.line)) continue;
    if (!sumDuplicates) throw severalRows(table, id, before, row.line, SUM_ADVICE);
    summed += 1;
  }
  const { known, size } = members;
  if (known === 0 && strangers.size > 0) throw nothingInCommon(table, audience, strangers);
  const columns = { ...named([audience, ofAudience]), ...named([table, places], ["id", "outcome"]) };
  const lists = listsOf(members, ofAudience);
  return { ...lists, columns, withoutOutcome: size - known, leftOut: strangers.size, summed };
}

async function readAudience(audience: OutcomeTable, places: Places): Promise<Members> {
  const members = new Members();
  for await (const row of rowsOf(audience, places)) {
    const { id, group, score } = memberOf(row);
    const earlier = id === null ? undefined : members.placeOf(id);
    if (id !== null && earlier !== undefined) {
      throw severalRows(audience, id, members.lineOf(earlier), row.line, "give an audience one row a customer");
    }
    members.add(id, group, score, row.line);
  }
  if (members.size === 0) throw emptyTable(audience);
  return members;
}

/** NaN where the table has no scores. */
function memberOf(row: ReadRow): { readonly id: string | null; readonly group: number; readonly score: number } {
  const [id, score] = [row.cell("id"), row.cell("score")];
  return {
    id: id && idCell(...id),
    group: groupCell(...cellOf(row, "group")),
    score: score === null ? Number.NaN : scoreCell(...score),
  };
}

function outcomeOf(row: ReadRow): number {
  return outcomeCell(...cellOf(row, "outcome"));
}

/** Of a column that was needed. */
function cellOf(row: ReadRow, role: OutcomeRole): NonNullable<ReturnType<ReadRow["cell"]>> {
  return row.cell(role) as NonNullable<ReturnType<ReadRow["cell"]>>;
}

function listsOf(members: Members, places: Places): Pick<CampaignOutcomes, "outcome" | "group" | "score"> {
  const { outcome, group, score } = members.lists();
  return { outcome, group, score: places.score === undefined ? undefined : score };
}

const ROLES = ["id", "group", "outcome", "score"] as const;

function named(
  [table, places]: readonly [OutcomeTable, Places],
  roles: readonly OutcomeRole[] = ROLES,
): CampaignOutcomes["columns"] {
  const nameOf = (role: OutcomeRole) => table.columns[places[role] ?? -1] ?? null;
  return Object.fromEntries(roles.map((role) => [role, nameOf(role)])) as CampaignOutcomes["columns"];
}

const SUM_ADVICE = 'give one row a customer, or add them up with option "sumDuplicates"';

function severalRows({ name }: OutcomeTable, id: string, earlier: number, line: number, advice: string) {
  const what = `${name}: lines ${earlier} and ${line} are both of customer ${JSON.stringify(id)}`;
  return new FashionWasmError("CSV_VALUE", `${what} → ${advice}`);
}

function contradiction({ name }: OutcomeTable, id: string, line: number, other: string, what: string) {
  const where = `${name}: line ${line} has another ${what} for customer ${JSON.stringify(id)} than ${other}`;
  return new FashionWasmError("DATA_MISMATCH", `${where} → a customer is in one group of a campaign`);
}

function emptyTable({ name }: OutcomeTable) {
  return new FashionWasmError("CSV_EMPTY", `${name}: there is no row below the header → name a table with customers`);
}

function nothingInCommon(table: OutcomeTable, audience: OutcomeTable, strangers: ReadonlySet<string>) {
  const [first] = strangers;
  const what = `none of its ${strangers.size} customers, the first ${JSON.stringify(first)}, is in ${audience.name}`;
  return new FashionWasmError("DATA_MISMATCH", `${table.name}: ${what} → write customer ids alike in both`);
}
