//! What a preparation answers.

use super::settings::Kind;
use super::steps::Steps;

/// A prepared photo, and what was found on the way.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// 28 × 28 tones, the garment on 0; all 0 where no garment was found.
    pub image: Vec<u8>,
    /// What lies behind the garment.
    pub kind: Kind,
    /// Its colour in the middle.
    pub colour: [f32; 3],
    /// Deviation of the border around it, in tones.
    pub deviation: f32,
    /// Fraction of the border that it explains.
    pub certainty: f32,
    /// Whether the picture was a negative.
    pub negative: bool,
    /// Objects seen; 0: no garment.
    pub objects: usize,
    /// Left, top, right, bottom of the garment, in pixels of the upright photo.
    pub bounds: [f64; 4],
    /// Fraction of the photo that is garment.
    pub area: f32,
    /// Fraction of a side of the garment's box that lies at the photo's border, at most over the four.
    pub cut: f32,
    /// Pictures of the steps, where they were asked for.
    pub steps: Steps,
}
