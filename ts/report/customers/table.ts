/**
 * A table by its columns: the first names the row, numbers stand to the right, a strip takes the room that is left.
 */
import { axisOf } from "../charts/axis.js";
import { type Piece, strip, stripAxis } from "../charts/strip.js";
import { type Content, html, type Markup } from "../html.js";
import { cut, inAttribute } from "../words.js";
import type { LiftView } from "./input.js";
import { liftRange, times } from "./words.js";

/** Characters of a name in a table. */
const MOST_NAME = 48;

/** Its head, the class of its cells, and what stands in a row's. */
export type Column<Row> = readonly [
  head: Content,
  kind: "" | "number" | "number beside" | "over" | "aside",
  cell: (row: Row) => Content,
];

/** The table, named for who hears it; rows of its foot are sums. */
export function table<Row>(
  label: string,
  columns: readonly (Column<Row> | false)[],
  rows: readonly Row[],
  foot: readonly Row[] = [],
): Markup {
  const shown = columns.filter((column) => column !== false);
  const drawn = (row: Row) =>
    html`<tr>${shown.map(([, kind, cell], c) => (c === 0 ? html`<th scope="row">${cell(row)}</th>` : html`<td class="${kind}">${cell(row)}</td>`))}</tr>`;
  return html`<table class="plain" aria-label="${label}"><thead><tr>${shown.map(([head, kind]) => (kind === "over" ? html`<td class="over">${head}</td>` : html`<th scope="col" class="${kind}">${head}</th>`))}</tr></thead><tbody>${rows.map(drawn)}</tbody>${foot.length > 0 && html`<tfoot>${foot.map(drawn)}</tfoot>`}</table>`;
}

/** A name from outside, in its cell. */
export function named(name: string): Markup {
  return html`<bdi>${cut(name, MOST_NAME)}</bdi>`;
}

/** A name in the words for a strip. */
export function heard(name: string): string {
  return inAttribute(name, MOST_NAME);
}

/** The columns of a lift: the number with its interval, and a strip from 0 with a line at 1; `mark` is how it is drawn. */
export function liftColumns<Row extends LiftView & { readonly name: string }>(
  rows: readonly Row[],
  mark: (row: Row) => "bar" | "pale" | "dot",
  head = "Lift",
): [Column<Row>, Column<Row>] {
  const none = Number.NaN;
  const axis = axisOf([0, 1, ...rows.flatMap(({ lift, upper }) => [lift ?? 0, upper ?? 0])]);
  const drawn = (row: Row) => {
    const { name, lift, lower, upper } = row;
    const kind = mark(row);
    const own: Piece = kind === "dot" ? [kind, lift ?? none] : [kind, 0, lift ?? none];
    const whisker: Piece = ["whisker", lower ?? none, upper ?? none];
    const label = `${heard(name)}: ${times(lift)}, interval ${liftRange(lower, upper)}`;
    return strip(label, axis, kind === "dot" ? [["line", 1], whisker, own] : [own, ["line", 1], whisker]);
  };
  return [
    [
      head,
      "number",
      ({ lift, lower, upper }) =>
        html`${times(lift)}${lower !== null && upper !== null && html`<small>${liftRange(lower, upper)}</small>`}`,
    ],
    [stripAxis(axis), "over", drawn],
  ];
}
