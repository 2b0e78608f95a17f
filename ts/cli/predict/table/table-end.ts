/**
 * How a table ends: what is told of it, and what of it failed.
 */
import { createColors } from "picocolors";
import { drawBars } from "../../bars.js";
import { Incomplete } from "../../exit.js";
import { count, counted } from "../../format.js";
import type { OutputFiles } from "../../output-files.js";
import { printable } from "../../printable.js";
import { say, writeJson } from "../../say.js";
import { print } from "../../stdout.js";
import { type Terminal, terminalOf } from "../../terminal.js";
import { rounded } from "../rows.js";
import type { Summary, Tally } from "../tally.js";

/** What is told of a table. */
export interface TableFacts {
  readonly summary: Summary;
  readonly model: string;
  readonly table: string;
  /** What the table is, such as a shop's export. */
  readonly kind: string;
  readonly files: readonly string[];
  /** Rows that took the photo of their product. */
  readonly ofProduct: number;
  /** Rows that an earlier process wrote. */
  readonly resumedAt: number;
  /** Whether the model says what a person should look at. */
  readonly review: boolean;
  /** Whether the rows went to stdout. */
  readonly toStdout: boolean;
}

/** Tells a person or a program. Throws Incomplete where rows failed, NotWritten where a page is missing. */
export function tellTable(
  { json }: { readonly json?: boolean | undefined },
  tally: Tally,
  files: OutputFiles,
  facts: TableFacts,
): void {
  const { photos, failed } = facts.summary;
  const result = json ? tableJson(tally, facts) : {};
  if (facts.toStdout) say(`${counted(photos, "row")}, ${count(photos - failed)} done`);
  else if (!json) {
    print(`${drawTable(tally, facts, terminalOf(process.stdout)).join("\n")}\n`);
    for (const file of facts.files) say(`wrote ${file}`);
  }
  finishTable(tally, files, result);
  if (json) writeJson(result);
}

/** Rows that were answered in a second by this process. */
function paceOf({ photos, failed, seconds }: Summary): number {
  return seconds > 0 ? (photos - failed) / seconds : 0;
}

/** The result as one JSON object. */
function tableJson(tally: Tally, facts: TableFacts): Record<string, unknown> {
  const { summary } = facts;
  const { photos, failed, review, reasons, classes, prepared, unprepared, seconds } = summary;
  return {
    model: facts.model,
    table: facts.table,
    rows: photos,
    failed,
    ...(facts.review && { review, reasons: Object.fromEntries(reasons) }),
    classCounts: Object.fromEntries(classes),
    prepared,
    unprepared,
    photoOfProduct: facts.ofProduct,
    resumedAt: facts.resumedAt,
    seconds: rounded(seconds),
    rowsPerSecond: rounded(paceOf(summary)),
    errors: tally.errors.map(({ file, code, error }) => ({ row: file, code, error })),
    files: facts.files,
  };
}

/** What a person is told. */
function drawTable(tally: Tally, facts: TableFacts, terminal: Terminal): string[] {
  const colour = createColors(terminal.colours !== "none");
  const { summary } = facts;
  const { photos, failed, review, reasons, classes } = summary;
  const named = classes.filter(([, rows]) => rows > 0);
  const pace = photos > failed ? `, ${count(paceOf(summary))} rows/s` : "";
  const more = failed - tally.errors.length;
  const why = reasons.map(([reason, rows]) => `${count(rows)} ${reason}`).join(", ");
  return [
    colour.bold(`${counted(photos, "row")} of ${facts.kind}${pace}`),
    ...(facts.review && photos > failed
      ? [review === 0 ? "none to review" : `${count(review)} to review: ${why}`]
      : []),
    ...(facts.ofProduct > 0 ? [`${counted(facts.ofProduct, "row")} without a photo took that of the product`] : []),
    ...(failed > 0 ? [`${counted(failed, "row")} failed:`] : []),
    ...tally.errors.map(({ file, error }) => `  ${printable(file)}: ${printable(error)}`),
    ...(more > 0 ? [`  … and ${count(more)} more, told in the column error`] : []),
    ...(named.length === 0 ? [] : ["", colour.bold("rows of each class")]),
    ...drawBars(
      named.map(([name, value]) => ({ name: printable(name), value })),
      terminal.width,
    ),
  ];
}

/** Ends a command that has its result. */
function finishTable(tally: Tally, files: OutputFiles, json: Readonly<Record<string, unknown>>): void {
  const { rows, failed, code, errors } = tally;
  const [first] = errors;
  if (code === undefined || first === undefined) {
    files.finish(json);
    return;
  }
  const shown = failed === 1 ? `${first.file}: ${first.error}` : `the first, ${first.file}: ${first.error}`;
  const missing = files.failures === "" ? "" : `; ${files.failures}`;
  const what = `${count(failed)} of ${counted(rows, "row")} failed, ${count(rows - failed)} done: ${shown}${missing}`;
  throw new Incomplete(code, what, { ...json, ...files.facts });
}
