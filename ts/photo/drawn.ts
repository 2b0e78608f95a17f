/**
 * What a page can draw becomes pixels: drawn on a canvas of its own size, and read from it.
 */
import type { CanvasImage } from "../data/canvas.js";
import { FashionWasmError } from "../errors.js";

/** What can be drawn on a canvas: a canvas, an ImageBitmap, an image or video element, a VideoFrame. */
export interface Drawable {
  readonly width?: unknown;
  readonly height?: unknown;
}

/** Pixels of a picture at most, as of a file. */
const MOST_PIXELS = 64 * 2 ** 20;

const DRAWABLE = [
  "HTMLCanvasElement",
  "OffscreenCanvas",
  "ImageBitmap",
  "HTMLImageElement",
  "HTMLVideoElement",
  "VideoFrame",
];

/** Whether a page can draw it. */
export function isDrawable(source: unknown): source is Drawable {
  if (typeof source !== "object" || source === null) return false;
  return DRAWABLE.includes(Object.prototype.toString.call(source).slice(8, -1));
}

/** Errors: INVALID_ARGUMENT for what has no pixels (yet), or whose pixels may not be read; IMAGE_TOO_LARGE. */
export function drawn(where: string, picture: Drawable): CanvasImage {
  const source = picture as CanvasImageSource; // a type that not every user's libraries declare
  const [width, height] = sizeOf(source);
  if (!(width > 0 && height > 0) || !hasFrame(source)) {
    throw invalid(where, `${named(width, height)} has no pixels → wait until it is loaded, and close it afterwards`);
  }
  checkSize(where, width, height);
  const context = contextOf(width, height);
  if (context === null) throw invalid(where, "this host has no 2D canvas → give the file itself, or ImageData");
  try {
    context.drawImage(source, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  } catch (cause) {
    if ((cause as { name?: unknown }).name !== "SecurityError") {
      const what = `${named(width, height)} cannot be drawn: ${(cause as Error).message}`;
      throw invalid(where, `${what} → give the file itself`, cause);
    }
    const what = "the picture comes from another origin, and its pixels may not be read";
    const advice = 'load it with crossOrigin = "anonymous" from a server that allows it, or give the file itself';
    throw invalid(where, `${what} → ${advice}`, cause);
  }
}

/** Errors: IMAGE_TOO_LARGE; INVALID_ARGUMENT for sides that are no whole numbers. */
export function checkSize(where: string, width: number, height: number): void {
  if (![width, height].every((side) => Number.isSafeInteger(side) && side > 0)) {
    throw invalid(where, `${named(width, height)} → give whole numbers of them`);
  }
  if (width * height <= MOST_PIXELS) return;
  const what = `${named(width, height)}, the limit is ${MOST_PIXELS} in all`;
  throw new FashionWasmError("IMAGE_TOO_LARGE", `${where}: ${what} → make it smaller`);
}

const named = (width: number, height: number) => `the picture of ${height}×${width} pixels (height × width)`;

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Of a new canvas; null where the host has none, as where a page's elements are imitated outside of browsers. */
function contextOf(width: number, height: number): Context | null {
  const settings = { willReadFrequently: true };
  if (typeof OffscreenCanvas !== "undefined") return new OffscreenCanvas(width, height).getContext("2d", settings);
  if (typeof document === "undefined") return null;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  return canvas.getContext("2d", settings) as CanvasRenderingContext2D | null;
}

/** Its own size, not that in which a page shows it. */
function sizeOf(source: CanvasImageSource): readonly [width: number, height: number] {
  const { naturalWidth, naturalHeight, videoWidth, videoHeight, displayWidth, displayHeight, width, height } =
    source as unknown as Record<string, unknown>;
  return [
    Number(naturalWidth ?? videoWidth ?? displayWidth ?? width),
    Number(naturalHeight ?? videoHeight ?? displayHeight ?? height),
  ];
}

/** A video knows its size before it has a frame (HAVE_CURRENT_DATA, 2); nothing would be drawn. Others have no such state. */
function hasFrame(source: CanvasImageSource): boolean {
  return Number((source as { readyState?: unknown }).readyState ?? 2) >= 2;
}

function invalid(where: string, what: string, cause?: unknown): FashionWasmError {
  return new FashionWasmError("INVALID_ARGUMENT", `${where}: ${what}`, cause === undefined ? {} : { cause });
}
