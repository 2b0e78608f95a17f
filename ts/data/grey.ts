/**
 * The grey of a colour, as Pillow's `convert("L")`, OpenCV and Keras have it: the luma of Rec. 601.
 *
 * Rust's twin, which image files go through, is crates/data/src/grey.rs.
 */

/**
 * Returns the luma of Rec. 601 of a colour of bytes, 0.299 red + 0.587 green + 0.114 blue, rounded as Pillow rounds it: to the
 * nearest whole number, by weights of 16 bits. A grey stays what it is.
 *
 * @example
 * greyOf(255, 0, 0); // 76
 */
export function greyOf(red: number, green: number, blue: number): number {
  return (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
}
