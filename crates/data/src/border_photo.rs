//! What JavaScript sees of photos: preparing them, and making those that a model is trained on.
//!
//! TypeScript's side is `ts/photo/`.

use crate::DataError;
use crate::border::thrown;
use crate::photo::steps::NAMES;
use crate::photo::{self, Kind, Photo, Prepared, Settings, Tones, simulate, strangers};
use wasm_bindgen::prelude::*;

/// Settings as `ts/photo/raw-photo.ts` writes them: 8 numbers, and 4 of a box where there is one.
fn settings_of(numbers: &[f64]) -> Settings {
    let number = |place: usize| numbers.get(place).copied().unwrap_or_default();
    Settings {
        tones: match number(2) {
            1.0 => Tones::Positive,
            2.0 => Tones::Negative,
            _ => Tones::Auto,
        },
        background: match number(3) {
            1.0 => Some(Kind::Plain),
            2.0 => Some(Kind::Gradient),
            3.0 => Some(Kind::Textured),
            _ => None,
        },
        turn: number(4),
        sharpening: number(5) as f32,
        stretch: number(6) != 0.0,
        steps: number(7) != 0.0,
        bounds: numbers.get(8..12).and_then(|bounds| bounds.try_into().ok()),
    }
}

/// What is known of a photo, as `ts/photo/prepared.ts` reads it: 17 numbers, 28 × 28 tones, and for each step 4 numbers
/// (of its name, channels, columns, rows) and its bytes.
fn packed(photo: &Photo, prepared: Option<&Prepared>, pixels: &[u8]) -> Vec<u8> {
    let [width, height] = photo.full.map(|side| side as f64);
    let mut facts = vec![width, height, f64::from(photo.orientation)];
    if let Some(prepared) = prepared {
        let Prepared {
            colour: [red, green, blue],
            deviation,
            certainty,
            area,
            cut,
            ..
        } = *prepared;
        let kind = match prepared.kind {
            Kind::Plain => 1.0,
            Kind::Gradient => 2.0,
            Kind::Textured => 3.0,
        };
        let negative = f64::from(u8::from(prepared.negative));
        facts.extend([kind, negative, prepared.objects as f64]);
        facts.extend(prepared.bounds);
        facts.extend([red, green, blue, deviation, certainty, area, cut].map(f64::from));
    }
    facts.resize(FACTS, 0.0);
    let mut bytes: Vec<u8> = facts.into_iter().flat_map(f64::to_le_bytes).collect();
    bytes.extend_from_slice(pixels);
    for step in prepared.map_or(&[][..], |prepared| prepared.steps.all()) {
        let name = NAMES.iter().position(|&name| name == step.name);
        let numbers = [
            name.unwrap_or_default(),
            step.channels,
            step.width,
            step.height,
        ];
        bytes.extend(
            numbers
                .into_iter()
                .flat_map(|number| (number as f64).to_le_bytes()),
        );
        bytes.extend_from_slice(&step.bytes);
    }
    bytes
}

/// The width, the height, the position, and of what was prepared its kind of background and 13 more.
const FACTS: usize = 17;

/// Prepares a photo: a PNG, JPEG or WebP file where `width` is 0, else pixels of a canvas (red, green, blue, alpha). The first two
/// settings: 1 prepares anything, 2 nothing, else it depends on whether the image is of the data set's form; EXIF's number of
/// its position, or 0 for what the file says.
#[wasm_bindgen(js_name = preparePhoto)]
pub fn prepare_photo(
    bytes: Vec<u8>,
    width: usize,
    height: usize,
    settings: &[f64],
) -> Result<Vec<u8>, JsValue> {
    let number = |place: usize| settings.get(place).copied().unwrap_or_default();
    let position = number(1) as u8;
    let given = settings_of(settings);
    let photo = if width == 0 {
        Photo::decode_for(&bytes, position, given.bounds)
    } else {
        Photo::from_rgba(bytes, width, height, position)
    };
    let photo = photo.map_err(thrown)?;
    let (anything, nothing) = (number(0) == 1.0, number(0) == 2.0);
    let as_it_is = if nothing {
        photo::has_data_set_size(&photo)
    } else {
        !anything && photo::has_data_set_form(&photo)
    };
    if as_it_is {
        return Ok(packed(&photo, None, &photo.grey()));
    }
    if nothing {
        let [width, height] = photo.full;
        let what = format!(
            "is {height}×{width} pixels (height × width) → without preparation an image is 28×28 grey tones, the garment light on 0"
        );
        return Err(thrown(DataError::new("IMAGE_SHAPE", what)));
    }
    let prepared = photo::prepare(&photo, &given);
    Ok(packed(&photo, Some(&prepared), &prepared.image))
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

/// For each image of 28 × 28 tones one to train a model for photos on; `first` is the number of the first. `strangers`: one that is
/// no garment, made of it and the one after it, which the last takes from the front.
#[wasm_bindgen(js_name = photoExamples)]
pub fn photo_examples(
    images: &[u8],
    seed: u32,
    first: f64,
    strangers: bool,
) -> Result<Vec<u8>, JsValue> {
    check_images(images)?;
    let others = images.chunks_exact(SIZE).cycle().skip(1);
    let numbered = images.chunks_exact(SIZE).zip(others).zip(first as u64..);
    Ok(numbered
        .flat_map(|((one, other), number)| {
            if strangers {
                strangers::stranger(one, other, seed, number)
            } else {
                simulate::example(one, seed, number)
            }
        })
        .collect())
}

/// For each image of 28 × 28 tones 1 where it is of the data set's own form, else 0.
#[wasm_bindgen(js_name = dataSetForm)]
pub fn data_set_form(images: &[u8]) -> Result<Vec<u8>, JsValue> {
    check_images(images)?;
    let of_form = |image: &[u8]| u8::from(photo::is_data_set_form(image));
    Ok(images.chunks_exact(SIZE).map(of_form).collect())
}

/// Judges a model's logits, `outputs` for each image: the probabilities of the classes, and after them the unlikeness.
#[wasm_bindgen(js_name = judgePhotos)]
pub fn judge_photos(logits: &[f32], outputs: usize, temperature: f32) -> Vec<f32> {
    let mut judged = Vec::with_capacity(logits.len());
    for logits in logits.chunks_exact(outputs.max(1)) {
        let judgement = photo::judge::judge(logits, temperature);
        judged.extend(judgement.probabilities);
        judged.push(judgement.unlikeness);
    }
    judged
}
