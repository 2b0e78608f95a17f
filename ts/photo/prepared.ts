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

/** What the data file returns, before it is told as an object. */
export interface RawPhoto {
  readonly prepared: boolean;
  readonly pixels: Uint8Array;
  readonly background: string;
  /** As crates/data/src/border_photo.rs has them. */
  readonly facts: ArrayLike<number>;
  readonly steps: readonly PhotoStep[];
}

/** Names the facts. */
export function preparedPhoto(
  { prepared, pixels, background, facts, steps }: RawPhoto,
  settings: PhotoSettings,
): PreparedPhoto {
  const fact = (place: number) => facts[place] ?? 0;
  const [width, height, orientation] = [fact(0), fact(1), fact(2)];
  const [left, top, right, bottom] = [fact(10), fact(11), fact(12), fact(13)];
  const objects = prepared ? fact(9) : 1;
  const negative = !prepared || fact(8) !== 0;
  const colour = (place: number) => {
    const tone = Math.min(255, Math.max(0, fact(place))); // a gradient may lead further
    return negative ? 255 - tone : tone; // it was read off the picture with light and dark exchanged
  };
  return {
    pixels,
    imageShape: [28, 28, 1],
    preparation: prepared ? "photo" : "none",
    width,
    height,
    orientation,
    background: prepared
      ? {
          kind: background as PhotoBackground["kind"],
          color: [colour(3), colour(4), colour(5)],
          deviation: fact(6),
          certainty: fact(7),
        }
      : null,
    tones: negative ? "negative" : "positive",
    objects,
    box: prepared && objects > 0 ? { left, top, width: right - left, height: bottom - top } : null,
    area: fact(14),
    cut: fact(15),
    settings,
    steps,
  };
}
