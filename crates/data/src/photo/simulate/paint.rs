//! Light and cover of a garment become a photo: contrast, colours, background and shadow, blur, noise.

use super::ground;
use super::tint::tint;
use crate::photo::draw::Draw;
use crate::photo::photo::Photo;
use crate::photo::plane::Plane;

/// A photo of a garment of such light and cover.
pub fn paint(draw: &mut Draw, mut light: Plane, alpha: Plane) -> Photo {
    let (width, height) = (light.width, light.height);
    // Contrast about the middle of what photos show.
    if draw.chance(0.4) {
        let (contrast, lift) = (draw.between(0.6, 1.25), draw.between(-20.0, 20.0));
        light
            .data
            .iter_mut()
            .for_each(|v| *v = (*v - 160.0) * contrast + 160.0 + lift);
    }
    let colour = if draw.chance(0.7) {
        tint(draw, 0.7)
    } else {
        [1.0; 3]
    };
    let ground = ground::ground(draw, width, height);
    let shade = shadow(draw, &alpha);
    let noise = if draw.chance(0.6) {
        draw.between(0.0, 6.0)
    } else {
        0.0
    };
    let blur = [0, 0, 0, 2, 2, 4][draw.below(6)];
    let mut planes = [0, 1, 2].map(|c| {
        let mut plane = Plane::filled(width, height, 0.0);
        for (i, value) in plane.data.iter_mut().enumerate() {
            let a = alpha.data[i];
            let garment = (light.data[i] * colour[c]).clamp(0.0, 255.0);
            let behind = ground[c].data[i] * shade.data[i];
            *value = behind + a * (garment - behind);
        }
        if blur > 0 {
            plane.smoothed(blur)
        } else {
            plane
        }
    });
    if noise > 0.0 {
        for i in 0..width * height {
            let grey = draw.normal() * noise;
            for plane in &mut planes {
                plane.data[i] += grey;
            }
        }
    }
    let mut bytes = Vec::with_capacity(width * height * 3);
    for i in 0..width * height {
        for plane in &planes {
            bytes.push((plane.data[i] + 0.5).clamp(0.0, 255.0) as u8);
        }
    }
    Photo::new(width, height, bytes, None)
}

/// What the garment's shadow leaves of the light, pixel by pixel.
fn shadow(draw: &mut Draw, alpha: &Plane) -> Plane {
    let (width, height) = (alpha.width, alpha.height);
    let mut shade = Plane::filled(width, height, 1.0);
    if draw.chance(0.6) {
        return shade;
    }
    let depth = draw.between(0.08, 0.4);
    let order = 2 * (1 + draw.below(24));
    let soft = alpha.smoothed(order);
    let side = width.max(height) as f32;
    let (dx, dy) = (
        draw.between(-0.05, 0.05) * side,
        draw.between(-0.02, 0.06) * side,
    );
    for y in 0..height {
        for x in 0..width {
            shade.data[y * width + x] -= depth * soft.between(x as f32 - dx, y as f32 - dy);
        }
    }
    shade
}
