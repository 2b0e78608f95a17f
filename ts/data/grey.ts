/**
 * From colour to grey, as Pillow, OpenCV and Keras do it: the luma of Rec. 601. crates/data/src/grey.rs is its twin.
 */

/** Returns `0.299 red + 0.587 green + 0.114 blue`, rounded as Pillow's `convert("L")` does; all of them 0 … 255. */
export function greyOf(red: number, green: number, blue: number): number {
  return (red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16;
}
