/**
 * Images that are larger than their place in a terminal, made smaller: each pixel is the mean of those it covers.
 */

/** Columns and rows of pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A grey image. */
export interface GreyImage extends Size {
  readonly pixels: ArrayLike<number>;
}

/** The largest size within `most` in the proportions of `size`, which it is where that fits; at least a pixel a side. */
export function sizeWithin(size: Size, most: Size): Size {
  const scale = Math.min(1, most.width / size.width, most.height / size.height);
  const side = (length: number, limit: number) => Math.max(1, Math.min(limit, Math.round(length * scale)));
  return { width: side(size.width, most.width), height: side(size.height, most.height) };
}

/** The image in `to`, a size not larger than its own; the same one where it has that size. */
export function shrunk(image: GreyImage, to: Size): GreyImage {
  const { pixels, width, height } = image;
  if (to.width === width && to.height === height) return image;
  const small = new Float32Array(to.width * to.height);
  for (let row = 0; row < to.height; row++) {
    const [top, bottom] = [Math.floor((row * height) / to.height), Math.ceil(((row + 1) * height) / to.height)];
    for (let column = 0; column < to.width; column++) {
      const [left, right] = [Math.floor((column * width) / to.width), Math.ceil(((column + 1) * width) / to.width)];
      let sum = 0;
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += pixels[y * width + x] ?? 0;
      small[row * to.width + column] = sum / ((bottom - top) * (right - left));
    }
  }
  return { pixels: small, ...to };
}
