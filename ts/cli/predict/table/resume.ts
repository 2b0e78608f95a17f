/**
 * Going on with a table of which an earlier process has done a part.
 */
import { readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { openTable, type Table, type TablePlace } from "../../../data/table/table.js";
import { FashionWasmError } from "../../../index.js";
import { isAlive } from "../../claim-file.js";
import { UsageError } from "../../exit.js";
import { counted } from "../../format.js";
import { packageVersion } from "../../version.js";
import type { AnswerFields } from "../answer-fields.js";
import { openInput, type TableInput } from "./input.js";
import { type Journal, keyOf, partialOf, readJournal } from "./journal.js";
import type { Layout } from "./layout.js";
import type { TableModel } from "./table-model.js";
import type { TableSettings } from "./table-settings.js";

/**
 * What an earlier process has left, to be gone on with. Errors: USAGE where the command line does not say so, or where that process
 * is still there.
 */
export async function earlierRun(
  out: string,
  { resume = false, force = false }: TableSettings,
): Promise<Journal | null> {
  const { rows, journal: path } = partialOf(out);
  const found = await readJournal(path).catch((error: unknown) => {
    if (force && !resume) return null; // it is replaced, whatever it says
    throw error;
  });
  if (found !== null && found.process.host === hostname() && (await isWriting(found.process.pid))) {
    const advice = `wait for it or end it; where it is none of ours, remove ${path}`;
    throw new UsageError(`process ${found.process.pid} writes ${rows} → ${advice}`);
  }
  if (found !== null && found.rows > 0 && !(force && !resume)) {
    if (resume) return found;
    const what = `${rows} has ${counted(found.rows, "row")} of an earlier run`;
    throw new UsageError(`${what} → go on with it by --resume, or begin anew with --force`);
  }
  if (found === null && !force) return null;
  for (const file of [rows, path]) await rm(file, { force: true });
  return null;
}

/** Whether another process of this number may be the one that wrote it: numbers are used again, in containers soon. */
async function isWriting(pid: number): Promise<boolean> {
  if (pid === process.pid || !isAlive(pid)) return false;
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
  return command === null || command.includes("predict");
}

/** All that the rows depend on, and the key of it. Errors: DATA_MISMATCH where `journal` is of another. */
export function originOf(
  settings: TableSettings,
  parts: {
    readonly input: TableInput;
    readonly model: TableModel;
    readonly fields: AnswerFields;
    readonly out: string | null;
    /** Where relative paths begin. */
    readonly folder: string;
  },
  journal: Journal | null,
): Pick<Journal, "key" | "of"> {
  const { imageColumn, pixelColumns, keep, header, format, preparation, fetch } = settings;
  const options = { imageColumn, pixelColumns, keep, header, format, preparation, fetch };
  const { input, model, fields, out, folder } = parts;
  const of: Record<string, unknown> = {
    table: input.identity ?? "stdin",
    model: model.identity,
    version: packageVersion(),
    "folder of photos": folder,
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
