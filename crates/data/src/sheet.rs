//! A sheet of many small images, each with a caption below it, as one grey picture.
//!
//! Letters come from embedded-graphics, whose font has the characters of ISO 8859-1; others are shown as `?`.

use crate::DataError;
use crate::encode;
use embedded_graphics::mono_font::{MonoTextStyle, iso_8859_1::FONT_7X13};
use embedded_graphics::pixelcolor::Gray8;
use embedded_graphics::prelude::*;
use embedded_graphics::text::{Alignment, Baseline, Text};

/// Many images of one size.
pub struct Images<'a> {
    /// `captions × height × width × channels` bytes.
    pub bytes: &'a [u8],
    /// Columns of one image.
    pub width: usize,
    /// Rows of one image.
    pub height: usize,
    /// A caption for each image.
    pub captions: &'a [String],
}

/// Width of a cell that leaves room for twelve letters.
const LEAST_CELL: usize = 84;
const GAP: usize = 6;
const CAPTION: usize = 15;
const BACKGROUND: u8 = 32;
const LETTERS: u8 = 235;
/// Letters of FONT_7X13 are so wide.
const LETTER: usize = 7;

/// Draws grey images `columns` to a row, small ones magnified by whole numbers, as a PNG file.
///
/// # Errors
/// INVALID_ARGUMENT when bytes, captions and shape do not fit, or the sheet would have a side of more than 32,767 pixels.
pub fn png(images: &Images, columns: usize) -> Result<Vec<u8>, DataError> {
    let Images {
        bytes,
        width,
        height,
        captions,
    } = *images;
    let count = captions.len();
    let (size, columns) = (width * height, columns.min(count));
    if columns == 0 || size == 0 || bytes.len() != count * size {
        let what = format!(
            "{} bytes, {count} captions and images of {height}×{width} do not fit",
            bytes.len()
        );
        return Err(DataError::new("INVALID_ARGUMENT", what));
    }
    let scale = LEAST_CELL.div_ceil(width);
    let (cell_width, cell_height) = (width * scale + GAP, height * scale + CAPTION + GAP);
    let mut sheet = Sheet::new(
        columns * cell_width + GAP,
        count.div_ceil(columns) * cell_height + GAP,
    )?;
    for (i, (image, caption)) in bytes.chunks_exact(size).zip(captions).enumerate() {
        let (left, top) = (
            GAP + i % columns * cell_width,
            GAP + i / columns * cell_height,
        );
        for (y, row) in image.chunks_exact(width).enumerate() {
            for (x, &tone) in row.iter().enumerate() {
                sheet.square(left + x * scale, top + y * scale, scale, tone);
            }
        }
        sheet.caption(caption, left, top + height * scale + 1, width * scale);
    }
    encode::png(&sheet.bytes, sheet.width, sheet.height, 1)
}

struct Sheet {
    bytes: Vec<u8>,
    width: usize,
    height: usize,
}

impl Sheet {
    fn new(width: usize, height: usize) -> Result<Self, DataError> {
        let most = i16::MAX as usize;
        if width > most || height > most {
            let what = format!(
                "a sheet of {height}×{width} pixels is too large → draw fewer images, at most {most} a side"
            );
            return Err(DataError::new("INVALID_ARGUMENT", what));
        }
        Ok(Self {
            bytes: vec![BACKGROUND; width * height],
            width,
            height,
        })
    }

    fn square(&mut self, left: usize, top: usize, side: usize, tone: u8) {
        for y in top..top + side {
            let start = y * self.width + left;
            self.bytes[start..start + side].fill(tone);
        }
    }

    /// In the middle below its image; what does not fit is cut.
    fn caption(&mut self, text: &str, left: usize, top: usize, width: usize) {
        let letters: String = text.chars().take(width / LETTER).collect();
        let middle = Point::new((left + width / 2) as i32, top as i32);
        let style = MonoTextStyle::new(&FONT_7X13, Gray8::new(LETTERS));
        let mut line = Text::with_alignment(&letters, middle, style, Alignment::Center);
        line.text_style.baseline = Baseline::Top;
        let Ok(_) = line.draw(self);
    }
}

impl OriginDimensions for Sheet {
    fn size(&self) -> Size {
        Size::new(self.width as u32, self.height as u32)
    }
}

impl DrawTarget for Sheet {
    type Color = Gray8;
    type Error = core::convert::Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<Gray8>>>(
        &mut self,
        pixels: I,
    ) -> Result<(), Self::Error> {
        for Pixel(Point { x, y }, colour) in pixels {
            let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else {
                continue;
            };
            if x < self.width && y < self.height {
                self.bytes[y * self.width + x] = colour.luma();
            }
        }
        Ok(())
    }
}
