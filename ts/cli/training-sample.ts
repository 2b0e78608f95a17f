/**
 * Some of the images a run was trained on, by their hashes, so that `eval` knows them again among any others.
 *
 * Fingerprints know a whole data set; one to which an image was added, or which lies elsewhere in another order, they do not.
 */
import { createHash } from "node:crypto";
import type { Dataset } from "../index.js";

/** Images that `run.json` keeps the hashes of. */
const KEPT = 64;

/** Returns the hashes of images at equal distances among the first `count`, those that `fit` trained on. */
export function trainingSample(train: Dataset, count: number): string[] {
  const kept = Math.min(KEPT, count);
  return Array.from({ length: kept }, (_, i) => hashOf(train.image(Math.floor((i * count) / kept))));
}

/** The share of the sample that is among these images. */
export function shareOfSample(images: Dataset, sample: readonly string[]): number {
  if (sample.length === 0) return 0;
  const wanted = new Set(sample);
  const found = new Set<string>();
  for (let i = 0; i < images.length && found.size < wanted.size; i++) {
    const hash = hashOf(images.image(i));
    if (wanted.has(hash)) found.add(hash);
  }
  return found.size / wanted.size;
}

function hashOf(image: Uint8Array | Float32Array): string {
  const bytes = new Uint8Array(image.buffer, image.byteOffset, image.byteLength);
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}
