//! What JavaScript sees: the readers and writers of this crate, with copies of bytes in and out.
//!
//! An error is thrown as an object `{ code, message }`. TypeScript's side is `ts/data/data-wasm.ts`.

use crate::csv::{CsvImages as Reader, CsvOptions, LabelColumn};
use crate::sheet::Images;
use crate::{DataError, decode, encode, proportion, sheet};
use fashion_kernels::budget;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: budget::BudgetAllocator<std::alloc::System> =
    budget::BudgetAllocator(std::alloc::System);

pub(crate) fn thrown(error: DataError) -> JsValue {
    let object = Object::new();
    for (name, value) in [("code", error.code), ("message", &error.message)] {
        // A plain object takes any property.
        let _ = Reflect::set(&object, &name.into(), &value.into());
    }
    object.into()
}

/// Reads a table of images in CSV, piece by piece.
#[wasm_bindgen]
pub struct CsvImages(Reader);

#[wasm_bindgen]
impl CsvImages {
    /// `image_shape`: height, width, channels, or nothing for squares. `classes`: labels are below it. `class_names`: one per
    /// class, or none. `label`: as [`LabelColumn::parse`] reads it. `header`: undefined where the first row tells.
    #[wasm_bindgen(constructor)]
    pub fn new(
        image_shape: &[u32],
        classes: u32,
        class_names: Vec<String>,
        max_pixels: f64,
        label: &str,
        header: Option<bool>,
    ) -> CsvImages {
        let image_shape = match *image_shape {
            [height, width, channels] => Some([height, width, channels].map(|size| size as usize)),
            _ => None,
        };
        CsvImages(Reader::new(CsvOptions {
            image_shape,
            classes,
            class_names,
            max_pixels: max_pixels as usize,
            label: LabelColumn::parse(label).unwrap_or(LabelColumn::Unsaid),
            header,
        }))
    }

    /// Reads the next bytes.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.0.push(bytes).map_err(thrown)
    }

    /// Reads what is left: no bytes follow.
    pub fn finish(&mut self) -> Result<(), JsValue> {
        self.0.finish().map_err(thrown)
    }

    /// Pixels since the last call.
    #[wasm_bindgen(js_name = takePixels)]
    pub fn take_pixels(&mut self) -> Vec<u8> {
        self.0.take_pixels()
    }

    /// Labels since the last call.
    #[wasm_bindgen(js_name = takeLabels)]
    pub fn take_labels(&mut self) -> Vec<u32> {
        self.0.take_labels()
    }

    /// Height, width, channels.
    #[wasm_bindgen(js_name = imageShape)]
    pub fn image_shape(&self) -> Vec<u32> {
        self.0.image_shape().map(|size| size as u32).to_vec()
    }

    /// Whether there is a column of labels.
    pub fn labelled(&self) -> bool {
        self.0.labelled()
    }
}

/// Pixels of an image file.
#[wasm_bindgen]
pub struct DecodedImage(decode::Pixels);

#[wasm_bindgen]
impl DecodedImage {
    /// Columns.
    #[wasm_bindgen(getter)]
    pub fn width(&self) -> usize {
        self.0.width
    }

    /// Rows.
    #[wasm_bindgen(getter)]
    pub fn height(&self) -> usize {
        self.0.height
    }

    /// Takes the bytes.
    #[wasm_bindgen(js_name = takeBytes)]
    pub fn take_bytes(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0.bytes)
    }
}

/// Decodes a PNG, JPEG or WebP file to 1 or 3 channels; `height` and `width` are 0 where any size is right.
#[wasm_bindgen(js_name = decodeImage)]
pub fn decode_image(
    file: &[u8],
    channels: u8,
    height: usize,
    width: usize,
) -> Result<DecodedImage, JsValue> {
    let expected = (height > 0).then_some((height, width));
    decode::decode(file, channels, expected)
        .map(DecodedImage)
        .map_err(thrown)
}

/// Height and width of a PNG, JPEG or WebP file, by its header.
#[wasm_bindgen(js_name = imageSize)]
pub fn image_size(file: &[u8]) -> Result<Vec<u32>, JsValue> {
    let (height, width) = decode::size(file).map_err(thrown)?;
    Ok(vec![height as u32, width as u32])
}

/// What to say of an image at which this instance trapped, if it was that its budget ended; then the instance is spent.
#[wasm_bindgen(js_name = overBudget)]
pub fn over_budget() -> Option<String> {
    // The text takes memory, too.
    budget::lift();
    budget::exceeded().then(|| proportion::OVER_BUDGET.to_owned())
}

/// Writes bytes as a PNG file.
#[wasm_bindgen(js_name = encodePng)]
pub fn encode_png(
    bytes: &[u8],
    width: usize,
    height: usize,
    channels: usize,
) -> Result<Vec<u8>, JsValue> {
    encode::png(bytes, width, height, channels).map_err(thrown)
}

/// Draws grey images with captions, `columns` to a row, as a PNG file.
#[wasm_bindgen(js_name = sheetPng)]
pub fn sheet_png(
    bytes: &[u8],
    width: usize,
    height: usize,
    columns: usize,
    captions: Vec<String>,
) -> Result<Vec<u8>, JsValue> {
    sheet::png(
        &Images {
            bytes,
            width,
            height,
            captions: &captions,
        },
        columns,
    )
    .map_err(thrown)
}
