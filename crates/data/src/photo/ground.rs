//! The ground that can be reached from the border of the photo without crossing an edge: shadows and gradients, which no
//! polynomial knows, belong to it.

use super::colour::{Colours, luma};
use super::difference::Difference;
use super::mask::Mask;
use super::plane::Plane;
use super::ring::Sample;
use super::window;

/// Length of the gradient of the smoothed colours, in tones a pixel.
pub fn gradient(colours: &Colours, order: usize) -> Plane {
    let (width, height) = (colours[0].width, colours[0].height);
    let mut sum = Plane::filled(width, height, 0.0);
    for plane in colours {
        let smooth = plane.smoothed(order).data;
        for y in 0..height {
            let row = |y: usize| &smooth[y * width..(y + 1) * width];
            let (above, here, below) = (
                row(y.saturating_sub(1)),
                row(y),
                row((y + 1).min(height - 1)),
            );
            let out = &mut sum.data[y * width..(y + 1) * width];
            for ((out, above), below) in out.iter_mut().zip(above).zip(below) {
                *out += (below - above) * (below - above);
            }
            for (out, three) in out.iter_mut().skip(1).zip(here.windows(3)) {
                *out += (three[2] - three[0]) * (three[2] - three[0]);
            }
        }
    }
    for value in &mut sum.data {
        *value = (*value / 12.0).sqrt();
    }
    sum
}

/// Floods from the ring through what is smooth and could be the background, lit otherwise.
pub fn reached(
    colours: &Colours,
    behind: &Colours,
    ring: &[Sample],
    difference: &Difference,
    steep: f32,
) -> Mask {
    let (map, threshold) = (&difference.map, difference.threshold);
    let (width, height) = (map.width, map.height);
    let slope = gradient(colours, 4);
    let mut slopes: Vec<f32> = ring
        .iter()
        .map(|s| s.y * width + s.x)
        .filter(|&i| map.data[i] <= threshold)
        .map(|i| slope.data[i])
        .collect();
    slopes.sort_by(f32::total_cmp);
    let usual = slopes.get(slopes.len() * 98 / 100).copied().unwrap_or(0.0);
    let smooth = usual <= 12.0;
    let limit = (1.3 * usual).max(steep);
    let passes = |i: usize| {
        if slope.data[i] > limit {
            return map.data[i] <= threshold;
        }
        if map.data[i] <= threshold {
            return true;
        }
        let colour = [0, 1, 2].map(|c| colours[c].data[i]);
        let behind = [0, 1, 2].map(|c| behind[c].data[i]);
        let ratio = luma(colour) / luma(behind).max(1.0);
        if !(0.55..=1.4).contains(&ratio) {
            return false;
        }
        let stray = (0..3)
            .map(|c| (colour[c] - ratio * behind[c]) * (colour[c] - ratio * behind[c]))
            .sum::<f32>();
        stray <= 3.0 * 10.0 * 10.0
    };
    let mut ground = Mask {
        width,
        height,
        data: vec![false; width * height],
    };
    let mut open: Vec<u32> = Vec::new();
    for sample in ring.iter().filter(|_| smooth) {
        let i = sample.y * width + sample.x;
        if map.data[i] <= threshold && !ground.data[i] {
            ground.data[i] = true;
            open.push(i as u32);
        }
    }
    while let Some(i) = open.pop() {
        let i = i as usize;
        window::neighbours(i, width, height, |j| {
            if !ground.data[j] && passes(j) {
                ground.data[j] = true;
                open.push(j as u32);
            }
        });
    }
    ground
}
