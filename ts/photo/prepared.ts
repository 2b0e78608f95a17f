/**
 * A prepared photo: the image, and all that was found and done on the way.
 */
import type { PixelImage } from "../data/png.js";
import type { PhotoBox, PhotoSettings } from "./photo-options.js";

/** A step of the preparation as a picture, for pages and for teaching. */
export interface PhotoStep {
  /**
   * `photo` (upright, small), `background` (as it was read off the border), `difference` (from the background; the threshold is
   * mid-grey), `mask`, `garment` (cut out), `reduced`, `sharpened`, `prepared` (28 × 28).
   */
  readonly name: string;
  readonly image: PixelImage;
}

/** What lies behind the garment. */
export interface PhotoBackground {
  readonly kind: "plain" | "gradient" | "textured";
  /** In the middle of the photo, as it is there: red, green, blue, 0 to 255. */
  readonly color: readonly [red: number, green: number, blue: number];
  /** Deviation of the border around the background that was read off it, in tones. */
  readonly deviation: number;
  /** Fraction of the border that is background, 0 to 1: how sure it is. */
  readonly certainty: number;
}

/** What `preparePhoto` returns. */
export interface PreparedPhoto {
  /** 28 × 28 grey bytes as the data set has them, the garment light on 0; all 0 where no garment was found. */
  readonly pixels: Uint8Array;
  readonly imageShape: readonly [28, 28, 1];
  /** Whether the image was prepared as a photo, or went through as it is. */
  readonly preparation: "photo" | "none";
  /** Columns of the upright photo. */
  readonly width: number;
  /** Rows of the upright photo. */
  readonly height: number;
  /** EXIF's number of the position that it was brought upright from; 1: it stood upright. */
  readonly orientation: number;
  /** Null where nothing was prepared. */
  readonly background: PhotoBackground | null;
  /** `negative` where light and dark were exchanged. */
  readonly tones: "positive" | "negative";
  /** Objects seen, the garment one of them; 0: no garment was found. */
  readonly objects: number;
  /** The garment's place in the upright, turned photo; null where there is none, or nothing was prepared. */
  readonly box: PhotoBox | null;
  /** Fraction of the photo that the garment covers. */
  readonly area: number;
  /** Fraction of a side of the box that lies at the photo's border, at most over the four sides: 0 for a garment with room. */
  readonly cut: number;
  /** What was asked for. */
  readonly settings: PhotoSettings;
  /** Pictures of the steps, with the option `steps`. */
  readonly steps: readonly PhotoStep[];
}

/** What the data file returns: numbers, tones, and pictures of the steps, as crates/data/src/border_photo.rs has them. */
export type RawPhoto = Uint8Array;

const KINDS = ["plain", "gradient", "textured"] as const;
const STEPS = ["photo", "background", "difference", "mask", "garment", "reduced", "sharpened", "prepared"];

/** Bytes of the numbers, and of the image after them. */
const FACTS = 17 * 8;
const IMAGE = 28 * 28;

/** Tells what the bytes say. */
export function preparedPhoto(raw: RawPhoto, settings: PhotoSettings): PreparedPhoto {
  // A copy begins where a number may; hosts of wasm have its order of bytes.
  const numbers = (at: number, count: number) => new Float64Array(raw.slice(at, at + 8 * count).buffer);
  const [width = 0, height = 0, orientation = 0, kind = 0, inverted, objects = 0, ...rest] = numbers(0, 17);
  const [left = 0, top = 0, right = 0, bottom = 0, red = 0, green = 0, blue = 0, ...last] = rest;
  const [deviation = 0, certainty = 0, area = 0, cut = 0] = last;
  const prepared = kind > 0;
  const negative = !prepared || inverted !== 0;
  const tone = (read: number) => {
    const inside = Math.min(255, Math.max(0, read)); // a gradient may lead further
    return negative ? 255 - inside : inside; // it was read off the picture with light and dark exchanged
  };
  const steps: PhotoStep[] = [];
  for (let at = FACTS + IMAGE; at < raw.length; ) {
    const [name = 0, channels = 0, width = 0, height = 0] = numbers(at, 4);
    const start = at + 4 * 8;
    at = start + width * height * channels;
    const image = { width, height, channels: channels as PixelImage["channels"], data: raw.slice(start, at) };
    steps.push({ name: STEPS[name] as string, image });
  }
  return {
    pixels: raw.slice(FACTS, FACTS + IMAGE),
    imageShape: [28, 28, 1],
    preparation: prepared ? "photo" : "none",
    width,
    height,
    orientation,
    background: prepared
      ? {
          kind: KINDS[kind - 1] as PhotoBackground["kind"],
          color: [tone(red), tone(green), tone(blue)],
          deviation,
          certainty,
        }
      : null,
    tones: negative ? "negative" : "positive",
    objects: prepared ? objects : 1,
    box: objects > 0 ? { left, top, width: right - left, height: bottom - top } : null,
    area,
    cut,
    settings,
    steps,
  };
}
