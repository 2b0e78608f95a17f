//! How a garment lies in a photo, and how it looks there: turned, mirrored, bent, enlarged by one of three filters.

use super::garment::{Garment, PAD, PADDED};
use crate::photo::draw::Draw;
use crate::photo::plane::Plane;

/// Sides of a photo, and where its pixels lie in the image.
pub struct Pose {
    width: usize,
    height: usize,
    /// x' = a x + b y + c, y' = d x + e y + f.
    affine: [f32; 6],
}

impl Pose {
    /// A random one for a garment with this box.
    pub fn drawn(draw: &mut Draw, bounds: [f32; 4]) -> Self {
        let [left, top, right, bottom] = bounds;
        let (box_width, box_height) = (right - left, bottom - top);
        let garment_side = draw.between(64.0, 150.0);
        let scale = garment_side / box_width.max(box_height);
        let mirrored = draw.chance(0.5);
        let turn = if draw.chance(0.6) {
            draw.normal().clamp(-2.6, 2.6) * 8.0
        } else {
            0.0
        };
        let bend = if draw.chance(0.4) {
            draw.normal() * 0.05
        } else {
            0.0
        };
        let aspect = if draw.chance(0.5) {
            1.0 + draw.normal().clamp(-2.0, 2.0) * 0.04
        } else {
            1.0
        };
        // Half the angle's tangent, near enough for small angles, gives an exact turn without trigonometry.
        let half = turn * (std::f32::consts::PI / 360.0);
        let (cosine, sine) = (
            (1.0 - half * half) / (1.0 + half * half),
            2.0 * half / (1.0 + half * half),
        );
        let reach = 1.0 + sine.abs() * 0.6;
        let fit = garment_side * reach;
        let width = (fit * draw.between(1.06, 1.7)) as usize;
        let height = (fit * draw.between(1.06, 1.7)) as usize;
        let room = |side: usize, length: f32| ((side as f32 - length * reach) / 2.0).max(0.0);
        let centre = [
            width as f32 / 2.0 + draw.between(-1.0, 1.0) * room(width, box_width * scale),
            height as f32 / 2.0 + draw.between(-1.0, 1.0) * room(height, box_height * scale),
        ];
        let direction = if mirrored { -1.0 } else { 1.0 };
        let (along, down) = (direction / (scale * aspect), aspect / scale);
        let (a, b) = (cosine * along + bend * along, sine * along);
        let (d, e) = (-sine * down, cosine * down);
        let middle = [(left + right) / 2.0, (top + bottom) / 2.0];
        Self {
            width,
            height,
            affine: [
                a,
                b,
                middle[0] - a * centre[0] - b * centre[1],
                d,
                e,
                middle[1] - d * centre[0] - e * centre[1],
            ],
        }
    }

    /// The garment's light and cover in the photo.
    pub fn seen(&self, draw: &mut Draw, garment: &Garment) -> (Plane, Plane) {
        let filter = draw.below(3);
        let (width, height) = (self.width, self.height);
        let Garment { light, cover, .. } = garment;
        let mut seen = Plane::filled(width, height, 0.0);
        let mut seen_cover = Plane::filled(width, height, 0.0);
        for y in 0..height {
            for x in 0..width {
                let (px, py) = (x as f32 + 0.5, y as f32 + 0.5);
                let [a, b, c, d, e, f] = self.affine;
                let (u, v) = (a * px + b * py + c - 0.5, d * px + e * py + f - 0.5);
                if u < -3.0 || v < -3.0 || u > 34.0 || v > 34.0 {
                    continue;
                }
                let i = y * width + x;
                let (u, v) = (u + PAD as f32, v + PAD as f32);
                (seen.data[i], seen_cover.data[i]) = match filter {
                    0 => {
                        let at = |p: f32| (p + 0.5).clamp(0.0, (PADDED - 1) as f32) as usize;
                        (light.at(at(u), at(v)), cover.at(at(u), at(v)))
                    }
                    1 => (light.between(u, v), cover.between(u, v)),
                    _ => (cubic(light, u, v), cubic(cover, u, v).clamp(0.0, 1.0)),
                };
            }
        }
        (seen, seen_cover)
    }
}

/// Catmull and Rom's cubic interpolation; outside, the edge goes on.
fn cubic(plane: &Plane, x: f32, y: f32) -> f32 {
    let weights = |t: f32| {
        [
            ((-0.5 * t + 1.0) * t - 0.5) * t,
            (1.5 * t - 2.5) * t * t + 1.0,
            ((-1.5 * t + 2.0) * t + 0.5) * t,
            (0.5 * t - 0.5) * t * t,
        ]
    };
    let (x0, y0) = (x.floor(), y.floor());
    let (wx, wy) = (weights(x - x0), weights(y - y0));
    let clamp = |at: f32, side: usize| at.clamp(0.0, (side - 1) as f32) as usize;
    let mut sum = 0.0;
    for (j, wy) in wy.iter().enumerate() {
        let row = clamp(y0 + j as f32 - 1.0, plane.height) * plane.width;
        let mut line = 0.0;
        for (i, wx) in wx.iter().enumerate() {
            line += wx * plane.data[row + clamp(x0 + i as f32 - 1.0, plane.width)];
        }
        sum += wy * line;
    }
    sum
}
