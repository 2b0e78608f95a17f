/**
 * What the customers like: the share of each class in the purchases of the average customer, and how far customers differ
 * in it.
 */
import { axisOf } from "../charts/axis.js";
import { strip, stripAxis } from "../charts/strip.js";
import { html, type Markup } from "../html.js";
import { count, counted, percent } from "../numbers.js";
import type { Section } from "../page.js";
import type { CustomersPageInput } from "./input.js";
import { type Column, heard, named, table } from "./table.js";

/** Rows that are shown at once. */
const MOST = 25;

/** One class with all that is known of it. */
interface ClassRow {
  readonly name: string;
  readonly share: number;
  readonly first: number;
  readonly sure: number;
  readonly deciles: readonly number[];
}

const NAME: Column<ClassRow> = ["Class", "", ({ name }) => named(name)];

/** Shares of the classes, and for how many customers each is the first. */
export function tastesSection(input: CustomersPageInput): Section {
  const rows = rowsOf(input);
  const axis = axisOf([0, ...rows.map(({ share }) => share)], 4, "percent");
  return {
    id: "tastes",
    title: "What the customers like",
    explanation: html`<p><b>Share</b>: of the purchases of the average customer; every customer counts the same, however much they buy.</p>
<p><b>First choice</b>: customers who like the class most. <b>Sure</b>: those of them for whom that holds with a probability of ${percent(input.sureFrom, 0)} or more.</p>`,
    body: parts("Share of every class", rows, [
      NAME,
      ["Share", "number", ({ share }) => percent(share)],
      [
        stripAxis(axis),
        "over",
        ({ name, share }) => strip(`${heard(name)}: ${percent(share)}`, axis, [["bar", 0, share]]),
      ],
      ["First choice", "number", ({ first }) => count(first)],
      ["Sure", "number", ({ sure }) => count(sure)],
    ]),
  };
}

/** How affinities are spread; null where there are no two customers to differ. */
export function spreadSection(input: CustomersPageInput): Section | null {
  const rows = rowsOf(input).filter(({ deciles }) => deciles.length === 11);
  if (input.shop.customers < 2 || rows.length === 0) return null;
  const at = ({ deciles }: ClassRow, i: number) => deciles[i] as number;
  const axis = axisOf([0, ...rows.flatMap((row) => [at(row, 9), row.share])], 4, "percent");
  const middle = (row: ClassRow) => `${count(100 * at(row, 1))} – ${percent(at(row, 9), 0)}`;
  const drawn = (row: ClassRow) =>
    strip(
      `${heard(row.name)}: median ${percent(at(row, 5))}, 8 of 10 customers ${middle(row)}, highest ${percent(at(row, 10))}, average customer ${percent(row.share)}`,
      axis,
      [
        ["range", at(row, 1), at(row, 9)],
        ["core", at(row, 3), at(row, 7)],
        ["line", row.share],
        ["tick", at(row, 5)],
      ],
    );
  return {
    id: "spread",
    title: "How far tastes differ",
    explanation: html`<p><b>Affinity</b> of all customers to each class: the share that it is expected to have in their next purchases. The light band holds 8 of 10 customers, the blue one the middle 4 of 10; the thick mark is the median, the orange line the average customer.</p>
<p>A narrow band: customers are alike, or bought too little to be told apart.</p>`,
    body: parts("Spread of the affinity to every class", rows, [
      NAME,
      [stripAxis(axis), "over", drawn],
      ["Median", "number", (row) => percent(at(row, 5))],
      ["8 of 10", "number", middle],
      ["Highest", "number beside", (row) => percent(at(row, 10))],
    ]),
  };
}

function rowsOf({ classNames, population, tastes }: CustomersPageInput): ClassRow[] {
  const rows = classNames.map((name, c) => {
    const { customersTop: first = 0, sure = 0, deciles = [] } = tastes[c] ?? {};
    return { name, share: population[c] ?? 0, first, sure, deciles };
  });
  return rows.sort((a, b) => b.share - a.share);
}

/** The first rows, and the others to be opened. */
function parts(label: string, rows: readonly ClassRow[], columns: readonly Column<ClassRow>[]): Markup {
  const more = rows.slice(MOST);
  return html`${table(label, columns, rows.slice(0, MOST))}${more.length > 0 && html`<details><summary>${counted(more.length, "more class", "more classes")}</summary>${table(label, columns, more)}</details>`}`;
}
