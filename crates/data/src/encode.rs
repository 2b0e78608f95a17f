//! Bytes become a PNG file, by the image crate.

use crate::DataError;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

/// Writes `height × width × channels` bytes as a PNG; 1 channel is grey, 3 are red, green, blue.
///
/// # Errors
/// INVALID_ARGUMENT when the number of bytes is not that of the shape, or there are other channels.
pub fn png(
    bytes: &[u8],
    width: usize,
    height: usize,
    channels: usize,
) -> Result<Vec<u8>, DataError> {
    let refuse = |what: String| DataError::new("INVALID_ARGUMENT", what);
    let colour = match channels {
        1 => ExtendedColorType::L8,
        3 => ExtendedColorType::Rgb8,
        _ => {
            return Err(refuse(format!(
                "has {channels} channels → give 1 (grey) or 3 (red, green, blue)"
            )));
        }
    };
    if bytes.is_empty()
        || width
            .checked_mul(height)
            .and_then(|size| size.checked_mul(channels))
            != Some(bytes.len())
    {
        return Err(refuse(format!(
            "has {} bytes → an image of {height}×{width}×{channels} has as many as that makes",
            bytes.len()
        )));
    }
    let mut file = Vec::new();
    PngEncoder::new_with_quality(&mut file, CompressionType::Default, FilterType::Adaptive)
        .write_image(bytes, width as u32, height as u32, colour)
        .map_err(|error| refuse(error.to_string()))?;
    Ok(file)
}
