/**
 * Mean and variance of images, for normalization: over all images and the axes that share them.
 */
import type { Images } from "./pixels.js";

/** Of each place of the kept axes. */
export interface Moments {
  readonly mean: Float32Array;
  /** The biased one, Σ (x − mean)² / n. */
  readonly variance: Float32Array;
}

/** Images read at a time. */
const TOGETHER = 256;

/**
 * Returns mean and variance in double precision, rounded once.
 *
 * @param shape of one image.
 * @param axes that keep statistics of their own, as Keras counts them: 0 are the images, negative from the last one back.
 */
export function momentsOf(images: Images, shape: readonly number[], axes: readonly number[]): Moments {
  const places = placesOf(shape, axes);
  const count = places.reduce((most, place) => Math.max(most, place + 1), 1);
  const share = (images.count * places.length) / count;
  const mean = new Float64Array(count);
  eachValue(images, places, (place, value) => {
    mean[place] = (mean[place] ?? 0) + value;
  });
  for (const [place, sum] of mean.entries()) mean[place] = sum / share;
  const variance = new Float64Array(count);
  eachValue(images, places, (place, value) => {
    const deviation = value - (mean[place] ?? 0);
    variance[place] = (variance[place] ?? 0) + deviation * deviation;
  });
  for (const [place, sum] of variance.entries()) variance[place] = sum / share;
  return { mean: Float32Array.from(mean), variance: Float32Array.from(variance) };
}

/** For each value of an image the place of its statistics. */
function placesOf(shape: readonly number[], axes: readonly number[]): Uint32Array {
  const kept = new Set(axes.map((axis) => (axis < 0 ? axis + shape.length : axis - 1)));
  const places = new Uint32Array(shape.reduce((product, side) => product * side, 1));
  for (let value = 0; value < places.length; value++) {
    let [rest, place, step] = [value, 0, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const side = shape[axis] ?? 1;
      if (kept.has(axis)) {
        place += (rest % side) * step;
        step *= side;
      }
      rest = Math.floor(rest / side);
    }
    places[value] = place;
  }
  return places;
}

function eachValue(images: Images, places: Uint32Array, add: (place: number, value: number) => void): void {
  for (let start = 0; start < images.count; start += TOGETHER) {
    const values = images.rows(start, Math.min(start + TOGETHER, images.count));
    for (let i = 0, value = 0; i < values.length; i++) {
      add(places[value] ?? 0, values[i] ?? 0);
      value = value + 1 === places.length ? 0 : value + 1;
    }
  }
}
