//! Photos, and what is trained on: an image of the data set, enlarged, mirrored, turned and bent, coloured, on a
//! background, lit, blurred, noisy.
//!
//! Only sums, products, quotients and square roots, so a seed gives the same bytes on each host. The order of the draws is
//! part of that.

mod garment;
mod ground;
mod paint;
mod pose;
mod texture;
mod tint;

use super::draw::Draw;
use super::photo::Photo;
use super::square::SIDE;
use garment::Garment;
use pose::Pose;

/// One image in five is not made a photo.
const AS_IT_IS: f32 = 0.2;

/// What a model for photos is trained on: an image of 28 × 28 tones as a photo of it is prepared, or, one in five, as it is; half
/// of all mirrored.
pub fn example(image: &[u8], seed: u32, number: u64) -> Vec<u8> {
    let mut draw = Draw::new(seed ^ 0x6578_616d, number);
    if !draw.chance(AS_IT_IS) {
        return super::prepare(&photo(image, seed, number), &super::Settings::default()).image;
    }
    if draw.chance(0.5) {
        return image.to_vec();
    }
    image
        .chunks_exact(SIDE)
        .flat_map(|row| row.iter().rev().copied())
        .collect()
}

/// Makes photo number `photo` of an image of 28 × 28 tones.
pub fn photo(image: &[u8], seed: u32, photo: u64) -> Photo {
    let mut draw = Draw::new(seed, photo);
    let garment = Garment::of(image);
    let pose = Pose::drawn(&mut draw, garment.bounds);
    let (light, mut cover) = pose.seen(&mut draw, &garment);
    if draw.chance(0.5) {
        // Edges of real photos are sharper than those of enlarged images.
        let steep = draw.between(1.0, 4.0);
        cover
            .data
            .iter_mut()
            .for_each(|a| *a = ((*a - 0.5) * steep + 0.5).clamp(0.0, 1.0));
    }
    paint::paint(&mut draw, light, cover)
}
