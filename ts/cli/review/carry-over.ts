/**
 * Decisions on a table that was changed since: taken over by what the rows name as their photos.
 */
import { writeFileAtomic } from "#platform/atomic-write";
import { FashionWasmError } from "../../index.js";
import { count, counted } from "../format.js";
import { say } from "../say.js";
import type { Answers } from "./columns.js";
import { Journal } from "./journal.js";
import { type Decision, type Left, readJournal } from "./left.js";
import type { Table } from "./table.js";

/**
 * Writes a journal for the table as it is now, with the last decision on each photo, and keeps the old one as `….before`.
 *
 * @throws FashionWasmError DATA_MISMATCH where a photo is not in the table any more, or in several rows; IO.
 */
export async function carryOver(table: Table, answers: Answers, left: Left, path: string): Promise<Left> {
  const rows = new Map<string, number[]>();
  for (let row = 0; row < table.rows; row++) {
    const { image } = answers.answer(row);
    rows.set(image, [...(rows.get(image) ?? []), row]);
  }
  const last = new Map(left.decisions.map(({ image, label }) => [image, label]));
  const decisions: Decision[] = [];
  const lost: string[] = [];
  for (const [image, label] of last) {
    const [row, ...others] = rows.get(image) ?? [];
    if (row === undefined || others.length > 0) lost.push(image);
    else if (label !== null)
      decisions.push({
        row,
        label,
        was: answers.classNames[answers.reviewed[row] as number] ?? null,
        undo: false,
        image,
      });
  }
  if (lost.length > 0) {
    const what = `${counted(lost.length, "photo")} that were decided are not in ${table.path}, or more than once, such as ${lost[0]}`;
    throw new FashionWasmError("DATA_MISMATCH", `${what} → bring the rows back, or take their lines out of ${path}`);
  }
  const before = `${path}.before`;
  const old = left.decisions.map((decision) => `${JSON.stringify({ ...decision, row: decision.row + 1 })}\n`);
  await writeFileAtomic(before, old.join(""));
  const journal = await Journal.start(path, table, null);
  await journal.add(decisions);
  await journal.close({ remove: false });
  say(
    `${count(decisions.length)} decisions are taken over into ${table.path}; the journal before is kept as ${before}`,
  );
  return (await readJournal(path)) as Left;
}
