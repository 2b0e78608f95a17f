/**
 * What a person sees in a terminal: a line per photo, then all of them in a few numbers.
 */
import { createColors } from "picocolors";
import { drawBars } from "../bars.js";
import { columnsOf, cut, cutFront, fitted } from "../fitted.js";
import { confidence, count, counted } from "../format.js";
import { printable } from "../printable.js";
import type { Terminal } from "../terminal.js";
import { isFailed, type Row } from "./rows.js";
import type { Summary } from "./summary.js";
import { paceOf, waysOf } from "./ways.js";

/** Lines of the table: more would scroll everything else away. */
const MOST_ROWS = 40;
/** Errors that are told in full. */
const MOST_ERRORS = 10;

/** What is drawn. */
export interface Shown {
  readonly rows: readonly Row[];
  readonly summary: Summary;
  readonly preparation: "auto" | "photo" | "none";
  /** Files that hold all rows. */
  readonly tables: readonly string[];
}

/** The table and the summary, for the terminal's width. */
export function drawPhotos({ rows, summary, preparation, tables }: Shown, terminal: Terminal): string[] {
  const colour = createColors(terminal.colours !== "none");
  const title = (text: string) => ["", colour.bold(text)];
  const shown = rows.length <= MOST_ROWS ? rows : [...rows].sort((a, b) => urgency(a) - urgency(b)).slice(0, MOST_ROWS);
  const hasAnswers = summary.photos > summary.failed;
  const named = summary.classes.filter(([, photos]) => photos > 0);
  return [
    ...drawTable(shown, terminal),
    ...(shown.length < rows.length ? [colour.dim(whereAll(rows.length, tables))] : []),
    ...drawErrors(rows.filter(isFailed)),
    ...title(`${counted(summary.photos, "photo")}${hasAnswers ? `, ${paceOf(summary)}` : ""}`),
    ...(hasAnswers ? [waysOf(summary, preparation), reviewOf(summary)] : []),
    ...(summary.failed > 0 ? [`${counted(summary.failed, "photo")} failed`] : []),
    ...(named.length === 0 ? [] : title("photos of each class")),
    ...(named.length === 0 ? [] : drawBars(named.map(bar), terminal.width)),
  ];
}

function bar([name, value]: readonly [string, number]): { readonly name: string; readonly value: number } {
  return { name: printable(name), value };
}

function whereAll(photos: number, tables: readonly string[]): string {
  const rest = `${MOST_ROWS} of ${counted(photos, "photo")} are shown, those to look at first`;
  return `${rest}; ${tables.length > 0 ? `all are in ${tables.map(printable).join(" and ")}` : "--out FILE.csv has all"}`;
}

/** Failed ones before those to review, and these before the rest. */
function urgency(row: Row): number {
  if (isFailed(row)) return 0;
  return row.review ? 1 : 2;
}

/** `5 to review: 3 two classes close, 2 background not plain`. */
function reviewOf({ review, reasons }: Summary): string {
  if (review === 0) return "none to review";
  return `${count(review)} to review: ${reasons.map(([reason, photos]) => `${count(photos)} ${reason}`).join(", ")}`;
}

/** Why photos failed: in the table there is no room for it. */
function drawErrors(failed: readonly { readonly file: string; readonly error: string }[]): string[] {
  if (failed.length === 0) return [];
  const more = failed.length - MOST_ERRORS;
  return [
    "",
    ...failed.slice(0, MOST_ERRORS).map(({ file, error }) => `${printable(file)}: ${printable(error)}`),
    ...(more > 0 ? [`… and ${count(more)} more`] : []),
  ];
}

const HEADS = ["file", "label", "probability", "review"] as const;
const GAP = 2;
/** Columns of the name of a file, where the terminal is narrow. */
const FEWEST = 12;

function drawTable(rows: readonly Row[], { width, colours }: Terminal): string[] {
  const colour = createColors(colours !== "none");
  const lines = rows.map((row) => {
    if (isFailed(row)) return [printable(row.file), "–", "–", "failed"];
    const [{ label, probability }] = row.topK;
    return [printable(row.file), printable(label), confidence(probability), row.reason ?? (row.review ? "yes" : "")];
  });
  const widest = (column: number) => Math.max(...[[...HEADS], ...lines].map((line) => columnsOf(line[column] ?? "")));
  const label = Math.min(widest(1), Math.max(6, Math.floor(width / 4)));
  const review = Math.min(widest(3), Math.max(6, Math.floor(width / 3)));
  const number = widest(2);
  const rest = width - label - number - review - 3 * GAP;
  const file = Math.min(widest(0), Math.max(FEWEST, rest));
  const draw = ([name = "", what = "", sure = "", why = ""]: readonly string[]) => {
    const cells = [fitted(cutFront(name, file), file), fitted(what, label), sure.padStart(number), cut(why, review)];
    return cut(cells.join(" ".repeat(GAP)).trimEnd(), width);
  };
  return [
    colour.bold(draw(HEADS)),
    ...lines.map((line, i) => {
      const row = rows[i] as Row;
      if (isFailed(row)) return colour.red(draw(line));
      return row.review ? colour.yellow(draw(line)) : draw(line);
    }),
  ];
}
