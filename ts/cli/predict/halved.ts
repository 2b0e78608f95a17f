/**
 * A picture of half as many pixels a side, each the mean of four: as a page of many photos shows it.
 */
import type { PixelImage } from "../../index.js";

/** The picture in half its size; an odd last row or column is left out, one of a single pixel stays. */
export function halved(image: PixelImage): PixelImage {
  const { channels, data } = image;
  const [width, height] = [image.width >> 1, image.height >> 1];
  if (width === 0 || height === 0) return image;
  const row = image.width * channels;
  const small = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const at = 2 * y * row + 2 * x * channels + c;
        const above = (data[at] as number) + (data[at + channels] as number);
        const below = (data[at + row] as number) + (data[at + row + channels] as number);
        small[(y * width + x) * channels + c] = (above + below + 2) >> 2;
      }
    }
  }
  return { width, height, channels, data: small };
}
