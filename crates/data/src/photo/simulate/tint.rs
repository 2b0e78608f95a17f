//! Colours of garments and of what they lie on.

use crate::photo::colour::luma;
use crate::photo::draw::Draw;

/// A colour with the luma 1, kept where no channel would leave the range much.
pub fn tint(draw: &mut Draw, strength: f32) -> [f32; 3] {
    let colour = [(); 3].map(|()| 1.0 + strength * draw.between(-1.0, 1.0));
    let luma = luma(colour);
    colour.map(|c| c / luma)
}
