/**
 * Going on with a table of which an earlier process has done a part.
 */
import { openTable, type Table, type TablePlace } from "../../../data/table/table.js";
import { FashionWasmError } from "../../../index.js";
import { UsageError } from "../../exit.js";
import { counted } from "../../format.js";
import type { AnswerFields } from "../answer-fields.js";
import { openInput, type TableInput } from "./input.js";
import { type Journal, keyOf, partialOf, readJournal } from "./journal.js";
import type { Layout } from "./layout.js";
import type { TableModel } from "./table-model.js";
import type { TableSettings } from "./table-settings.js";

/** What an earlier process has left, to be gone on with. Errors: USAGE where the command line does not say so. */
export async function earlierRun(
  out: string,
  { resume = false, force = false }: TableSettings,
): Promise<Journal | null> {
  if (force && !resume) return null;
  const journal = await readJournal(partialOf(out).journal);
  if (journal === null || resume) return journal;
  const what = `${partialOf(out).rows} has ${counted(journal.rows, "row")} of an earlier run`;
  throw new UsageError(`${what} → go on with it by --resume, or begin anew with --force`);
}

/** All that the rows depend on, and the key of it. Errors: DATA_MISMATCH where `journal` is of another. */
export function originOf(
  settings: TableSettings,
  parts: {
    readonly input: TableInput;
    readonly model: TableModel;
    readonly fields: AnswerFields;
    readonly out: string | null;
  },
  journal: Journal | null,
): Pick<Journal, "key" | "of"> {
  const { imageColumn, pixelColumns, keep, images, header, format, preparation, fetch } = settings;
  const options = { imageColumn, pixelColumns, keep, images, header, format, preparation, fetch };
  const { input, model, fields, out } = parts;
  const of: Record<string, unknown> = {
    table: input.identity ?? "stdin",
    model: model.identity,
    ...fields,
    ...options,
  };
  const key = keyOf(of);
  if (journal === null || journal.key === key) return { key, of };
  const changed = Object.keys(of).filter((name) => JSON.stringify(of[name]) !== JSON.stringify(journal.of[name]));
  const what = `${partialOf(out ?? "").rows} was made with another ${changed.join(", ") || "version"}`;
  throw new FashionWasmError("DATA_MISMATCH", `${what} → give the same again, or begin anew with --force`);
}

/** A table from the first row on that is not done. */
export interface Rest {
  readonly table: Table;
  readonly input: TableInput;
  /** Bytes of the file that were left out. */
  readonly from: number;
  /** Rows of {@link table} that are done: it could not be opened after them. */
  readonly done: number;
}

/** The rest of a table; of a shop's export the rows before it are read again, which may hold the photo of a product. */
export async function restOf(
  { source }: TableSettings,
  { input, table, layout, journal }: { input: TableInput; table: Table; layout: Layout; journal: Journal | null },
  signal: AbortSignal,
): Promise<Rest> {
  if (journal === null) return { table, input, from: 0, done: 0 };
  if (!input.canSkip || layout.photos?.product !== undefined) return { table, input, from: 0, done: journal.rows };
  const { form, columns, header } = table;
  const { rows, read, lineFeeds } = journal;
  const place: TablePlace = { form, columns, header, rows, read, lineFeeds };
  const rest = await openInput(source, read, signal);
  return { table: await openTable(rest.chunks, { name: input.name, place }), input: rest, from: read, done: 0 };
}
