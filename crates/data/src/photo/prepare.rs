//! The way of a photo, step by step: what lies behind, what differs, the mask, the garment, its square, 28 × 28 tones.

use super::background::{self, Background};
use super::colour::{self, Colours};
use super::difference;
use super::edge;
use super::finish;
use super::ground;
use super::mask::Mask;
use super::objects::{self, Garment};
use super::photo::Photo;
use super::plane::Plane;
use super::settings::{Kind, Settings, Tones};
use super::square::{self, SIDE};
use super::steps::Steps;
use super::turn;

/// Tones are taken from a copy of at most so many pixels a side: cells of 28 of them still hold many.
const TONES_SIDE: usize = 512;
/// The garment is looked for on a copy of that, of at most so many.
const WORKING_SIDE: usize = 200;
/// A background whose ring deviates by more tones than this is a texture.
const TEXTURED: f32 = 4.7;
/// One whose luma differs by more over the photo is a gradient.
const GRADIENT: f32 = 12.0;
/// An edge rises by so many tones a pixel of a working copy of 256 pixels a side; on a smaller one by as much more.
const STEEP: f32 = 6.0 * 256.0;
/// So much of what is left may have been taken from between it.
const EATEN: f32 = 0.25;
/// The mask ends where less than this of the contrast beside is left.
const EDGE_LEVEL: f32 = 0.2;

/// A prepared photo, and what was found on the way.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// 28 × 28 tones, the garment on 0; all 0 where no garment was found.
    pub image: Vec<u8>,
    /// What lies behind the garment.
    pub kind: Kind,
    /// Its colour in the middle.
    pub colour: [f32; 3],
    /// Deviation of the border around it, in tones.
    pub deviation: f32,
    /// Fraction of the border that it explains.
    pub certainty: f32,
    /// Whether the picture was a negative.
    pub negative: bool,
    /// Objects seen; 0: no garment.
    pub objects: usize,
    /// Left, top, right, bottom of the garment, in pixels of the upright photo.
    pub bounds: [f64; 4],
    /// Fraction of the photo that is garment.
    pub area: f32,
    /// Fraction of a side of the garment's box that lies at the photo's border, at most over the four.
    pub cut: f32,
    /// Pictures of the steps, where they were asked for.
    pub steps: Steps,
}

/// Whether an image has the data set's own form: 28 × 28 tones without colour, a twelfth of them nothing.
///
/// All 70,000 images leave as much black, and few others do that are not garments cut out on black.
pub fn has_data_set_form(photo: &Photo) -> bool {
    let grey = photo
        .bytes
        .chunks_exact(3)
        .all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]);
    let black = photo
        .bytes
        .chunks_exact(3)
        .filter(|pixel| pixel[0] <= 4)
        .count();
    has_data_set_size(photo) && photo.alpha.is_none() && grey && black * 12 >= SIDE * SIDE
}

/// Whether an image is 28 × 28.
pub fn has_data_set_size(photo: &Photo) -> bool {
    photo.width == SIDE && photo.height == SIDE
}

/// Prepares a photo. The garment's place and box are those in the photo as it was turned.
pub fn prepare(photo: &Photo, settings: &Settings) -> Prepared {
    let (small, factor) = photo.reduced(TONES_SIDE);
    if settings.turn == 0.0 {
        let mut prepared = prepare_small(&small, factor as f64, settings);
        if settings.bounds.is_none() {
            let [_, _, right, bottom] = &mut prepared.bounds;
            // The last pixel of the small copy may stand for fewer.
            *right = right.min(photo.width as f64);
            *bottom = bottom.min(photo.height as f64);
        }
        return prepared;
    }
    let colours = colour::colours_of(&small.reduced(WORKING_SIDE).0);
    let behind = background::fit(&colours, &background::ring(&colours));
    let fill = behind.at(colours[0].width / 2, colours[0].height / 2);
    prepare_small(
        &turn::turned(&small, settings.turn, fill),
        factor as f64,
        settings,
    )
}

/// `scale`: pixels of the photo to one of this.
fn prepare_small(photo: &Photo, scale: f64, settings: &Settings) -> Prepared {
    let (working, factor) = photo.reduced(WORKING_SIDE);
    let colours = colour::colours_of(&working);
    let ring = background::ring(&colours);
    let background = background::fit(&colours, &ring);
    let negative = match settings.tones {
        Tones::Positive => false,
        Tones::Negative => true,
        Tones::Auto => is_negative(&working, &background),
    };
    if negative {
        let settings = Settings {
            tones: Tones::Positive,
            ..settings.clone()
        };
        let prepared = prepare_small(&photo.inverted(), scale, &settings);
        return Prepared {
            negative,
            ..prepared
        };
    }
    let mut steps = Steps::new(settings.steps);
    let kind = settings.background.unwrap_or(kind_of(&background));
    let look = Look {
        working: &working,
        behind: background.colours(),
        colours,
        background,
        kind,
        bounds: settings
            .bounds
            .map(|bounds| bounds.map(|at| at / (scale * factor as f64))),
    };
    steps.colours("photo", &look.colours);
    steps.colours("background", &look.behind);
    let found = look.cover(&ring, &mut steps);
    let none = Prepared {
        image: vec![0; SIDE * SIDE],
        kind,
        colour: look.background.at(working.width / 2, working.height / 2),
        deviation: look.background.spread,
        certainty: look.background.explained,
        negative,
        objects: 0,
        bounds: [
            0.0,
            0.0,
            photo.width as f64 * scale,
            photo.height as f64 * scale,
        ],
        area: 0.0,
        cut: 0.0,
        steps: Steps::new(false),
    };
    let Some((garment, cover)) = found else {
        return Prepared { steps, ..none };
    };
    let limits = [photo.width, photo.height, photo.width, photo.height].map(|side| side as f64);
    let bounds: [f64; 4] = match settings.bounds {
        Some(bounds) => bounds.map(|at| at / scale),
        // The last pixel of the working copy may stand for fewer.
        None => std::array::from_fn(|i| (garment.bounds[i] as f64 * factor as f64).min(limits[i])),
    };
    let square = square::around(bounds);
    steps.garment("garment", &look.colours, &cover);
    let reduced = square::reduced(photo, &cover, &look.behind, factor as f32, square);
    steps.tones("reduced", &reduced);
    let sharpened = finish::sharpened(&reduced, settings.sharpening);
    steps.tones("sharpened", &sharpened);
    let image = finish::stretched(&sharpened, settings.stretch);
    steps.bytes("prepared", &image);
    Prepared {
        image,
        objects: garment.objects,
        bounds: bounds.map(|at| at * scale),
        area: garment.area,
        cut: garment.cut,
        steps,
        ..none
    }
}

fn kind_of(behind: &Background) -> Kind {
    if behind.spread > TEXTURED {
        Kind::Textured
    } else if behind.range > GRADIENT {
        Kind::Gradient
    } else {
        Kind::Plain
    }
}

/// The data set's own form, enlarged: no colours, no transparency, and a ground of nothing but black.
fn is_negative(working: &Photo, background: &Background) -> bool {
    let black = [0, working.height - 1]
        .into_iter()
        .flat_map(|y| [0, working.width - 1].map(|x| colour::luma(background.at(x, y))))
        .all(|luma| luma <= 8.0);
    working.alpha.is_none() && black && background.spread <= 2.0 && !colour::coloured(working)
}

/// A photo as it is looked at.
struct Look<'a> {
    working: &'a Photo,
    colours: Colours,
    background: Background,
    behind: Colours,
    kind: Kind,
    /// Where the caller says that the garment is.
    bounds: Option<[f64; 4]>,
}

impl Look<'_> {
    /// The garment, and how much of each pixel it covers.
    fn cover(&self, ring: &[background::Sample], steps: &mut Steps) -> Option<(Garment, Plane)> {
        let (width, height) = (self.working.width, self.working.height);
        let smallest = (width * height / 2000).max(1);
        if let Some(cover) = self.transparency(ring) {
            let mut mask = Mask {
                width,
                height,
                data: cover.data.iter().map(|&cover| cover >= 0.5).collect(),
            };
            self.keep_box(&mut mask);
            steps.mask("mask", &mask);
            let garment = objects::garment(&mask, smallest)?;
            let own = garment.mask.grown(1);
            let data = cover
                .data
                .iter()
                .zip(&own.data)
                .map(|(&cover, &is)| if is { cover } else { 0.0 });
            let cover = Plane {
                data: data.collect(),
                ..cover
            };
            return Some((garment, cover));
        }
        let textured = self.kind == Kind::Textured;
        let difference = difference::measure(
            &self.colours,
            &self.behind,
            &self.background,
            ring,
            textured,
        );
        steps.difference("difference", &difference.map, difference.threshold);
        let mut mask = Mask::hysteresis(
            &difference.map,
            difference.threshold,
            4.0 * difference.threshold,
        );
        self.without_shadow(&mut mask, ring, &difference);
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
    fn keep_box(&self, mask: &mut Mask) {
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

    /// What a transparent ground leaves of the photo; None where the border is not transparent.
    fn transparency(&self, ring: &[background::Sample]) -> Option<Plane> {
        let alpha = self.working.alpha.as_ref()?;
        let (width, height) = (self.working.width, self.working.height);
        let clear = ring
            .iter()
            .filter(|sample| alpha[sample.y * width + sample.x] < 26)
            .count();
        let data = || {
            alpha
                .iter()
                .map(|&alpha| f32::from(alpha) / 255.0)
                .collect()
        };
        (clear * 2 > ring.len()).then(|| Plane {
            width,
            height,
            data: data(),
        })
    }

    /// Leaves out what can be reached from the border without crossing an edge: shadows, and gradients that the background
    /// does not follow. Where that eats into the garment, edges count from a lower steepness on; or nothing is left out.
    fn without_shadow(
        &self,
        mask: &mut Mask,
        ring: &[background::Sample],
        difference: &difference::Difference,
    ) {
        let side = self.working.width.max(self.working.height).max(100);
        let mut steep = STEEP / side as f32;
        for _ in 0..3 {
            let reached = ground::reached(&self.colours, &self.behind, ring, difference, steep);
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

    fn tightened(&self, garment: Garment, smallest: usize) -> Garment {
        let [left, top, right, bottom] = garment.bounds;
        let side = (right - left).max(bottom - top);
        let contrast = edge::contrast(&self.colours, &self.behind, &garment.mask);
        let mut tight = edge::tightened(
            &garment.mask,
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
