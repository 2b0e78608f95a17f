//! The ground that can be reached from the border of the photo without crossing an edge: shadows and gradients, which no
//! polynomial knows, belong to it.

use super::colour::{Colours, luma};
use super::difference::Difference;
use super::mask::Mask;
use super::plane::Plane;
use super::ring::Sample;

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

/// What is smooth and could be the background, lit otherwise, as far as it is connected with the ring. `slope` is the
/// [`gradient`], `lit` where the colours are those of [`lit_otherwise`].
pub fn reached(
    ring: &[Sample],
    slope: &Plane,
    lit: &[bool],
    difference: &Difference,
    steep: f32,
) -> Mask {
    let (map, threshold) = (&difference.map, difference.threshold);
    let (width, height) = (map.width, map.height);
    let ground = |sample: &&Sample| map.at(sample.x, sample.y) <= threshold;
    let seeds = ring.iter().filter(ground).map(|s| s.y * width + s.x);
    let mut slopes: Vec<f32> = seeds.clone().map(|i| slope.data[i]).collect();
    slopes.sort_unstable_by(f32::total_cmp);
    let usual = slopes.get(slopes.len() * 98 / 100).copied().unwrap_or(0.0);
    let limit = (1.3 * usual).max(steep);
    let mut passes = Mask {
        width,
        height,
        data: lit.to_vec(),
    };
    for ((passes, &slope), &distance) in passes.data.iter_mut().zip(&slope.data).zip(&map.data) {
        *passes = distance <= threshold || (*passes && slope <= limit);
    }
    let mut seen = vec![false; map.data.len()];
    // A ground full of edges says nothing of where it ends.
    for seed in seeds.filter(|_| usual <= 12.0) {
        seen[seed] = true;
    }
    passes.parts_where(|i| seen[i])
}

/// Where a colour is the background's, darker or lighter by the same factor in all channels.
pub fn lit_otherwise(colours: &Colours, behind: &Colours) -> Vec<bool> {
    let size = colours[0].data.len();
    // Slices of one length, so that no place is checked.
    let [colours, behind] =
        [colours, behind].map(|planes| [0, 1, 2].map(|c| &planes[c].data[..size]));
    let is = |i: usize| {
        let [colour, behind] = [colours, behind].map(|planes| [0, 1, 2].map(|c| planes[c][i]));
        let ratio = luma(colour) / luma(behind).max(1.0);
        let stray = (0..3)
            .map(|c| (colour[c] - ratio * behind[c]) * (colour[c] - ratio * behind[c]))
            .sum::<f32>();
        (0.55..=1.4).contains(&ratio) & (stray <= 3.0 * 10.0 * 10.0)
    };
    (0..size).map(is).collect()
}
