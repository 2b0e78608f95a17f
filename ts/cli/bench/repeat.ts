/**
 * Measuring something again and again, and the figure in the middle.
 */

const LEAST = 3;
/** More repeats than needed would cost time between them, fewer would say less. */
const AIM = 5;

/** The value in the middle; of an even number the upper of the two. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/**
 * Items a second: the median of the repeats that fill `seconds`, at least three. A first one, on `unit` items, warms up
 * and is not counted; a second one says how many items make a repeat.
 *
 * @param prepare returns the work on so many items; preparing it takes no time that counts.
 * @param unit the least that is worth measuring, e.g. one batch; a repeat is a multiple of it, but at most `most`.
 */
export async function itemsPerSecond(
  prepare: (items: number) => () => Promise<unknown>,
  { unit, most, seconds }: { readonly unit: number; readonly most: number; readonly seconds: number },
): Promise<number> {
  const least = Math.min(unit, most);
  const first = prepare(least);
  await first();
  const units = Math.ceil((1000 * seconds) / AIM / (await milliseconds(first)));
  const items = Math.min(most, Math.max(1, units) * least);
  return (items * 1000) / (await medianMilliseconds(prepare(items), seconds));
}

/** Milliseconds that `work` takes: the median of the repeats that fill `seconds`, at least three. */
export async function medianMilliseconds(work: () => Promise<unknown>, seconds: number): Promise<number> {
  const times: number[] = [];
  const end = performance.now() + 1000 * seconds;
  while (times.length < LEAST || performance.now() < end) times.push(await milliseconds(work));
  return median(times);
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
