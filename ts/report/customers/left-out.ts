/**
 * What was left out and why, the files that were read, and what else should be known.
 */
import { html } from "../html.js";
import { count, counted, percent } from "../numbers.js";
import { type Section, scrollBox } from "../page.js";
import { pathInText } from "../words.js";
import { baseName } from "./addresses.js";
import { sentence } from "./finding.js";
import type { CustomersPageInput, LeftOutCounts } from "./input.js";
import { type Column, named, table } from "./table.js";

const REASONS: Readonly<Record<keyof LeftOutCounts, string>> = {
  cancelled: "Cancelled",
  refunded: "Refunded or sent back",
  unpaid: "Not paid",
  duplicate: "Duplicate",
  noCustomer: "No customer named",
  noLabel: "No label in the catalogue",
  noQuantity: "No quantity",
};

/** Counts by reason, files and notes. */
export function leftOutSection({ shop }: CustomersPageInput): Section {
  const { lines, leftOut, badRows, notes, files } = shop;
  const rows = (Object.keys(REASONS) as (keyof LeftOutCounts)[]).map((key) => [REASONS[key], leftOut[key]] as const);
  const out = rows.reduce((sum, [, number]) => sum + number, 0);
  const read = lines + out;
  const columns: Column<readonly [string, number]>[] = [
    ["Lines", "", ([name]) => name],
    ["Number", "number", ([, number]) => count(number)],
    ["Of all", "number", ([, number]) => percent(number / read)],
  ];
  const unknown = leftOut.noLabel / read;
  return {
    id: "left-out",
    title: "What was left out",
    explanation: html`<p>Of ${counted(read, "line")} of orders ${counted(lines, "line counts", "lines count")}. A line with several reasons not to is counted at the first.</p>
${unknown > 0.1 && html`<p><b>${percent(unknown, 0)} of the lines have no label</b>: they are in no profile. Label more of the catalogue.</p>`}`,
    body: html`${
      out > 0
        ? table(
            "Lines that were left out",
            columns,
            rows.filter(([, number]) => number > 0),
            [
              ["Left out", out],
              ["Counted", lines],
            ],
          )
        : html`<p>No line was left out.</p>`
    }
${badRows > 0 && html`<p class="note">${counted(badRows, "row")} more could not be read.</p>`}
${
  files.length > 0 &&
  scrollBox(
    "Files",
    table(
      "Files",
      [
        ["File", "", ({ name }) => pathInText(baseName(name))],
        ["Layout", "aside", ({ layout }) => named(layout)],
        ["Rows", "number", ({ rows }) => count(rows)],
        ["Lines that count", "number", ({ lines }) => count(lines)],
      ],
      files,
    ),
  )
}
${notes.length > 0 && html`<div><h3>Notes</h3>${notes.map((note) => html`<p class="note">${sentence(note)}</p>`)}</div>`}`,
  };
}
