/**
 * Which images go to which part when a dataset is split: the order is random, the sizes are not.
 */
import { permutation } from "./random.js";

/** The first `size` of a random order of all, and the rest. */
export function dealt(count: number, size: number, seed: number): [Uint32Array, Uint32Array] {
  const order = permutation(count, seed);
  return [order.subarray(0, size), order.subarray(size)];
}

/**
 * The same with each class in both parts as in the whole: of a class of n images `n × size / count` go to the first part,
 * rounded so that it has `size`, by largest remainders, of equals the class that stands before.
 */
export function dealtByClass(labels: Uint32Array, size: number, seed: number): [Uint32Array, Uint32Array] {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const shares = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([label, n]) => ({ label, whole: Math.floor((n * size) / labels.length), rest: (n * size) % labels.length }));
  let missing = size - shares.reduce((sum, { whole }) => sum + whole, 0);
  const left = new Map(shares.map(({ label, whole }) => [label, whole]));
  for (const { label, whole } of [...shares].sort((a, b) => b.rest - a.rest)) {
    if (missing-- > 0) left.set(label, whole + 1);
  }
  const parts: [number[], number[]] = [[], []];
  for (const place of permutation(labels.length, seed)) {
    const label = labels[place] as number;
    const room = left.get(label) as number;
    left.set(label, room - 1);
    parts[room > 0 ? 0 : 1].push(place);
  }
  return [Uint32Array.from(parts[0]), Uint32Array.from(parts[1])];
}
