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

/// Width of a cell that leaves room for twelve letters; small images are magnified to about it.
const LEAST_CELL: usize = 84;
/// Larger images are made smaller, to at most so many columns and rows.
const LARGEST: [usize; 2] = [168, 252];
/// One image a row has so many times the room.
const ALONE: usize = 4;
const GAP: usize = 6;
const CAPTION: usize = 15;
const BACKGROUND: u8 = 32;
const LETTERS: u8 = 235;
/// Letters of FONT_7X13 are so wide.
const LETTER: usize = 7;

/// Draws grey images `columns` to a row, one a row larger than others, small ones magnified and large ones made smaller by whole numbers, as a PNG file.
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
    let scale = Scale::of(width, height, if columns == 1 { ALONE } else { 1 });
    let columns = columns.min(count);
    let size = width
        .checked_mul(height)
        .filter(|&size| size > 0 && size.checked_mul(count) == Some(bytes.len()));
    let Some(size) = size.filter(|_| columns > 0) else {
        let what = format!(
            "{} bytes, {count} captions and images of {height}×{width} do not fit",
            bytes.len()
        );
        return Err(DataError::new("INVALID_ARGUMENT", what));
    };
    let (drawn_width, drawn_height) = (scale.length(width), scale.length(height));
    let (cell_width, cell_height) = (
        drawn_width.max(LEAST_CELL) + GAP,
        drawn_height + CAPTION + GAP,
    );
    let mut sheet = Sheet::new(
        columns * cell_width + GAP,
        count.div_ceil(columns) * cell_height + GAP,
    )?;
    for (i, (image, caption)) in bytes.chunks_exact(size).zip(captions).enumerate() {
        let (left, top) = (
            GAP + i % columns * cell_width,
            GAP + i / columns * cell_height,
        );
        let middle = left + (cell_width - GAP - drawn_width) / 2;
        for y in 0..height.div_ceil(scale.down) {
            for x in 0..width.div_ceil(scale.down) {
                let tone = scale.tone(image, width, x, y);
                sheet.square(middle + x * scale.up, top + y * scale.up, scale.up, tone);
            }
        }
        sheet.caption(caption, left, top + drawn_height + 1, cell_width - GAP);
    }
    encode::png(&sheet.bytes, sheet.width, sheet.height, 1)
}

/// By how much an image is magnified, or made smaller; one of the two is 1.
struct Scale {
    up: usize,
    down: usize,
}

impl Scale {
    /// `room`: how many times the usual size an image may have.
    fn of(width: usize, height: usize, room: usize) -> Self {
        let [width, height] = [width, height].map(|side| side.max(1));
        let [most_columns, most_rows] = LARGEST.map(|side| side * room);
        let down = width.div_ceil(most_columns).max(height.div_ceil(most_rows));
        let up = if down > 1 {
            1
        } else {
            (LEAST_CELL * room)
                .div_ceil(width)
                .min((most_rows / height).max(1))
        };
        Self { up, down }
    }

    /// Pixels of the sheet for so many of the image.
    fn length(&self, side: usize) -> usize {
        side.div_ceil(self.down) * self.up
    }

    /// The mean of the `down` × `down` pixels that pixel (x, y) stands for, fewer at the edges.
    fn tone(&self, image: &[u8], width: usize, x: usize, y: usize) -> u8 {
        let columns = x * self.down..((x + 1) * self.down).min(width);
        let rows = image
            .chunks_exact(width)
            .skip(y * self.down)
            .take(self.down);
        let (sum, count) = rows.fold((0usize, 0), |(sum, count), row| {
            let part = &row[columns.clone()];
            (
                sum + part.iter().map(|&tone| usize::from(tone)).sum::<usize>(),
                count + part.len(),
            )
        });
        ((sum + count / 2) / count) as u8
    }
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
