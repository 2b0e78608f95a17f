//! What the garment lies on.

use super::texture::texture;
use super::tint::tint;
use crate::photo::draw::Draw;
use crate::photo::plane::Plane;

/// One tone, a gradient, or a texture.
pub fn ground(draw: &mut Draw, width: usize, height: usize) -> [Plane; 3] {
    let kind = draw.unit();
    let tone = if draw.chance(0.55) {
        draw.between(238.0, 256.0)
    } else {
        draw.between(90.0, 245.0)
    };
    let strength = if draw.chance(0.5) {
        0.0
    } else {
        draw.between(0.0, 0.3)
    };
    let colour = tint(draw, strength);
    let mut shape = Plane::filled(width, height, 0.0);
    if kind > 0.6 {
        let (dx, dy) = (draw.between(-1.0, 1.0), draw.between(-1.0, 1.0));
        let round = draw.between(-1.0, 1.0);
        let depth = draw.between(10.0, 60.0);
        for y in 0..height {
            for x in 0..width {
                let (u, v) = (
                    x as f32 / width as f32 - 0.5,
                    y as f32 / height as f32 - 0.5,
                );
                shape.data[y * width + x] +=
                    depth * (dx * u + dy * v + 2.0 * round * (u * u + v * v));
            }
        }
    }
    if kind > 0.78 {
        let strength = draw.between(5.0, 40.0);
        let texture = texture(draw, width, height);
        for (value, texture) in shape.data.iter_mut().zip(&texture.data) {
            *value += strength * texture;
        }
    }
    let tone = if kind > 0.6 { tone - 40.0 } else { tone };
    [0, 1, 2].map(|c| Plane {
        width,
        height,
        data: shape
            .data
            .iter()
            .map(|v| ((tone + v) * colour[c]).clamp(0.0, 255.0))
            .collect(),
    })
}
