//! What decoding one image may take, in proportion to the pixels its header declares and to the bytes of its file.
//!
//! Decoders take memory by numbers that stand in the file, and heed limits for some of it only: image-webp none for the pixels
//! of a frame or its tables of codes. So sizes are checked in the header, before memory is taken, and decoding has a
//! budget, which the allocator holds (`fashion_kernels::budget`).

use crate::DataError;
use image::ImageFormat;

/// How large an image may be.
#[derive(Debug, Clone, Copy)]
pub struct SizeLimits {
    /// A side of more pixels is refused.
    pub side: u32,
    /// MiB that its pixels may take.
    pub mebibytes: u64,
}

/// For images of a data set: 4096 × 4096 of four channels.
pub const IMAGE: SizeLimits = SizeLimits {
    side: 4096,
    mebibytes: 64,
};
/// For photos, as cameras and phones make them: 64 million pixels in colour.
pub const PHOTO: SizeLimits = SizeLimits {
    side: 10_240,
    mebibytes: 192,
};
/// Bytes a PNG may take for all that is not pixels: this at most. A colour profile that inflates to more is skipped.
const MAX_METADATA: u64 = 8 << 20;

/// A WebP of more pixels than this must have no more than [`DENSITY`]: up to 1920 × 1080 a blank image may be a few bytes.
const FREE_PIXELS: u64 = 2 << 20;
/// Pixels for each byte of a JPEG or WebP. A JPEG cannot hold more: each block of 8 × 8 takes a bit, and two components, one
/// of them four times as coarse in x and the other in y, cover half of the blocks. Nor can a lossy WebP, with more than two
/// bits for the modes of 16 × 16 pixels. A lossless one can where it is almost blank.
const DENSITY: u64 = 1024;
/// Bytes that a byte of deflate data can become.
const DEFLATE_DENSITY: u64 = 1032;

/// Budget of a pixel, of a byte of the file, and of any image. Images of Pillow's encoders take up to 13 and 4.
const PIXEL_BUDGET: u64 = 16;
const FILE_BUDGET: u64 = 8;
const BASE_BUDGET: u64 = 4 << 20;

/// Bytes that may be taken to decode so many pixels from so many bytes, beside the file itself.
pub fn budget(pixels: u64, file_bytes: usize) -> usize {
    let bytes = PIXEL_BUDGET * pixels + FILE_BUDGET * file_bytes as u64 + BASE_BUDGET;
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// Bytes that what is not pixels may take in a PNG of so many.
pub fn metadata_limit(file_bytes: usize) -> u64 {
    ((1 << 20) + FILE_BUDGET * file_bytes as u64).min(MAX_METADATA)
}

/// What the header of an image says of it.
pub struct Declared {
    /// PNG, JPEG or WebP.
    pub format: ImageFormat,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Bytes of the decoded pixels.
    pub total_bytes: u64,
    /// Bits of a pixel as a PNG has it; 0 for the others.
    pub bits: u64,
}

impl Declared {
    /// Columns times rows.
    pub fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// Whether the sides are within the limits.
    ///
    /// # Errors
    /// IMAGE_TOO_LARGE.
    pub fn check_sides(&self, limits: &SizeLimits) -> Result<(), DataError> {
        let Self { width, height, .. } = self;
        let most = limits.side;
        if *width <= most && *height <= most {
            return Ok(());
        }
        let what =
            format!("is {height}×{width} pixels (height × width), the limit is {most}×{most}");
        Err(DataError::new("IMAGE_TOO_LARGE", what))
    }

    /// Whether pixels and file are in proportion.
    ///
    /// # Errors
    /// IMAGE_TOO_LARGE (too many bytes of pixels, or a WebP of too many for its file); IMAGE_INVALID for a PNG or JPEG that
    /// cannot hold so many.
    pub fn check_proportion(
        &self,
        file_bytes: usize,
        limits: &SizeLimits,
    ) -> Result<(), DataError> {
        if self.total_bytes > limits.mebibytes << 20 {
            return Err(too_much(limits));
        }
        let (pixels, file) = (self.pixels(), file_bytes as u64);
        let fits = match self.format {
            ImageFormat::Png => pixels * self.bits / 8 <= DEFLATE_DENSITY * file,
            ImageFormat::Jpeg => pixels <= DENSITY * file,
            _ => pixels <= FREE_PIXELS.max(DENSITY * file),
        };
        if fits {
            return Ok(());
        }
        let Self { width, height, .. } = self;
        let what = format!("{file_bytes} bytes declare {height}×{width} pixels (height × width)");
        Err(if self.format == ImageFormat::WebP {
            let advice = format!(
                "more than {DENSITY} pixels a byte are refused; if the image is almost blank, save it as PNG"
            );
            DataError::new("IMAGE_TOO_LARGE", format!("{what} → {advice}"))
        } else {
            DataError::new(
                "IMAGE_INVALID",
                format!("is damaged: {what}, more than they can hold"),
            )
        })
    }
}

/// The error for more bytes than a limit allows.
pub fn too_much(limits: &SizeLimits) -> DataError {
    let (pixels, metadata) = (limits.mebibytes, MAX_METADATA >> 20);
    DataError::new(
        "IMAGE_TOO_LARGE",
        format!("takes more than {pixels} MB to decode, or {metadata} MB for what is not pixels"),
    )
}

/// The error for more bytes than the budget has; what is in the trap's place where an allocation can fail.
pub fn over_budget() -> DataError {
    DataError::new("IMAGE_TOO_LARGE", OVER_BUDGET)
}

/// What is said of an image that takes more than its budget.
pub const OVER_BUDGET: &str = "takes more memory to decode than its pixels and the bytes of its file explain → it is damaged, or made to exhaust memory: write it anew";
