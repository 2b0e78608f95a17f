//! What differs from the background: a known garment, and nothing where there is nothing.

use crate::samples::draw;
use fashion_data::photo::colour::Colours;
use fashion_data::photo::difference::{Difference, measure};
use fashion_data::photo::fit::fit;
use fashion_data::photo::plane::Plane;
use fashion_data::photo::ring::ring;

const WIDTH: usize = 160;
const HEIGHT: usize = 120;

/// Whether a pixel lies in the garment; with a margin, whether surely.
fn inside(x: usize, y: usize, margin: usize) -> bool {
    (50 + margin..110 - margin).contains(&x) && (30 + margin..90 - margin).contains(&y)
}

/// A garment of one colour on another, with noise.
fn scene(garment: [f32; 3], ground: [f32; 3], noise: f32) -> Colours {
    let mut draw = draw(5);
    let mut planes = [(); 3].map(|()| Plane::filled(WIDTH, HEIGHT, 0.0));
    for i in 0..WIDTH * HEIGHT {
        let is = inside(i % WIDTH, i / WIDTH, 0);
        for c in 0..3 {
            planes[c].data[i] = if is { garment[c] } else { ground[c] } + noise * draw.normal();
        }
    }
    planes
}

fn measured(colours: &Colours, textured: bool) -> Difference {
    let ring = ring(colours);
    let background = fit(colours, &ring);
    measure(colours, &background.colours(), &background, &ring, textured)
}

/// Fractions of the garment and of the ground that are above the threshold, a few pixels at the edge left out.
fn above(difference: &Difference) -> [f64; 2] {
    let mut counts = [[0usize; 2]; 2];
    for (i, &value) in difference.map.data.iter().enumerate() {
        let (x, y) = (i % WIDTH, i / WIDTH);
        let garment = inside(x, y, 5);
        if garment || !(45..115).contains(&x) || !(25..95).contains(&y) {
            let [all, above] = &mut counts[usize::from(!garment)];
            *all += 1;
            *above += usize::from(value > difference.threshold);
        }
    }
    counts.map(|[all, above]| above as f64 / all as f64)
}

#[test]
fn a_garment_stands_out_of_noise() {
    for textured in [false, true] {
        let colours = scene([90.0, 60.0, 60.0], [230.0; 3], 4.0);
        let [garment, ground] = above(&measured(&colours, textured));
        assert_eq!(garment, 1.0, "textured: {textured}");
        assert!(ground < 0.02, "textured: {textured}, {ground}");
    }
}

#[test]
fn a_colour_stands_out_where_its_luma_is_the_grounds() {
    // Both have the luma 180.
    let colours = scene([235.0, 149.9, 193.2], [180.0; 3], 2.0);
    let [garment, ground] = above(&measured(&colours, false));
    assert_eq!(garment, 1.0);
    assert!(ground < 0.02, "{ground}");
}

#[test]
fn where_there_is_nothing_nothing_stands_out() {
    for noise in [0.0, 1.0, 8.0] {
        let difference = measured(&scene([200.0; 3], [200.0; 3], noise), false);
        let all_above = above(&difference);
        assert!(all_above.iter().all(|&part| part < 0.02), "{all_above:?}");
        assert!(difference.map.data.iter().all(|value| value.is_finite()));
    }
}
