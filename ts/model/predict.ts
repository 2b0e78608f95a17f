/**
 * Prediction in batches: images go in piece by piece, outputs come out as one array.
 */
import type { Engine, ModelDescription } from "../engine/protocol.js";
import { integerOption, optionsObject } from "../options/check.js";
import { type Images, sizeOf } from "../training/pixels.js";

/** Options of `model.predict`. */
export interface PredictOptions {
  /** Images sent to the engine at a time; default 256 (Keras: 32). Outputs do not depend on it, down to the bit. */
  readonly batchSize?: number | undefined;
}

/** Checks the options of `predict` or `evaluate` and answers with the batch size. */
export function batchSizeOption(where: string, options: PredictOptions | undefined): number {
  const { batchSize = 256 } = optionsObject(where, options, ["batchSize"]);
  return integerOption(where, "batchSize", batchSize, { min: 1 });
}

/** Outputs of all images, row by row: `count × outputs` floats. */
export async function predictImages(
  engine: Engine,
  { outputShape }: ModelDescription,
  images: Images,
  batchSize: number,
  units: { see(images: Uint8Array | Float32Array): void },
): Promise<Float32Array> {
  const width = sizeOf(outputShape);
  const outputs = new Float32Array(images.count * width);
  for (let start = 0; start < images.count; start += batchSize) {
    const end = Math.min(start + batchSize, images.count);
    const rows = images.rows(start, end);
    units.see(rows);
    outputs.set(await engine.call("predict", { count: end - start, images: rows }), start * width);
  }
  return outputs;
}

/** The place of the largest value in each row of `width` values; of equals the first. */
export function largestOfRows(values: Float32Array, width: number): Uint32Array {
  const largest = new Uint32Array(values.length / width);
  for (let row = 0; row < largest.length; row++) {
    let best = 0;
    for (let column = 1; column < width; column++) {
      if ((values[row * width + column] ?? 0) > (values[row * width + best] ?? 0)) best = column;
    }
    largest[row] = best;
  }
  return largest;
}
