/**
 * What a few pixels cost: accuracy with all test images moved, at the place they were moved to.
 */
import type { ShiftAccuracy } from "../../evaluation/shifts.js";
import { type HeatCell, heatMap } from "../charts/heat-map.js";
import { html } from "../html.js";
import type { ReportInput } from "../input.js";
import { fixed, percent } from "../numbers.js";
import { type Section, scrollBox } from "../page.js";

/** A map of moves; null when none was tried. */
export function shiftsSection({ evaluation }: ReportInput): Section | null {
  const { accuracy, shifts } = evaluation;
  if (shifts.length === 0) return null;
  const all = shifts.some(({ dx, dy }) => dx === 0 && dy === 0) ? shifts : [...shifts, { dx: 0, dy: 0, accuracy }];
  const columns = distinct(all.map(({ dx }) => dx));
  const rows = distinct(all.map(({ dy }) => dy));
  const lowest = all.reduce((least, shift) => (shift.accuracy < least.accuracy ? shift : least));
  const cells = rows.map((dy) =>
    columns.map((dx) =>
      cellOf(
        all.find((shift) => shift.dx === dx && shift.dy === dy),
        accuracy,
      ),
    ),
  );
  const label = "Accuracy by how far the images were moved";
  return {
    id: "shifts",
    title: "A little out of place",
    explanation: html`<p>What an image shows seldom sits exactly in the middle. Here every test image was moved by some pixels before the model saw it; the cell in the middle is without.</p>
${lowest.accuracy < accuracy && html`<p>Most is lost by a move of <b>${wordOf(lowest)}</b>: ${percent(lowest.accuracy)}, ${fixed(100 * (accuracy - lowest.accuracy), 1)} points less.</p>`}`,
    body: html`${scrollBox(
      label,
      heatMap({
        label,
        corner: "",
        rows: rows.map((dy) => axisWord(dy, "up", "down")),
        columns: columns.map((dx) => axisWord(dx, "left", "right")),
        cells,
        upright: false,
      }),
    )}<p class="note">Moves in pixels. The stronger the orange, the more accuracy is lost; full at 20 points.</p>`,
  };
}

function cellOf(shift: ShiftAccuracy | undefined, unmoved: number): HeatCell | null {
  if (shift === undefined) return null;
  const lost = unmoved - shift.accuracy;
  const isHome = shift.dx === 0 && shift.dy === 0;
  return {
    word: percent(shift.accuracy),
    strength: isHome ? 0.3 : Math.min(1, Math.max(0, lost / 0.2)),
    kind: isHome ? "right" : "wrong",
    title: `${wordOf(shift)}: ${percent(shift.accuracy)}`,
  };
}

function wordOf({ dx, dy }: ShiftAccuracy): string {
  if (dx === 0 && dy === 0) return "not moved";
  const words = [dx === 0 ? "" : axisWord(dx, "left", "right"), dy === 0 ? "" : axisWord(dy, "up", "down")];
  return words.filter((word) => word !== "").join(" and ");
}

function axisWord(move: number, before: string, after: string): string {
  return move === 0 ? "0" : `${Math.abs(move)} ${move < 0 ? before : after}`;
}

function distinct(moves: readonly number[]): number[] {
  return [...new Set(moves)].sort((a, b) => a - b);
}
