/**
 * Charts of one line, to stand in the rows of a table under a common axis: bars, ranges and marks.
 *
 * Places are per cent of the width, so a strip is as wide as its column and never taller. The numbers stand beside it.
 */
import { html, type Markup } from "../html.js";
import { type Axis, placeOf } from "./axis.js";

/** One piece: from … to for `bar` (of a rule to beat: `pale`), `range`, `core`, `whisker`; a place for `tick`, `dot`, `line`. */
export type Piece =
  | readonly [kind: "bar" | "pale" | "range" | "core" | "whisker", from: number, to: number]
  | readonly [kind: "tick" | "dot" | "line", at: number];

/** Top and height, in pixels of 18. */
const SHAPES = {
  bar: [4, 10],
  pale: [4, 10],
  range: [5, 8],
  core: [5, 8],
  whisker: [8, 2],
  tick: [2, 14],
  line: [0, 18],
} as const;

/** The strip; pieces that are not finite are left out, what lies outside the axis ends there. */
export function strip(label: string, axis: Pick<Axis, "low" | "high">, pieces: readonly Piece[]): Markup {
  return html`<svg class="strip" role="img" aria-label="${label}">${pieces.map((piece) => drawn(piece, axis))}</svg>`;
}

/** The axis of a column of strips, for its head. */
export function stripAxis(axis: Axis): Markup {
  const ends = (i: number) => (i === 0 ? "" : i === axis.ticks.length - 1 ? "end" : "middle");
  return html`<svg class="strip" aria-hidden="true">${axis.ticks.map((tick, i) => html`<text class="tick ${ends(i)}" x="${placeOf(tick, axis, 0, 100)}%" y="14">${axis.word(tick)}</text>`)}</svg>`;
}

function drawn([kind, from, to = from]: Piece, axis: Pick<Axis, "low" | "high">): Markup | null {
  if (!Number.isFinite(from) || !Number.isFinite(to)) return null;
  const place = (value: number) => placeOf(Math.min(axis.high, Math.max(axis.low, value)), axis, 0, 100);
  const left = place(from);
  if (kind === "dot") return html`<circle class="dot" cx="${left}%" cy="9" r="4"/>`;
  const [top, height] = SHAPES[kind];
  const width = kind === "tick" ? "3" : kind === "line" ? "2" : `${Math.round(10 * (place(to) - left)) / 10}%`;
  return html`<rect class="${kind}" x="${left}%" y="${top}" width="${width}" height="${height}"/>`;
}
