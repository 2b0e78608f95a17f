//! Segmentation: which pixels of the working copy are garment, and how much of each it covers.

use super::background::Background;
use super::colour::Colours;
use super::difference::{self, Difference};
use super::edge;
use super::ground;
use super::mask::Mask;
use super::objects::{self, Garment};
use super::photo::Photo;
use super::plane::Plane;
use super::ring::Sample;
use super::settings::Kind;
use super::square::SIDE;
use super::steps::Steps;

/// An edge rises by so many tones a pixel of a working copy of 256 pixels a side; on a smaller one by as much more.
const STEEP: f32 = 6.0 * 256.0;
/// So much of what is left may have been taken from between it.
const EATEN: f32 = 0.25;
/// The mask ends where less than this of the contrast beside is left.
const EDGE_LEVEL: f32 = 0.2;

/// A photo in which a garment is looked for.
pub struct Scene<'a> {
    /// The working copy of the photo.
    pub working: &'a Photo,
    /// Its colours as planes.
    pub colours: Colours,
    /// Pixels along its border.
    pub ring: Vec<Sample>,
    /// What the ring says of what lies behind the garment,
    pub background: Background,
    /// and its colours everywhere.
    pub behind: Colours,
    /// How the background is treated.
    pub kind: Kind,
    /// Where the caller says that the garment is, in pixels of the working copy.
    pub bounds: Option<[f64; 4]>,
}

impl Scene<'_> {
    /// The garment, and how much of each pixel it covers, 0 to 1; None where there is none.
    pub fn segment(&self, steps: &mut Steps) -> Option<(Garment, Plane)> {
        let (width, height) = (self.working.width, self.working.height);
        let smallest = (width * height / 2000).max(1);
        if let Some(cover) = self.transparency() {
            return self.cut_out(cover, smallest, steps);
        }
        let textured = self.kind == Kind::Textured;
        let difference = difference::measure(
            &self.colours,
            &self.behind,
            &self.background,
            &self.ring,
            textured,
        );
        steps.difference("difference", &difference.map, difference.threshold);
        let mut mask = Mask::hysteresis(
            &difference.map,
            difference.threshold,
            4.0 * difference.threshold,
        );
        self.leave_out_shadow(&mut mask, &difference);
        let mut mask = mask.closed(width.max(height) / 128);
        let hole = if textured {
            width * height / 50
        } else {
            width * height / 400
        };
        mask.fill_holes(hole);
        if textured {
            mask.cut_streaks((width.max(height) * 3 + 100) / 200);
        }
        self.keep_box(&mut mask);
        steps.mask("mask", &mask);
        let garment = self.tightened(objects::garment(&mask, smallest)?, smallest);
        let cover = Plane {
            width,
            height,
            data: garment
                .mask
                .data
                .iter()
                .map(|&is| if is { 1.0 } else { 0.0 })
                .collect(),
        };
        let cover = if width.max(height) >= 100 {
            cover.smoothed(2)
        } else {
            cover
        };
        Some((garment, cover))
    }

    /// Leaves out what lies outside of the caller's box; everything, where the box is empty or not made of numbers.
    #[inline(never)]
    pub(super) fn keep_box(&self, mask: &mut Mask) {
        let Some([left, top, right, bottom]) = self.bounds else {
            return;
        };
        let kept = if left < right && top < bottom {
            [left.floor(), top.floor(), right.ceil(), bottom.ceil()].map(|at| at.max(0.0) as usize)
        } else {
            [0; 4]
        };
        mask.keep(kept);
    }

    /// Leaves out what can be reached from the border without crossing an edge: shadows, and gradients that the background
    /// does not follow. Where that eats into the garment, edges count from a lower steepness on; or nothing is left out.
    fn leave_out_shadow(&self, mask: &mut Mask, difference: &Difference) {
        let side = self.working.width.max(self.working.height).max(100);
        let mut steep = STEEP / side as f32;
        let slope = ground::gradient(&self.colours, 4);
        let lit = ground::lit_otherwise(&self.colours, &self.behind);
        for _ in 0..3 {
            let reached = ground::reached(&self.ring, &slope, &lit, difference, steep);
            let mut left = mask.clone();
            for (is, reached) in left.data.iter_mut().zip(&reached.data) {
                *is &= !reached;
            }
            let left = left.opened(1);
            let after = left.count();
            let mut whole = left.closed(side / 12);
            whole.fill_holes(usize::MAX);
            let eaten = (0..mask.data.len())
                .filter(|&i| whole.data[i] && mask.data[i] && !left.data[i])
                .count();
            if after * 100 > left.data.len() && eaten as f32 <= EATEN * after as f32 {
                *mask = left;
                return;
            }
            steep /= 2.0;
        }
    }

    /// The garment without the soft edge that shows mostly background; itself, where nothing would be left.
    fn tightened(&self, garment: Garment, smallest: usize) -> Garment {
        let [left, top, right, bottom] = garment.bounds;
        let side = (right - left).max(bottom - top);
        let contrast = edge::contrast(&self.colours, &self.behind, &garment.mask);
        let mut tight = edge::tightened(
            &garment.mask,
            garment.bounds,
            &contrast,
            (side + SIDE / 2) / SIDE,
            EDGE_LEVEL,
        );
        tight.fill_holes(tight.data.len() / 400);
        match objects::garment(&tight, smallest) {
            Some(tight) => Garment {
                objects: garment.objects,
                ..tight
            },
            None => garment,
        }
    }
}
