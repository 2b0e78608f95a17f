/**
 * Whether the part that `validationSplit` holds out is like the rest: of sorted data it is the last class or two.
 */
import type { Examples } from "../inputs/examples.js";
import { listOfSome } from "../options/show.js";
import { warn } from "../options/warn.js";

/** One shuffled data set in so many is warned of: a part lacks a class of which e images are expected in e^-e of the cases. */
const ONE_IN = 1000;

/** Warns when a class that should be in both parts is in one of them only. */
export function checkSplit(where: string, train: Examples, heldOut: Examples, fraction: number): void {
  const [here, there] = [countsOf(train), countsOf(heldOut)];
  const labels = [...new Set([...here.keys(), ...there.keys()])];
  // Any of the classes, on either side, may be the one that is missing by chance.
  const expected = Math.log(ONE_IN * 2 * labels.length);
  const missing = (counts: ReadonlyMap<number, number>, share: number) =>
    labels
      .filter((label) => !counts.has(label) && ((here.get(label) ?? 0) + (there.get(label) ?? 0)) * share >= expected)
      .sort((a, b) => a - b)
      .map((label) => train.dataset.classNames[label] ?? String(label));
  const notTrained = missing(here, 1 - fraction);
  const notHeldOut = missing(there, fraction);
  if (notTrained.length + notHeldOut.length === 0) return;
  const parts = [
    ...(notTrained.length > 0 ? [`no image of ${listOfSome(notTrained, 5)} is left to train on`] : []),
    ...(notHeldOut.length > 0 ? [`none of ${listOfSome(notHeldOut, 5)} is there to validate with`] : []),
  ];
  warn(
    where,
    `validationSplit takes the last ${heldOut.indices.length} images: ${parts.join(", ")} → the images are sorted in some way; shuffle them first, data.shuffle(1), or give validationData`,
  );
}

function countsOf({ dataset, indices }: Examples): Map<number, number> {
  const { labels } = dataset.source;
  const counts = new Map<number, number>();
  for (const index of indices) {
    const label = labels?.[index] ?? 0;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}
