/**
 * Whether held-out images are fit to set something by (a temperature, a threshold) that the test images then measure. Pure.
 */
import type { Dataset } from "../data/dataset.js";

/**
 * The rule of three: 300 images without a mistake are the fewest that show, at 95 %, an error rate of at most 3 / 300 = 1 %.
 * With fewer, no model can show that it is right in 99 % of the cases.
 */
const FEWEST = 300;

/** Returns why nothing should be set by `heldOut`, ready to print; null where nothing speaks against it. */
export function whyUnfit(heldOut: Dataset, test: Dataset): string | null {
  const { length } = heldOut;
  if (length < FEWEST) return `${imagesAre(length, "held-out")} too few (at least ${FEWEST} are needed)`;
  const shared = sharedImages(heldOut, test);
  return shared === 0 ? null : `${imagesAre(shared, "held-out")} among the test images (hold out others)`;
}

/** `1 test image is`, `2,000 test images are`. */
export function imagesAre(count: number, kind: string): string {
  return `${count.toLocaleString("en-US")} ${kind} ${count === 1 ? "image is" : "images are"}`;
}

/** How many images of `a` are images of `b`: of parts of one data set those at the same places, else all or none. */
function sharedImages(a: Dataset, b: Dataset): number {
  if (a.source.images !== b.source.images) return a.length === b.length && haveSamePixels(a, b) ? a.length : 0;
  if (a.indices === null) return b.length;
  if (b.indices === null) return a.length;
  const places = new Set(b.indices);
  return a.indices.reduce((count, place) => count + (places.has(place) ? 1 : 0), 0);
}

function haveSamePixels({ images: a }: Dataset, { images: b }: Dataset): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
