//! The grey of a colour, as Pillow's `convert("L")`, OpenCV and Keras have it: the luma of Rec. 601.
//!
//! TypeScript's twin is `ts/data/grey.ts`.

/// Returns the luma of Rec. 601, 0.299 red + 0.587 green + 0.114 blue, rounded as Pillow rounds it: to the nearest whole
/// number, by weights of 16 bits. A grey stays what it is.
pub fn grey_of([red, green, blue]: [u8; 3]) -> u8 {
    let sum = 19_595 * u32::from(red) + 38_470 * u32::from(green) + 7_471 * u32::from(blue);
    // The weights make 2^16 together, so the sum fits.
    ((sum + 0x8000) >> 16) as u8
}
