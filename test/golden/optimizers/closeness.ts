/**
 * When an optimizer has made of a net what Keras' made of it: all losses, weights and state are within tolerance, to the
 * last step. Lion steps by the sign of what may be almost 0: up to one weight in a thousand may have gone the other way.
 */
import { lossLines, slotTolerance, tensorLines, tolerance } from "../closeness.js";
import type { Tensors } from "../fixtures.js";
import type { Run, Trained } from "./fixtures.js";

/** The share of Lion's weights that may be off. */
const LION_SHARE = 1e-3;

/** Returns a line for everything in which `ours` is not the golden training; none when all is within tolerance. */
export function differences(ours: Trained, { trained, optimizer }: Run): string[] {
  return [
    ...lossLines(ours.loss, trained.loss),
    ...(optimizer.type === "lion"
      ? lionLines(ours.final, trained.final)
      : tensorLines("final", ours.final, trained.final, tolerance)),
    ...tensorLines("slot", ours.slots, trained.slots, slotTolerance),
  ];
}

/** A line for each missing tensor, and one when too many values of all together are off. */
function lionLines(ours: Tensors, golden: Tensors): string[] {
  const lines: string[] = [];
  let [off, all] = [0, 0];
  for (const [name, expected] of golden) {
    const received = ours.get(name);
    if (received?.length !== expected.length) lines.push(`final ${name}: ${received?.length} values`);
    const allowed = tolerance(expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
    const isClose = (value: number, i: number) => Math.abs(value - (received?.[i] ?? Number.NaN)) <= allowed;
    off += expected.length - expected.filter(isClose).length;
    all += expected.length;
  }
  if (off > all * LION_SHARE) lines.push(`final: ${off} of ${all} weights are off`);
  return lines;
}
