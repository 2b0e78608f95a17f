/**
 * Images out: as a PNG file, alone, or many on a sheet with captions. Written by the image crate, so the same bytes everywhere.
 */
import { FashionWasmError } from "../errors.js";
import { integerOption, optionsObject, stringsOption } from "../options/check.js";
import { show } from "../options/show.js";
import { type ByteArray, owned } from "../platform/array-types.js";
import { checkShape, type ImageShape } from "./arrays.js";
import { type CanvasImage, canvasImages, canvasPixels, pixelBytes } from "./canvas.js";
import type { DataGlue, DataWasm } from "./data-file.js";
import { dataWasm } from "./data-wasm.js";
import { Dataset } from "./dataset.js";
import { snapshot } from "./snapshot.js";

/** Grey (1 channel) or red, green, blue (3 channels) bytes, row by row. */
export interface PixelImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/**
 * Returns a function that writes PNG files at once, for pages of many images.
 *
 * That function throws INVALID_ARGUMENT for another number of bytes than width × height × channels, or of channels.
 *
 * @throws FashionWasmError ENGINE_START_FAILED.
 */
export async function pngEncoder(): Promise<(image: PixelImage) => ByteArray> {
  const wasm = await dataWasm();
  const where = "pngEncoder";
  return ({ data, width, height, channels }) => {
    checkShape(where, [height, width, channels]);
    const bytes = pixelBytes(where, data, [height, width, channels]);
    if (bytes === undefined) throw notBytes(where, `the data is ${show(data)}`);
    return written(wasm, where, (glue) => glue.encodePng(bytes, width, height, channels));
  };
}

/**
 * Returns the bytes of a PNG file of one image.
 *
 * @param image height × width × channels bytes, 1 channel (grey) or 3 (red, green, blue), as `dataset.image` gives them; or a
 * canvas's `ImageData`, which becomes grey or loses its alpha.
 * @throws FashionWasmError INVALID_ARGUMENT for another type, number of bytes or of channels; SHAPE_MISMATCH for `ImageData` of
 * another size, and for the bare bytes of a canvas; ENGINE_START_FAILED.
 */
export async function encodePng(
  image: Uint8Array | Uint8ClampedArray | CanvasImage,
  imageShape: ImageShape,
): Promise<ByteArray> {
  const where = "encodePng";
  const [height, width, channels] = checkShape(where, imageShape);
  const given = canvasImages(image);
  const bytes = given ? canvasPixels(where, given, [height, width, channels]) : pixelBytes(where, image, imageShape);
  if (bytes === undefined) throw notBytes(where, `the image is ${show(image)}`);
  const own = given ? bytes : snapshot(bytes);
  const wasm = await dataWasm();
  return written(wasm, where, (glue) => glue.encodePng(own, width, height, channels));
}

/** Options of {@link sheetPng}. */
export interface SheetOptions {
  /** Images to a row; default 15. With 1 they are drawn larger. */
  readonly columns?: number;
  /** A caption per image; default the name of its class, or nothing. Letters of ISO 8859-1, others are shown as `?`. */
  readonly captions?: readonly string[];
}

/**
 * Returns the bytes of a PNG file that shows all images of `images`, each above its caption; small ones are magnified, large
 * ones made smaller.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for images of floats or of several channels, captions that are not one an
 * image, a sheet of more than 32,767 pixels a side; ENGINE_START_FAILED.
 */
export async function sheetPng(images: Dataset, options?: SheetOptions): Promise<ByteArray> {
  const where = "sheetPng";
  const { columns = 15, captions } = optionsObject(where, options, ["columns", "captions"]);
  integerOption(where, "columns", columns, { min: 1, max: 1000 });
  if (!(images instanceof Dataset)) {
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: received ${show(images)} → expected a Dataset`);
  }
  const [height, width, channels] = images.imageShape;
  const bytes = images.images;
  if (!(bytes instanceof Uint8Array) || channels !== 1) {
    throw notBytes(where, `the images are ${show(bytes)} of ${channels} channels`);
  }
  const names =
    captions === undefined
      ? Array.from({ length: images.length }, (_, i) => images.className(i) ?? "")
      : stringsOption(where, "captions", captions, images.length);
  const wasm = await dataWasm();
  images.checkUnchanged(where);
  return written(wasm, where, (glue) => glue.sheetPng(bytes, width, height, columns, [...names]));
}

function written(wasm: DataWasm, where: string, write: (glue: DataGlue) => Uint8Array): ByteArray {
  try {
    return owned(wasm.named(where, "ENGINE_PANIC", write));
  } finally {
    wasm.done();
  }
}

function notBytes(where: string, received: string): FashionWasmError {
  return new FashionWasmError(
    "INVALID_ARGUMENT",
    `${where}: ${received} → give bytes 0 … 255, a Uint8Array of grey tones`,
  );
}
