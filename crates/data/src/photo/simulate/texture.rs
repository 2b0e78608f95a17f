//! Structures of a background.

use crate::photo::draw::Draw;
use crate::photo::plane::Plane;

/// Noise of several sizes, stretched along one side at times, or stripes and checks bent by it; deviation about 1.
pub fn texture(draw: &mut Draw, width: usize, height: usize) -> Plane {
    let mut sum = Plane::filled(width, height, 0.0);
    let cell = draw.between(1.5, 40.0);
    let stretch = if draw.chance(0.35) {
        draw.between(3.0, 14.0)
    } else {
        1.0
    };
    for octave in 0..3 {
        let fine = cell / (1 << octave) as f32;
        if fine < 1.0 {
            break;
        }
        let size = [fine * stretch, fine];
        let (columns, rows) = (
            (width as f32 / size[0]) as usize + 2,
            (height as f32 / size[1]) as usize + 2,
        );
        let lattice = Plane {
            width: columns,
            height: rows,
            data: (0..columns * rows).map(|_| draw.normal()).collect(),
        };
        let part = [1.0, 0.5, 0.3][octave];
        for y in 0..height {
            for x in 0..width {
                sum.data[y * width + x] +=
                    part * lattice.between(x as f32 / size[0], y as f32 / size[1]);
            }
        }
    }
    if draw.chance(0.4) {
        let period = draw.between(3.0, 24.0);
        let checks = draw.chance(0.5);
        let part = draw.between(0.6, 1.2);
        let edge = |at: f32| {
            let phase = at / period - (at / period).floor();
            if phase < 0.5 {
                4.0 * phase - 1.0
            } else {
                3.0 - 4.0 * phase
            }
        };
        for y in 0..height {
            for x in 0..width {
                let bent = sum.data[y * width + x];
                let mut wave = edge(x as f32 + bent);
                if checks {
                    wave += edge(y as f32 + bent);
                }
                sum.data[y * width + x] += part * wave;
            }
        }
    }
    let count = (width * height) as f32;
    let mean = sum.data.iter().sum::<f32>() / count;
    let variance = sum
        .data
        .iter()
        .map(|v| (v - mean) * (v - mean))
        .sum::<f32>()
        / count;
    let scale = 1.0 / variance.sqrt().max(1e-3);
    sum.data.iter_mut().for_each(|v| *v = (*v - mean) * scale);
    sum
}
