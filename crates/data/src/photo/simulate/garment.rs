//! An image of the data set as a garment that can be laid on a background: light, cover, box.

use crate::photo::mask::Mask;
use crate::photo::plane::Plane;
use crate::photo::square::SIDE;

/// Pixels of margin at each side.
pub const PAD: usize = 4;
/// A side with both margins.
pub const PADDED: usize = SIDE + 2 * PAD;

/// A garment of the data set.
pub struct Garment {
    /// Its light, 255 − tone, with a margin; outside of it, the light beside goes on.
    pub light: Plane,
    /// 1 where it is, else 0, with a margin.
    pub cover: Plane,
    /// Left, top, right, bottom of its box, in pixels of the image without the margin.
    pub bounds: [f32; 4],
}

impl Garment {
    /// The garment of 28 × 28 tones.
    pub fn of(image: &[u8]) -> Self {
        let tone = |x: usize, y: usize| {
            if x >= PAD && y >= PAD && x < PAD + SIDE && y < PAD + SIDE {
                image[(y - PAD) * SIDE + x - PAD]
            } else {
                0
            }
        };
        let mut mask = Mask {
            width: PADDED,
            height: PADDED,
            data: (0..PADDED * PADDED)
                .map(|i| tone(i % PADDED, i / PADDED) > 6)
                .collect(),
        };
        mask.fill_holes(if mask.data.iter().filter(|&&is| is).count() > 250 {
            12
        } else {
            2
        });
        let mut bounds = [PADDED, PADDED, 0, 0];
        for (i, _) in mask.data.iter().enumerate().filter(|(_, is)| **is) {
            let (x, y) = (i % PADDED, i / PADDED);
            bounds = [
                bounds[0].min(x),
                bounds[1].min(y),
                bounds[2].max(x + 1),
                bounds[3].max(y + 1),
            ];
        }
        if bounds[2] == 0 {
            bounds = [PAD, PAD, PAD + SIDE, PAD + SIDE];
        }
        let mut light = Plane::filled(PADDED, PADDED, -1.0);
        for (i, value) in light.data.iter_mut().enumerate() {
            if mask.data[i] {
                *value = 255.0 - f32::from(tone(i % PADDED, i / PADDED));
            }
        }
        // Outside, the nearest garment's light, so that soft edges mix it and not white with the background.
        for _ in 0..3 {
            let before = light.clone();
            for y in 1..PADDED - 1 {
                for x in 1..PADDED - 1 {
                    if before.at(x, y) < 0.0 {
                        let (mut sum, mut count) = (0.0, 0.0);
                        for (nx, ny) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)] {
                            if before.at(nx, ny) >= 0.0 {
                                sum += before.at(nx, ny);
                                count += 1.0;
                            }
                        }
                        if count > 0.0 {
                            light.data[y * PADDED + x] = sum / count;
                        }
                    }
                }
            }
        }
        light
            .data
            .iter_mut()
            .for_each(|v| *v = if *v < 0.0 { 255.0 } else { *v });
        let cover = Plane {
            width: PADDED,
            height: PADDED,
            data: mask
                .data
                .iter()
                .map(|&is| if is { 1.0 } else { 0.0 })
                .collect(),
        };
        Self {
            light,
            cover,
            bounds: bounds.map(|at| at as f32 - PAD as f32),
        }
    }
}
