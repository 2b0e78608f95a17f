//! An image file becomes bytes 0 … 255: PNG, JPEG or WebP, by the image crate, told apart by their content.
//!
//! Size and shape are looked at in the header, before anything is decoded or memory taken (`proportion.rs`). One frame, the first; tones of 16
//! bits are brought to 8; what is transparent lies on black, as Fashion-MNIST's garments do; colours become grey by the
//! luma of Rec. 601 (`grey.rs`) where one channel is asked for.

use crate::DataError;
use crate::grey::grey_of;
use crate::jpeg;
use crate::proportion::{
    Declared, IMAGE, SizeLimits, budget, metadata_limit, over_budget, too_much,
};
use fashion_kernels::budget::{exceeded, within};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, Rgba};
use std::io::Cursor;

/// Pixels of one image, row by row, channels last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `height × width × channels` bytes.
    pub bytes: Vec<u8>,
}

/// Decodes one file to `channels`, 1 (grey) or 3 (red, green, blue); `expected` is (height, width), where it is known.
///
/// # Errors
/// IMAGE_FORMAT (none of the three formats), IMAGE_TOO_LARGE, IMAGE_SHAPE (not of the expected size), IMAGE_INVALID
/// (damaged or cut short).
pub fn decode(
    file: &[u8],
    channels: u8,
    expected: Option<(usize, usize)>,
) -> Result<Pixels, DataError> {
    let (decoder, declared) = open(file, &IMAGE)?;
    let size = (declared.height as usize, declared.width as usize);
    if let Some((height, width)) = expected.filter(|&wanted| wanted != size) {
        let (rows, columns) = size;
        let what = format!(
            "is {rows}×{columns} pixels (height × width), expected {height}×{width} → bring all images to one size"
        );
        return Err(DataError::new("IMAGE_SHAPE", what));
    }
    declared.check_proportion(file.len(), &IMAGE)?;
    let bytes = within(budget(declared.pixels(), file.len()), || {
        DynamicImage::from_decoder(decoder).map(|image| bytes_of(on_black(image), channels))
    })
    .map_err(|error| failure(error, &IMAGE))?;
    Ok(Pixels {
        width: size.1,
        height: size.0,
        bytes,
    })
}

/// (height, width) of a file as its header has them, which may be decoded if they are not too large.
///
/// # Errors
/// IMAGE_FORMAT, IMAGE_TOO_LARGE, IMAGE_INVALID.
pub fn size(file: &[u8]) -> Result<(usize, usize), DataError> {
    let (_, declared) = open(file, &IMAGE)?;
    declared.check_proportion(file.len(), &IMAGE)?;
    Ok((declared.height as usize, declared.width as usize))
}

/// Reads the header.
pub(crate) fn open<'a>(
    file: &'a [u8],
    sizes: &SizeLimits,
) -> Result<(impl ImageDecoder + 'a, Declared), DataError> {
    let format = format_of(file)?;
    if format == ImageFormat::Jpeg {
        jpeg::check_end(file)?;
    }
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::no_limits();
    limits.max_alloc = (format == ImageFormat::Png).then(|| metadata_limit(file.len()));
    reader.limits(limits);
    let decoder = within(budget(0, file.len()), || reader.into_decoder())
        .map_err(|error| failure(error, sizes))?;
    let (width, height) = decoder.dimensions();
    let declared = Declared {
        format,
        width,
        height,
        total_bytes: decoder.total_bytes(),
        bits: if format == ImageFormat::Png {
            png_bits(file)
        } else {
            0
        },
    };
    declared.check_sides(sizes)?;
    Ok((decoder, declared))
}

/// Bits of a pixel of a PNG: those of a sample times the samples that its type of colour has.
fn png_bits(file: &[u8]) -> u64 {
    // The first chunk, IHDR, begins at byte 8; the decoder has read it.
    let [depth, colour] = [24, 25].map(|at| file.get(at).copied().unwrap_or_default());
    let samples = match colour {
        2 => 3,
        4 => 2,
        6 => 4,
        _ => 1,
    };
    samples * u64::from(depth)
}

fn bytes_of(image: DynamicImage, channels: u8) -> Vec<u8> {
    match channels {
        // The image crate's own grey is that of Rec. 709.
        1 if image.color().has_color() => {
            let colours = image.into_rgb8();
            colours
                .pixels()
                .map(|&Rgb(colour)| grey_of(colour))
                .collect()
        }
        1 => image.into_luma8().into_raw(),
        _ => image.into_rgb8().into_raw(),
    }
}

fn format_of(file: &[u8]) -> Result<ImageFormat, DataError> {
    let refuse = |received: String| {
        Err(DataError::new(
            "IMAGE_FORMAT",
            format!("{received}, expected a PNG, JPEG or WebP image"),
        ))
    };
    match image::guess_format(file) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) => Ok(format),
        Ok(other) => refuse(format!("is in the format {other:?} by its content")),
        Err(_) if file.is_empty() => refuse("is empty".to_owned()),
        Err(_) => refuse(format!(
            "begins with {}",
            hexadecimal(&file[..file.len().min(4)])
        )),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<Vec<_>>()
        .join(" ")
}

fn on_black(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return image;
    }
    let mut image = image.into_rgba8();
    for Rgba([red, green, blue, alpha]) in image.pixels_mut() {
        for tone in [red, green, blue] {
            *tone = ((u32::from(*tone) * u32::from(*alpha) + 127) / 255) as u8;
        }
        *alpha = 255;
    }
    DynamicImage::ImageRgba8(image)
}

pub(crate) fn failure(error: ImageError, sizes: &SizeLimits) -> DataError {
    match error {
        _ if exceeded() => over_budget(),
        // The decoder's own limit is that of what is not pixels.
        ImageError::Limits(_) => too_much(sizes),
        ImageError::Unsupported(what) => {
            DataError::new("IMAGE_FORMAT", format!("cannot be read: {what}"))
        }
        other => DataError::new("IMAGE_INVALID", format!("is damaged: {other}")),
    }
}
