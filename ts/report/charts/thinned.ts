/**
 * Long curves with few points: a chart of 300 pixels' width cannot show 100,000 of them.
 *
 * The curve is cut in equal stretches, and of each its least and its greatest value stay, so no peak is lost.
 */

/**
 * Positions of at most `most` values (4 or more), in their order: the first, the last, and the least and greatest of
 * every stretch between. A stretch without a finite value has one position: it is a gap.
 */
export function thinned(values: readonly number[], most: number): number[] {
  const { length } = values;
  if (length <= most) return Array.from({ length }, (_, i) => i);
  const stretches = Math.floor(most / 2) - 1;
  const edge = (stretch: number) => 1 + Math.floor((stretch * (length - 2)) / stretches);
  const between = Array.from({ length: stretches }, (_, s) => endsOf(values, edge(s), edge(s + 1)));
  return [0, ...between.flat(), length - 1];
}

/** Positions of the least and the greatest finite value of `from` … `to` − 1, one where they are the same. */
function endsOf(values: readonly number[], from: number, to: number): number[] {
  let [least, greatest] = [-1, -1];
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    if (least < 0 || value < (values[least] as number)) least = i;
    if (greatest < 0 || value > (values[greatest] as number)) greatest = i;
  }
  if (least < 0) return [from];
  return least === greatest ? [least] : [Math.min(least, greatest), Math.max(least, greatest)];
}
