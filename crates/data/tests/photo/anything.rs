//! Pictures and settings of any kind.

use crate::samples::{bytes, photo, size};
use fashion_data::photo::draw::Draw;
use fashion_data::photo::{Kind, Photo, Settings, Tones};

/// A picture of one of many kinds.
pub fn any(draw: &mut Draw, width: usize, height: usize) -> Photo {
    let noise = bytes(draw, width * height * 3);
    let colours = [(); 2].map(|()| [(); 3].map(|()| draw.below(256) as u8));
    let period = size(draw, 1, 9);
    let kind = draw.below(6);
    let mut photo = photo(width, height, |x, y| match kind {
        0 => noise[(y * width + x) * 3..][..3]
            .try_into()
            .expect("three tones"),
        1 => colours[0],
        2 => colours[x / period % 2],
        3 => colours[y / period % 2],
        4 => colours[(x / period + y / period) % 2],
        _ => colours[usize::from(x * 3 > width && x * 3 < 2 * width && y * 4 > height)],
    });
    photo.alpha = match draw.below(5) {
        0 => Some(bytes(draw, width * height)),
        1 => Some(vec![0; width * height]),
        2 => Some(vec![255; width * height]),
        3 => {
            let inside = |x: usize, y: usize| x * 4 > width && x * 4 < 3 * width && y * 3 > height;
            let cover = |i: usize| if inside(i % width, i / width) { 255 } else { 0 };
            Some((0..width * height).map(cover).collect())
        }
        _ => None,
    };
    photo
}

/// Settings within and a little beyond what makes sense for a photo of these sides.
pub fn any_settings(draw: &mut Draw, width: usize, height: usize) -> Settings {
    let tones = [Tones::Auto, Tones::Positive, Tones::Negative];
    let kinds = [Kind::Plain, Kind::Gradient, Kind::Textured];
    let mut place = |side: usize| f64::from(draw.between(-0.5, 1.5)) * side as f64;
    let (left, top) = (place(width), place(height));
    let bounds = [left, top, place(width), place(height)];
    Settings {
        tones: tones[draw.below(3)],
        background: draw.chance(0.5).then(|| kinds[draw.below(3)]),
        bounds: draw.chance(0.5).then_some(bounds),
        turn: if draw.chance(0.3) {
            f64::from(draw.between(-400.0, 400.0))
        } else {
            0.0
        },
        sharpening: draw.between(0.0, 4.0),
        stretch: draw.chance(0.5),
        steps: draw.chance(0.2),
    }
}
