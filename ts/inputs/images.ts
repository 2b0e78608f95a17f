/**
 * Images as the model API takes them: pixels in memory (pixels.ts), or a dataset, whose rows are read where they lie.
 */
import type { DataSource } from "../data/arrays.js";
import { Dataset } from "../data/dataset.js";
import { pixelsIn } from "../data/pixel-home.js";
import { FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";
import { type Images, type PixelInput, pixelImages, sizeOf } from "./pixels.js";

/** Images in the units of training: bytes, floats, nested arrays (one entry per image), or a dataset. */
export type ImageInput = PixelInput | Dataset;

/** Brings `received` to {@link Images} of `shape`; `where` opens the error messages. */
export function imagesOf(where: string, received: unknown, shape: readonly number[]): Images {
  if (received instanceof Dataset) {
    checkImageShape(where, received.imageShape, shape);
    return rowsOf(received.source, received.indices, sizeOf(shape));
  }
  return pixelImages(where, received, shape, ", or a Dataset");
}

/** Refuses images of another shape than the model's. */
export function checkImageShape(where: string, received: readonly number[], expected: readonly number[]): void {
  const same = expected.length === 1 ? sizeOf(received) === sizeOf(expected) : received.join() === expected.join();
  if (same) return;
  const isTurned = received[0] === expected[1] && received[1] === expected[0] && received[2] === expected[2];
  const order = isTurned ? " ([height, width, channels]: height and width are exchanged)" : "";
  throw new FashionWasmError(
    "SHAPE_MISMATCH",
    `${where}: the images have the shape ${show(received)}, the model takes ${show(expected)}${order} → make the model with inputShape: ${show(received)}, or bring the images to its shape`,
  );
}

/** The images of a dataset's source at `indices`, gathered piece by piece so that no second copy of the whole is made. */
export function rowsOf(source: DataSource, indices: Uint32Array | null, size: number): Images {
  const { count } = source;
  if (indices === null) return { count, rows: (start, end) => pixelsIn(source).subarray(start * size, end * size) };
  return {
    count: indices.length,
    rows(start, end) {
      const images = pixelsIn(source);
      const values = (end - start) * size;
      const out = images instanceof Uint8Array ? new Uint8Array(values) : new Float32Array(values);
      for (let i = start; i < end; i++) {
        const from = (indices[i] ?? 0) * size;
        out.set(images.subarray(from, from + size), (i - start) * size);
      }
      return out;
    },
  };
}
