/**
 * `fashion-wasm profile measure`: whether a campaign worked, from a table of outcomes.
 *
 * Reading the tables: ts/customers/outcomes.ts. What a person sees: measure-text.ts.
 */

import type { OutcomeRow, OutcomeTable } from "../../customers/outcome-table.js";
import { type CampaignOutcomes, type ReadOutcomesOptions, readOutcomes } from "../../customers/outcomes.js";
import { openTable, type Table } from "../../data/table/table.js";
import { FashionWasmError, measureUplift } from "../../index.js";
import { UsageError } from "../exit.js";
import { watchSignals } from "../interruption.js";
import { patiently } from "../patience.js";
import { formatOf, openInput, STANDARD_STREAM } from "../predict/table/input.js";
import { writeJson } from "../say.js";
import { print } from "../stdout.js";
import { measureText } from "./measure-text.js";

/** The options of `fashion-wasm profile measure`. */
export interface MeasureSettings extends Omit<ReadOutcomesOptions, "audience"> {
  /** A path, or `-` for stdin. */
  readonly outcomes: string;
  /** As {@link outcomes}. */
  readonly audience?: string;
  readonly k?: number;
  readonly level?: number;
  readonly controlShare?: number;
  readonly format?: "csv" | "jsonl";
  readonly json?: boolean;
}

/** Reads, measures and prints; rejects with FashionWasmError of any code, UsageError or Interrupted. */
export async function measure(settings: MeasureSettings): Promise<void> {
  const { outcomes, audience, k, level, controlShare } = settings;
  if (outcomes === STANDARD_STREAM && audience === STANDARD_STREAM) {
    throw new UsageError("both tables are to be read from stdin → name a file for one of them");
  }
  const watch = watchSignals("before the outcomes were read");
  try {
    const names = audience === undefined ? outcomes : `${audience} and ${outcomes}`;
    const read = await patiently(`reading ${names}`, () => watch.race(readTables(settings, watch.signal)));
    const { outcome, group, score } = read;
    const measured = await watch.race(measureUplift({ outcome, group, score }, { k, level, controlShare }));
    if (settings.json) writeJson({ outcomes, audience: audience ?? null, ...countsOf(read), ...measured });
    else print(measureText({ outcomes, audience: audience ?? null, read, measured }));
  } finally {
    watch.stop();
  }
}

async function readTables(settings: MeasureSettings, signal: AbortSignal): Promise<CampaignOutcomes> {
  const { outcomes, audience, format, sumDuplicates, idColumn, groupColumn, outcomeColumn, scoreColumn } = settings;
  const said = { sumDuplicates, idColumn, groupColumn, outcomeColumn, scoreColumn };
  const dealt = audience === undefined ? undefined : await opened(audience, formatOf(audience), signal);
  const table = await opened(outcomes, format ?? formatOf(outcomes), signal);
  return readOutcomes(table, { ...said, audience: dealt });
}

async function opened(source: string, format: "csv" | "jsonl" | undefined, signal: AbortSignal): Promise<OutcomeTable> {
  const { name, chunks } = await openInput(source, 0, signal);
  const table = await openTable(chunks, { name, format });
  if (table.columns.length === 0 && table.first === null) {
    throw new FashionWasmError("CSV_EMPTY", `${name}: the table is empty → name a table with a header`);
  }
  return { name, columns: table.columns, rows: rowsOf(table) };
}

async function* rowsOf(table: Table): AsyncGenerator<OutcomeRow> {
  const kept = table.columns.map((_, place) => place);
  for await (const { rows } of table.batches({ kept, pixels: [] })) yield* rows;
}

function countsOf({ columns, withoutOutcome, leftOut, summed }: CampaignOutcomes) {
  return { columns, withoutOutcome, leftOut, summed };
}
