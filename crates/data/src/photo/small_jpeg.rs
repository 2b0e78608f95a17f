//! A large JPEG decoded to a half, a quarter or an eighth of its sides: each block of 8 × 8 pixels becomes 4 × 4, 2 × 2 or one,
//! which takes less than half the time of decoding all of it.
//!
//! The image crate's decoder has no such way. The one that has converts colours by instructions of each processor, to other
//! bytes on each: so its channels are taken as they are, and converted here. What it does not read, or what decoders do not
//! see alike, is left to the image crate.

use crate::jpeg::is_plain;
use image::{DynamicImage, GrayImage, RgbImage};
use jpeg_decoder::{ColorTransform, Decoder};

/// The longer side keeps at least so many pixels: seven to each of the prepared image, of a garment that fills the photo.
const LEAST_SIDE: f64 = 200.0;

/// The picture, and by how much its sides are smaller than `size` of the file; None where that is small, or of a rare kind.
/// `bounds`: the caller's box, where the garment is; it keeps as many pixels.
pub fn decode(
    file: &[u8],
    size: (u32, u32),
    bounds: Option<[f64; 4]>,
) -> Option<(DynamicImage, usize)> {
    let (width, height) = (size.0 as usize, size.1 as usize);
    let longer = match bounds {
        Some([left, top, right, bottom]) => (right - left).max(bottom - top),
        None => width.max(height) as f64,
    };
    let fits = |scale: &usize| (longer / *scale as f64).ceil() >= LEAST_SIDE;
    let scale = [8, 4, 2].into_iter().find(fits)?;
    if !is_plain(file) {
        return None;
    }
    let wanted = [width, height].map(|side| side.div_ceil(scale) as u16);
    let mut decoder = Decoder::new(file);
    decoder.read_info().ok()?;
    if <[u16; 2]>::from(decoder.scale(wanted[0], wanted[1]).ok()?) != wanted {
        return None;
    }
    decoder.set_color_transform(ColorTransform::RGB);
    let mut bytes = decoder.decode().ok()?;
    let [width, height] = wanted.map(u32::from);
    let image = if bytes.len() == width as usize * height as usize {
        GrayImage::from_raw(width, height, bytes)?.into()
    } else {
        to_rgb(&mut bytes);
        RgbImage::from_raw(width, height, bytes)?.into()
    };
    Some((image, scale))
}

/// Luma, blue and red difference to red, green and blue, in 2¹⁶ths. Source: JFIF 1.02, "Conversion to and from RGB".
fn to_rgb(bytes: &mut [u8]) {
    for pixel in bytes.chunks_exact_mut(3) {
        let [luma, blue, red] = [0, 1, 2].map(|channel| i32::from(pixel[channel]));
        let (luma, blue, red) = ((luma << 16) + (1 << 15), blue - 128, red - 128);
        pixel[0] = tone(luma + 91_881 * red);
        pixel[1] = tone(luma - 22_554 * blue - 46_802 * red);
        pixel[2] = tone(luma + 116_130 * blue);
    }
}

fn tone(sum: i32) -> u8 {
    (sum >> 16).clamp(0, 255) as u8
}
