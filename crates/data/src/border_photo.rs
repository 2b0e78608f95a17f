//! What JavaScript sees of photos: preparing them, and making those that a model is trained on.
//!
//! TypeScript's side is `ts/photo/`.

use crate::DataError;
use crate::border::{DecodedImage, thrown};
use crate::photo::{self, Kind, Photo, Prepared, Settings, Tones, simulate, strangers};
use wasm_bindgen::prelude::*;

/// What of a preparation the caller says; made anew for each photo.
#[wasm_bindgen]
pub struct PhotoSettings(Settings);

#[wasm_bindgen]
impl PhotoSettings {
    /// Everything is found out.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)]
    pub fn new() -> PhotoSettings {
        PhotoSettings(Settings::default())
    }

    /// "positive" or "negative"; anything else is found out.
    pub fn tones(&mut self, word: &str) {
        self.0.tones = match word {
            "positive" => Tones::Positive,
            "negative" => Tones::Negative,
            _ => Tones::Auto,
        };
    }

    /// "plain", "gradient" or "textured"; anything else is found out.
    pub fn background(&mut self, word: &str) {
        self.0.background = match word {
            "plain" => Some(Kind::Plain),
            "gradient" => Some(Kind::Gradient),
            "textured" => Some(Kind::Textured),
            _ => None,
        };
    }

    /// Left, top, right, bottom in pixels of the upright photo.
    #[wasm_bindgen(js_name = "box")]
    pub fn bounds(&mut self, left: f64, top: f64, right: f64, bottom: f64) {
        self.0.bounds = Some([left, top, right, bottom]);
    }

    /// Degrees, clockwise.
    pub fn turn(&mut self, degrees: f64) {
        self.0.turn = degrees;
    }

    /// Amount, stretch of tones, and whether steps are kept.
    pub fn finish(&mut self, sharpening: f32, stretch: bool, steps: bool) {
        self.0.sharpening = sharpening;
        self.0.stretch = stretch;
        self.0.steps = steps;
    }
}

/// A prepared photo.
#[wasm_bindgen]
pub struct PreparedPhoto {
    /// None for an image of the data set's own form, which was not prepared.
    prepared: Option<Prepared>,
    pixels: Vec<u8>,
    width: usize,
    height: usize,
    orientation: u8,
}

#[wasm_bindgen]
impl PreparedPhoto {
    /// Whether it was prepared, and did not go through as it is.
    pub fn prepared(&self) -> bool {
        self.prepared.is_some()
    }

    /// 28 × 28 tones.
    pub fn pixels(&self) -> Vec<u8> {
        self.pixels.clone()
    }

    /// "plain", "gradient" or "textured"; "plain" where nothing was prepared.
    pub fn background(&self) -> String {
        match self.prepared.as_ref().map(|prepared| prepared.kind) {
            None | Some(Kind::Plain) => "plain",
            Some(Kind::Gradient) => "gradient",
            Some(Kind::Textured) => "textured",
        }
        .to_owned()
    }

    /// Width, height, orientation; and of what was prepared, in the order in which `ts/photo/prepared.ts` reads them: red,
    /// green, blue, deviation, certainty of the background; negative; objects; left, top, right, bottom; area; cut.
    pub fn facts(&self) -> Vec<f64> {
        let mut facts = vec![
            self.width as f64,
            self.height as f64,
            f64::from(self.orientation),
        ];
        let Some(prepared) = &self.prepared else {
            return facts;
        };
        let behind = prepared
            .colour
            .iter()
            .chain([&prepared.deviation, &prepared.certainty]);
        facts.extend(behind.map(|&value| f64::from(value)));
        facts.extend([
            f64::from(u8::from(prepared.negative)),
            prepared.objects as f64,
        ]);
        facts.extend(prepared.bounds);
        facts.extend([prepared.area, prepared.cut].map(f64::from));
        facts
    }

    fn steps(&self) -> &[photo::steps::Step] {
        self.prepared
            .as_ref()
            .map_or(&[], |prepared| prepared.steps.all())
    }

    /// Names of the steps, in their order.
    #[wasm_bindgen(js_name = stepNames)]
    pub fn step_names(&self) -> Vec<String> {
        self.steps()
            .iter()
            .map(|step| step.name.to_owned())
            .collect()
    }

    /// The picture of a step, grey where it has as many bytes as pixels, else red, green, blue.
    pub fn step(&self, number: usize) -> Option<DecodedImage> {
        let step = self.steps().get(number)?;
        Some(DecodedImage::of(
            step.bytes.clone(),
            step.width,
            step.height,
        ))
    }
}

/// `preparation`: "photo" prepares anything, "none" nothing, else it depends on whether the image is of the data set's form.
fn prepared(
    photo: &Photo,
    preparation: &str,
    settings: &PhotoSettings,
) -> Result<PreparedPhoto, DataError> {
    let as_it_is = match preparation {
        "photo" => false,
        "none" => photo::has_data_set_size(photo),
        _ => photo::has_data_set_form(photo),
    };
    let made = |prepared, pixels| PreparedPhoto {
        prepared,
        pixels,
        width: photo.full[0],
        height: photo.full[1],
        orientation: photo.orientation,
    };
    if as_it_is {
        return Ok(made(None, photo.grey()));
    }
    if preparation == "none" {
        let [width, height] = photo.full;
        let what = format!(
            "is {height}×{width} pixels (height × width) → without preparation an image is 28×28 grey tones, the garment light on 0"
        );
        return Err(DataError::new("IMAGE_SHAPE", what));
    }
    let result = photo::prepare(photo, &settings.0);
    let pixels = result.image.clone();
    Ok(made(Some(result), pixels))
}

/// Prepares a PNG, JPEG or WebP file; `orientation`: EXIF's number, or 0 for what the file says.
#[wasm_bindgen(js_name = prepareFile)]
pub fn prepare_file(
    file: &[u8],
    orientation: u8,
    preparation: &str,
    settings: &PhotoSettings,
) -> Result<PreparedPhoto, JsValue> {
    let photo = Photo::decode(file, orientation).map_err(thrown)?;
    prepared(&photo, preparation, settings).map_err(thrown)
}

/// Prepares pixels of a canvas: red, green, blue, alpha.
#[wasm_bindgen(js_name = preparePixels)]
pub fn prepare_pixels(
    bytes: Vec<u8>,
    width: usize,
    height: usize,
    orientation: u8,
    preparation: &str,
    settings: &PhotoSettings,
) -> Result<PreparedPhoto, JsValue> {
    let photo = Photo::from_rgba(bytes, width, height, orientation).map_err(thrown)?;
    prepared(&photo, preparation, settings).map_err(thrown)
}

const SIZE: usize = photo::square::SIDE * photo::square::SIDE;

fn check_images(images: &[u8]) -> Result<(), JsValue> {
    if !images.is_empty() && images.len().is_multiple_of(SIZE) {
        return Ok(());
    }
    let what = format!(
        "has {} bytes → images of 28×28 tones have {SIZE} each",
        images.len()
    );
    Err(thrown(DataError::new("INVALID_ARGUMENT", what)))
}

/// For each image of 28 × 28 tones one to train a model for photos on; `first` is the number of the first.
#[wasm_bindgen(js_name = photoExamples)]
pub fn photo_examples(images: &[u8], seed: u32, first: f64) -> Result<Vec<u8>, JsValue> {
    check_images(images)?;
    let numbered = images.chunks_exact(SIZE).zip(first as u64..);
    Ok(numbered
        .flat_map(|(image, number)| simulate::example(image, seed, number))
        .collect())
}

/// For each image of 28 × 28 tones one that is no garment, made of it and the one after it, which the last takes from the front.
#[wasm_bindgen(js_name = photoStrangers)]
pub fn photo_strangers(images: &[u8], seed: u32, first: f64) -> Result<Vec<u8>, JsValue> {
    check_images(images)?;
    let others = images.chunks_exact(SIZE).cycle().skip(1);
    let numbered = images.chunks_exact(SIZE).zip(others).zip(first as u64..);
    Ok(numbered
        .flat_map(|((one, other), number)| strangers::stranger(one, other, seed, number))
        .collect())
}

/// Judges a model's logits for one image: the probabilities of the classes, and after them the unlikeness.
#[wasm_bindgen(js_name = judgePhoto)]
pub fn judge_photo(logits: &[f32], temperature: f32) -> Vec<f32> {
    let photo::judge::Judgement {
        mut probabilities,
        unlikeness,
    } = photo::judge::judge(logits, temperature);
    probabilities.push(unlikeness);
    probabilities
}
