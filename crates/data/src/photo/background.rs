//! What lies behind the garment, read off the border of the photo: one tone, a gradient, or a texture.
//!
//! A polynomial of degree 0, 1 or 2 in x and y for each colour. `ring.rs` takes the border's pixels, `fit.rs` fits it to them.

use super::colour::Colours;
use super::plane::Plane;

/// Terms of a polynomial of degree 2 in x and y.
pub(super) const TERMS: usize = 6;

/// The background as a function of the place.
#[derive(Debug, Clone)]
pub struct Background {
    /// For each colour: weights of 1, x, y, x², xy, y², with x and y from −1 to 1 across the photo.
    pub coefficients: [[f32; TERMS]; 3],
    /// Degree of the polynomial.
    pub degree: usize,
    /// Deviation of the ring around it, in tones a colour, by the median.
    pub spread: f32,
    /// Fraction of the ring that it explains.
    pub explained: f32,
    /// By how much its luma differs over the photo, at most.
    pub range: f32,
    pub(super) width: usize,
    pub(super) height: usize,
}

impl Background {
    /// Its colour at column `x`, row `y`.
    #[inline(always)]
    pub fn at(&self, x: usize, y: usize) -> [f32; 3] {
        self.of(&terms(x, y, self.width, self.height))
    }

    /// Its colour where the terms are these.
    #[inline(always)]
    pub(super) fn of(&self, terms: &[f32; TERMS]) -> [f32; 3] {
        self.coefficients
            .map(|weights| (0..TERMS).map(|i| weights[i] * terms[i]).sum())
    }

    /// Its colours everywhere.
    pub fn colours(&self) -> Colours {
        let (width, height) = (self.width, self.height);
        self.coefficients.map(|[one, x, y, xx, xy, yy]| {
            let mut plane = Plane::filled(width, height, one);
            if self.degree == 0 {
                return plane;
            }
            let across: Vec<f32> = (0..width).map(|at| place(at, width)).collect();
            for (row, out) in plane.data.chunks_exact_mut(width).enumerate() {
                let v = place(row, height);
                let (first, slope) = (one + (y + yy * v) * v, x + xy * v);
                for (out, u) in out.iter_mut().zip(&across) {
                    *out = first + (slope + xx * u) * u;
                }
            }
            plane
        })
    }
}

/// From −1 to 1 across a side.
#[inline(always)]
fn place(at: usize, side: usize) -> f32 {
    if side > 1 {
        2.0 * at as f32 / (side - 1) as f32 - 1.0
    } else {
        0.0
    }
}

/// Values of 1, x, y, x², xy, y² at a pixel.
#[inline(always)]
pub(super) fn terms(x: usize, y: usize, width: usize, height: usize) -> [f32; TERMS] {
    let (x, y) = (place(x, width), place(y, height));
    [1.0, x, y, x * x, x * y, y * y]
}
