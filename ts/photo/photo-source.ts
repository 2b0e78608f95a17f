/**
 * Where a photo can come from: a file, decoded by this package to the same pixels on each host, or pixels that the host has
 * decoded.
 *
 * A canvas, a bitmap, an element of the page or a frame of a video is drawn on a canvas and read from it: what the host's decoder,
 * its colour management and the size of the drawing have made of it, which differs between hosts by a few tones.
 */
import { type CanvasImage, canvasImages } from "../data/canvas.js";
import { isWhole, readWhole, type WholeSource } from "../data/read-whole.js";
import { nameOf } from "../data/source-name.js";
import { FashionWasmError } from "../errors.js";
import { isAddress, isKind } from "../options/kinds.js";
import { show } from "../options/show.js";
import { checkSize, type Drawable, drawn, isDrawable } from "./drawn.js";
import type { CheckedOptions } from "./photo-options.js";

/**
 * A photo: a path (Node), a URL, the bytes of a PNG, JPEG or WebP file, a Blob or File; `ImageData`; or what a page can draw:
 * a canvas, an `ImageBitmap`, an `<img>` or `<video>` element, a `VideoFrame`.
 */
export type PhotoSource = WholeSource | CanvasImage | Drawable;

/** A photo to be decoded, or decoded. */
export type LoadedPhoto =
  | { readonly name: string; readonly file: Uint8Array }
  | { readonly name: string; readonly rgba: Uint8Array; readonly width: number; readonly height: number };

/** Reads a file, or takes pixels. Errors: INVALID_ARGUMENT; IMAGE_TOO_LARGE; those of reading. */
export async function loadPhoto(where: string, source: PhotoSource, options: CheckedOptions): Promise<LoadedPhoto> {
  const images = canvasImages(source);
  const [image] = images ?? [];
  if (image !== undefined && images?.length === 1 && !Array.isArray(source)) return pixelsOf(where, image);
  if (isDrawable(source)) return pixelsOf(where, drawn(where, source));
  if (!isWhole(source) || (isAddress(source) && String(source).trim() === "")) {
    const advice =
      "give a path or URL, the bytes of a PNG, JPEG or WebP file, a Blob or File, ImageData, or what can be drawn on a canvas";
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: the photo is ${show(source)} → ${advice}`);
  }
  const { maxBytes, signal } = options;
  const limits = { where, maxBytes, ...(signal && { signal }) };
  return { name: nameOf(source, where), file: await readWhole(source, limits, "IMAGE_TOO_LARGE") };
}

function pixelsOf(
  where: string,
  { width, height, data, ...rest }: CanvasImage & { colorSpace?: unknown },
): LoadedPhoto {
  checkSize(where, width, height);
  const colorSpace = rest.colorSpace ?? "srgb";
  if (!isKind(data, "Uint8ClampedArray", "Uint8Array") || data.length !== width * height * 4) {
    const what = `the ImageData has ${show(data)} for ${height}×${width}`;
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: ${what} → give 4 bytes per pixel: red, green, blue, alpha`,
    );
  }
  if (colorSpace !== "srgb") {
    const what = `the ImageData is of the colour space ${show(colorSpace)}`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: ${what} → give it in sRGB`);
  }
  // A copy: the caller may draw again.
  return { name: where, rgba: Uint8Array.from(data), width, height };
}
