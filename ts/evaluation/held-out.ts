/**
 * Whether held-out images are fit to set something by (a temperature, a threshold) that the test images then measure. Pure.
 */
import type { Dataset } from "../data/dataset.js";
import { sharePixels } from "../data/pixel-home.js";

/**
 * The rule of three: 300 images without a mistake are the fewest that show, at 95 %, an error rate of at most 3 / 300 = 1 %.
 * With fewer, no model can show that it is right in 99 % of the cases.
 */
const FEWEST = 300;
/**
 * Fewest images to tell 99 % from 95 %: Wilson's interval of n without a mistake begins at n / (n + 3.84), which is 0.95
 * for 73 images and 0.963 for 100; and with fewer than 100, a single mistake is more than 1 %.
 */
export const FEWEST_MEASURED = 100;

/** Returns why nothing set by `heldOut` can be told from `test`, ready to print; null where nothing speaks against it. */
export function whyUnfit(heldOut: Dataset, test: Dataset): string | null {
  const few = tooFew(heldOut, "held-out", FEWEST) ?? tooFew(test, "test", FEWEST_MEASURED);
  if (few !== null) return few;
  const shared = sharedImages(heldOut, test);
  return shared === 0 ? null : `${imagesAre(shared, "held-out")} among the test images (hold out others)`;
}

function tooFew({ length }: Dataset, kind: string, fewest: number): string | null {
  return length < fewest ? `${imagesAre(length, kind)} too few (at least ${fewest} are needed)` : null;
}

/** `1 test image is`, `2,000 test images are`. */
function imagesAre(count: number, kind: string): string {
  return `${count.toLocaleString("en-US")} ${kind} ${count === 1 ? "image is" : "images are"}`;
}

/** How many images of `a` are images of `b`: of parts of one data set those at the same places, else all or none. */
function sharedImages(a: Dataset, b: Dataset): number {
  if (!sharePixels(a.source, b.source)) return a.length === b.length && haveSamePixels(a, b) ? a.length : 0;
  if (a.indices === null) return b.length;
  if (b.indices === null) return a.length;
  const places = new Set(b.indices);
  return a.indices.reduce((count, place) => count + (places.has(place) ? 1 : 0), 0);
}

function haveSamePixels({ images: a }: Dataset, { images: b }: Dataset): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
