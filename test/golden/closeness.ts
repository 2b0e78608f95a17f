/**
 * When two traces of the same training are the same: the tolerances, and the list of what is outside of them.
 *
 * Up to the case's checkpoint every number is compared. Behind it training has amplified roundings beyond any
 * bound on single numbers (Keras' float32 parts from its own float64 there, see scripts/golden/cases.py); losses
 * stay close all the same, and weights stay close as a whole.
 */
import type { Golden, Score, Tensors, Trace } from "./fixtures.js";

/** Relative distance of losses up to the checkpoint; measured: 1e-6 for Keras' float32. */
const LOSS = 5e-5;
/** Relative distance of losses behind it; measured: 7e-4 for weights changed by 1e-6, 1e-2 for a learning rate 1 % off. */
const LATE_LOSS = 2e-3;
/** Root mean square of the weights' distance behind the checkpoint, as a share of the way training has moved them. */
const LATE_WAY = 0.05;
/** Distance of outputs behind the checkpoint, as a share of the largest. */
const LATE_OUTPUT = 0.02;

/** Returns a line for everything in which `ours` is not the golden trace; none when all is within tolerance. */
export function differences(ours: Trace, { trace, checkpointStep, start }: Golden): string[] {
  const late = checkpointStep < trace.steps.length;
  const lines = trace.steps.flatMap((expected, index) =>
    scoreLines(`step ${index + 1}`, ours.steps[index], expected, index >= checkpointStep),
  );
  if (ours.steps.length !== trace.steps.length) lines.push(`${ours.steps.length} steps ≠ ${trace.steps.length}`);
  lines.push(...tensorLines("checkpoint", ours.checkpoint, trace.checkpoint, tolerance));
  if (late) lines.push(...wayLines(ours.final, trace.final, start));
  lines.push(...tensorLines("slot", ours.slots, trace.slots, slotTolerance));
  lines.push(
    ...tensorLines("output", ours.outputs, trace.outputs, (largest, name) =>
      late && name === "after" ? LATE_OUTPUT * largest : tolerance(largest),
    ),
  );
  return [...lines, ...scoreLines("evaluated", ours.evaluated, trace.evaluated, late)];
}

/** Largest allowed |Δ| between two tensors whose largest |value| is `largest`. */
export function tolerance(largest: number): number {
  return 1e-3 * largest + 1e-5;
}

/** The same of an optimizer's state, which may be small. */
export function slotTolerance(largest: number): number {
  return 1e-3 * largest + 1e-9;
}

/** A line for each step whose loss is not the golden one. */
export function lossLines(ours: readonly number[], golden: readonly number[]): string[] {
  if (ours.length !== golden.length) return [`${ours.length} steps ≠ ${golden.length}`];
  return golden.flatMap((expected, index) => {
    const loss = ours[index] ?? Number.NaN;
    return lineIf(`step ${index + 1}: loss`, Math.abs(loss - expected), LOSS * expected, `${loss} ≠ ${expected}`);
  });
}

function scoreLines(where: string, ours: Score | undefined, golden: Score, late: boolean): string[] {
  if (ours === undefined) return [`${where}: missing`];
  const allowed = (late ? LATE_LOSS : LOSS) * golden.loss;
  const lines = lineIf(`${where}: loss`, Math.abs(ours.loss - golden.loss), allowed, `${ours.loss} ≠ ${golden.loss}`);
  const answers = `${ours.correct} ≠ ${golden.correct} answers`;
  return [...lines, ...lineIf(`${where}: correct`, Math.abs(ours.correct - golden.correct), late ? 2 : 1, answers)];
}

/** A line for each tensor in which a value is further off than `allowed`. */
export function tensorLines(
  where: string,
  ours: Tensors,
  golden: Tensors,
  allowed: (largest: number, name: string) => number,
): string[] {
  return [...golden].flatMap(([name, expected]) => {
    const received = ours.get(name);
    if (received?.length !== expected.length)
      return [`${where} ${name}: ${received?.length} values ≠ ${expected.length}`];
    const distance = largest(expected.map((value, i) => value - (received[i] ?? Number.NaN)));
    return lineIf(`${where} ${name}`, distance, allowed(largest(expected), name), "max|Δ|");
  });
}

function wayLines(ours: Tensors, golden: Tensors, start: Tensors): string[] {
  return [...golden].flatMap(([name, expected]) => {
    const [received, from] = [ours.get(name), start.get(name)];
    const apart = norm(expected.map((value, i) => value - (received?.[i] ?? Number.NaN)));
    const way = norm(expected.map((value, i) => value - (from?.[i] ?? Number.NaN)));
    return lineIf(`final ${name}`, apart, LATE_WAY * way, "root mean square");
  });
}

/** A line unless `distance` is at most `allowed`; NaN is never. */
function lineIf(where: string, distance: number, allowed: number, what: string): string[] {
  if (distance <= allowed) return [];
  return [`${where}: ${what}, ${distance.toExponential(1)} > ${allowed.toExponential(1)}`];
}

function largest(values: Float32Array): number {
  let result = 0;
  for (const value of values) result = Number.isNaN(value) ? Number.NaN : Math.max(result, Math.abs(value));
  return result;
}

function norm(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / values.length);
}
