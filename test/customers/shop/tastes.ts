/** What simulated customers like: shares of the ten classes, which may move. */
import type { Random } from "./random.js";

/** Shares of the classes at the beginning and at the end; between them they move evenly. */
export interface Taste {
  readonly first: readonly number[];
  readonly last: readonly number[];
}

const CLASSES = 10;

/** Makes the taste of one customer. */
export type Tastes = (random: Random) => Taste;

/** Dirichlet(0.3), which is of the form of the model's prior; they do not move. */
export const steady: Tastes = (random) => {
  const shares = random.dirichlet(new Array(CLASSES).fill(0.3));
  return { first: shares, last: shares };
};

/** Around those of four segments; a quarter goes over to the next segment's. */
export function drifting(random: Random): Tastes {
  const segments = Array.from({ length: 4 }, () => random.dirichlet(new Array(CLASSES).fill(0.5)));
  return (random) => {
    const segment = random.integer(segments.length);
    const around = (place: number) => {
      const shares = segments[place % segments.length] ?? [];
      return random.dirichlet(shares.map((share) => 20 * share + 0.05));
    };
    const first = around(segment);
    const other = around(segment + 1);
    return { first, last: first.map((share, k) => 0.75 * share + 0.25 * (other[k] ?? 0)) };
  };
}

/** All customers like the same. */
export function alike(random: Random): Tastes {
  const shares = random.dirichlet(new Array(CLASSES).fill(2));
  return () => ({ first: shares, last: shares });
}

/** The taste when the part `time` of the span is over. */
export function tasteAt({ first, last }: Taste, time: number): readonly number[] {
  return first === last ? first : first.map((share, k) => (1 - time) * share + time * (last[k] ?? 0));
}
