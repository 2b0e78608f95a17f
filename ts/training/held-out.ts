/**
 * Whether the data to validate with is like the rest: what `validationSplit` holds out of sorted data is the last class or two.
 */
import type { Examples } from "../inputs/examples.js";
import { listOfSome } from "../options/show.js";
import { warn } from "../options/warn.js";

/** One shuffled data set in so many is warned of: a part lacks a class of which e images are expected in e^-e of the cases. */
const ONE_IN = 1000;

/** Warns when a class that should be in both parts is in one of them only; `fraction` was split off, or the data is given. */
export function checkHeldOut(where: string, train: Examples, heldOut: Examples, fraction?: number): void {
  const [here, there] = [countsOf(train), countsOf(heldOut)];
  const share = fraction ?? heldOut.indices.length / (heldOut.indices.length + train.indices.length);
  const labels = [...new Set([...here.keys(), ...there.keys()])];
  // Any of the classes, on either side, may be the one that is missing by chance.
  const expected = Math.log(ONE_IN * 2 * labels.length);
  const missing = (counts: ReadonlyMap<number, number>, part: number) =>
    labels
      .filter((label) => !counts.has(label) && ((here.get(label) ?? 0) + (there.get(label) ?? 0)) * part >= expected)
      .sort((a, b) => a - b)
      .map((label) => train.dataset.classNames[label] ?? String(label));
  const notTrained = missing(here, 1 - share);
  const notHeldOut = missing(there, share);
  if (notTrained.length + notHeldOut.length === 0) return;
  const parts = [
    ...(notTrained.length > 0 ? [`no image of ${listOfSome(notTrained, 5)} is left to train on`] : []),
    ...(notHeldOut.length > 0 ? [`none of ${listOfSome(notHeldOut, 5)} is there to validate with`] : []),
  ];
  const [what, advice] =
    fraction === undefined
      ? ["the classes are not those of the images to train on", "give images of the same classes"]
      : [
          `validationSplit takes the last ${heldOut.indices.length} images`,
          "the images are sorted in some way; shuffle them first, data.shuffle(1), or give validationData",
        ];
  warn(where, `${what}: ${parts.join(", ")} → ${advice}`);
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
