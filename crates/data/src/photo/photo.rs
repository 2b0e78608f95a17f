//! A photo: decoded, upright, in red, green and blue, what is transparent on white.
//!
//! Unlike `decode.rs`, which reads images of a data set byte for byte, this heeds what a camera notes of its position, and
//! takes larger files.

use super::small_jpeg;
use crate::DataError;
use crate::decode::{failure, open};
use crate::grey::grey_of;
use crate::proportion::{PHOTO, budget};
use fashion_kernels::budget::within;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, Rgba};

/// A photo in red, green and blue, as large as its file has it or smaller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `height × width × 3` bytes.
    pub bytes: Vec<u8>,
    /// How much each pixel covers, 0 … 255, where the file has transparent pixels.
    pub alpha: Option<Vec<u8>>,
    /// EXIF's number of the position it was brought upright from, 1 where it stood upright.
    pub orientation: u8,
    /// Pixels of the file, a side, that one of these stands for.
    pub scale: usize,
    /// Columns and rows of the file, upright.
    pub full: [usize; 2],
}

impl Photo {
    /// An upright photo, as large as it is.
    pub fn new(width: usize, height: usize, bytes: Vec<u8>, alpha: Option<Vec<u8>>) -> Self {
        Self {
            width,
            height,
            bytes,
            alpha,
            orientation: 1,
            scale: 1,
            full: [width, height],
        }
    }

    /// Decodes a PNG, JPEG or WebP file. `orientation`: EXIF's number, or 0 for what the file says.
    ///
    /// A large JPEG comes smaller: its blocks of 8 × 8 pixels are decoded to fewer.
    ///
    /// # Errors
    /// IMAGE_FORMAT, IMAGE_TOO_LARGE, IMAGE_INVALID.
    pub fn decode(file: &[u8], orientation: u8) -> Result<Self, DataError> {
        Self::decode_for(file, orientation, None)
    }

    /// The same for a garment in the caller's box, which keeps its pixels.
    ///
    /// # Errors
    /// As of [`Self::decode`].
    pub fn decode_for(
        file: &[u8],
        orientation: u8,
        bounds: Option<[f64; 4]>,
    ) -> Result<Self, DataError> {
        let (mut decoder, declared) = open(file, &PHOTO)?;
        declared.check_proportion(file.len(), &PHOTO)?;
        within(budget(declared.pixels(), file.len()), || {
            // What cannot be read of a camera's notes says nothing of the pixels.
            let noted = decoder.orientation().unwrap_or(Orientation::NoTransforms);
            let position = Orientation::from_exif(orientation).unwrap_or(noted);
            let size = decoder.dimensions();
            let small = (declared.format == ImageFormat::Jpeg)
                .then(|| small_jpeg::decode(file, size, bounds))
                .flatten();
            let (image, scale) = match small {
                Some(small) => small,
                None => (DynamicImage::from_decoder(decoder)?, 1),
            };
            Ok(Self::of(image, position, scale, size))
        })
        .map_err(|error| failure(error, &PHOTO))
    }

    /// Takes pixels of a canvas: red, green, blue and alpha, not multiplied.
    ///
    /// # Errors
    /// INVALID_ARGUMENT when the number of bytes is not that of the shape.
    pub fn from_rgba(
        bytes: Vec<u8>,
        width: usize,
        height: usize,
        orientation: u8,
    ) -> Result<Self, DataError> {
        let length = bytes.len();
        let fits = width
            .checked_mul(height)
            .and_then(|size| size.checked_mul(4))
            == Some(length)
            && length > 0;
        let image = fits
            .then(|| image::RgbaImage::from_raw(width as u32, height as u32, bytes))
            .flatten();
        let Some(image) = image else {
            let what = format!(
                "has {length} bytes for {height}×{width} pixels (height × width) → give 4 a pixel: red, green, blue, alpha"
            );
            return Err(DataError::new("INVALID_ARGUMENT", what));
        };
        let position = Orientation::from_exif(orientation).unwrap_or(Orientation::NoTransforms);
        let size = image.dimensions();
        Ok(Self::of(DynamicImage::ImageRgba8(image), position, 1, size))
    }

    /// Brings it upright; `size` is that of the file.
    fn of(mut image: DynamicImage, position: Orientation, scale: usize, size: (u32, u32)) -> Self {
        image.apply_orientation(position);
        let (width, height) = (image.width() as usize, image.height() as usize);
        let (bytes, alpha) = if image.color().has_alpha() {
            let image = image.into_rgba8();
            let alpha: Vec<u8> = image.pixels().map(|&Rgba([.., alpha])| alpha).collect();
            let bytes = image.pixels().flat_map(|&Rgba([red, green, blue, alpha])| {
                [red, green, blue].map(|tone| {
                    let sum = u32::from(tone) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
                    ((sum + 127) / 255) as u8
                })
            });
            (
                bytes.collect(),
                alpha.iter().any(|&alpha| alpha < 255).then_some(alpha),
            )
        } else {
            (image.into_rgb8().into_raw(), None)
        };
        let orientation = position.to_exif();
        let [columns, rows] = [size.0, size.1].map(|side| side as usize);
        let lies = orientation > 4; // on its side
        Self {
            orientation,
            scale,
            full: if lies {
                [rows, columns]
            } else {
                [columns, rows]
            },
            ..Self::new(width, height, bytes, alpha)
        }
    }

    /// The grey of each pixel.
    pub fn grey(&self) -> Vec<u8> {
        self.bytes
            .chunks_exact(3)
            .map(|pixel| grey_of([pixel[0], pixel[1], pixel[2]]))
            .collect()
    }

    /// The same with each tone turned round.
    pub fn inverted(&self) -> Self {
        Self {
            bytes: self.bytes.iter().map(|tone| 255 - tone).collect(),
            alpha: self.alpha.clone(),
            ..*self
        }
    }
}
