//! Random sizes, planes and masks; simple garments; photos of them.

use fashion_data::photo::Photo;
use fashion_data::photo::draw::Draw;
use fashion_data::photo::mask::Mask;
use fashion_data::photo::plane::Plane;
use fashion_data::photo::square::SIDE;

/// A stream of draws for case `number` of a test.
pub fn draw(number: usize) -> Draw {
    Draw::new(0x7e57, number as u64)
}

/// A whole number from `low` to `high`, both included.
pub fn size(draw: &mut Draw, low: usize, high: usize) -> usize {
    low + draw.below(high - low + 1)
}

pub fn bytes(draw: &mut Draw, count: usize) -> Vec<u8> {
    (0..count).map(|_| draw.below(256) as u8).collect()
}

/// Tones in [0, 255).
pub fn plane(draw: &mut Draw, width: usize, height: usize) -> Plane {
    Plane {
        width,
        height,
        data: (0..width * height)
            .map(|_| draw.between(0.0, 255.0))
            .collect(),
    }
}

/// True with the probability `density`.
pub fn mask(draw: &mut Draw, width: usize, height: usize, density: f32) -> Mask {
    Mask {
        width,
        height,
        data: (0..width * height).map(|_| draw.chance(density)).collect(),
    }
}

/// A mask from rows of text, `#` where there is garment.
pub fn drawn(rows: &[&str]) -> Mask {
    Mask {
        width: rows[0].len(),
        height: rows.len(),
        data: rows.concat().bytes().map(|byte| byte == b'#').collect(),
    }
}

/// An opaque, upright photo.
pub fn photo(width: usize, height: usize, colour: impl Fn(usize, usize) -> [u8; 3]) -> Photo {
    let bytes = (0..width * height).flat_map(|i| colour(i % width, i / width));
    Photo::new(width, height, bytes.collect(), None)
}

/// A T-shirt as the data set might have it, its cloth of `tone` and darker towards the hem.
pub fn shirt(tone: u8) -> Vec<u8> {
    let inside = |x: usize, y: usize| {
        let body = (8..20).contains(&x);
        let sleeves = (2..26).contains(&x) && (1..10).contains(&y);
        let neck = (12..16).contains(&x) && y < 3;
        (1..27).contains(&y) && (body || sleeves) && !neck
    };
    (0..SIDE * SIDE)
        .map(|i| (i % SIDE, i / SIDE))
        .map(|(x, y)| if inside(x, y) { tone - y as u8 } else { 0 })
        .collect()
}

/// A dark T-shirt on white, `scale` pixels of the photo to one of the image.
pub fn photo_of_shirt(scale: usize) -> Photo {
    let image = shirt(200);
    photo(40 * scale, 44 * scale, |x, y| {
        let (x, y) = ((x / scale).wrapping_sub(6), (y / scale).wrapping_sub(8));
        let inside = x < SIDE && y < SIDE;
        let tone = if inside { image[y * SIDE + x] } else { 0 };
        [255 - tone; 3]
    })
}

/// FNV-1a, by which many bytes are compared with those of another day.
pub fn hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> u64 {
    parts
        .into_iter()
        .flatten()
        .fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}
