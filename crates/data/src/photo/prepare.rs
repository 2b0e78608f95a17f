//! The way of a photo, step by step: what lies behind, what differs, the mask, the garment, its square, 28 × 28 tones.

use super::background::Background;
use super::colour;
use super::finish;
use super::fit;
use super::photo::Photo;
use super::prepared::Prepared;
use super::ring;
use super::segment::Scene;
use super::settings::{Kind, Settings, Tones};
use super::square::{self, SIDE};
use super::steps::Steps;
use super::turn;

/// Tones are taken from a copy of at most so many pixels a side: cells of 28 of them still hold many.
const TONES_SIDE: usize = 512;
/// The garment is looked for on a copy of that, of at most so many.
const WORKING_SIDE: usize = 256;
/// A background whose ring deviates by more tones than this is a texture.
const TEXTURED: f32 = 4.7;
/// One whose luma differs by more over the photo is a gradient.
const GRADIENT: f32 = 12.0;

/// Prepares a photo. The garment's place and box are those in the photo as it was turned.
pub fn prepare(photo: &Photo, settings: &Settings) -> Prepared {
    let (small, _) = photo.reduced(TONES_SIDE);
    if settings.turn == 0.0 {
        let mut prepared = prepare_small(&small, settings);
        if settings.bounds.is_none() || prepared.objects == 0 {
            let [_, _, right, bottom] = &mut prepared.bounds;
            // The last pixel of the small copy may stand for fewer.
            *right = right.min(photo.full[0] as f64);
            *bottom = bottom.min(photo.full[1] as f64);
        }
        return prepared;
    }
    let colours = colour::colours_of(&small.reduced(WORKING_SIDE).0);
    let behind = fit::fit(&colours, &ring::ring(&colours));
    let fill = behind.at(colours[0].width / 2, colours[0].height / 2);
    prepare_small(&turn::turned(&small, settings.turn, fill), settings)
}

fn prepare_small(photo: &Photo, settings: &Settings) -> Prepared {
    let scale = photo.scale as f64;
    let (working, factor) = photo.reduced(WORKING_SIDE);
    let colours = colour::colours_of(&working);
    let ring = ring::ring(&colours);
    let background = fit::fit(&colours, &ring);
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
        let prepared = prepare_small(&photo.inverted(), &settings);
        return Prepared {
            negative,
            ..prepared
        };
    }
    let mut steps = Steps::new(settings.steps);
    let kind = settings.background.unwrap_or(kind_of(&background));
    let scene = Scene {
        working: &working,
        behind: background.colours(),
        colours,
        ring,
        background,
        kind,
        bounds: settings
            .bounds
            .map(|bounds| bounds.map(|at| at / (scale * factor as f64))),
    };
    steps.colours("photo", &scene.colours);
    steps.colours("background", &scene.behind);
    let found = scene.segment(&mut steps);
    let none = Prepared {
        image: vec![0; SIDE * SIDE],
        kind,
        colour: scene.background.at(working.width / 2, working.height / 2),
        deviation: scene.background.spread,
        certainty: scene.background.explained,
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
    steps.garment("garment", &scene.colours, &cover);
    let reduced = square::reduced(photo, &cover, &scene.behind, factor as f32, square);
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
