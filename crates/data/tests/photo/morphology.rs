//! Masks grown, closed and opened by squares, against the definitions.

use crate::naive::{dilated, eroded, inside, made, window};
use crate::samples::{draw, drawn, mask, size};
use fashion_data::photo::mask::Mask;

/// Random masks with random radii, some of them larger than the mask.
fn cases() -> impl Iterator<Item = (Mask, usize)> {
    (0..200).flat_map(|case| {
        let draw = &mut draw(case);
        let (width, height) = (size(draw, 1, 18), size(draw, 1, 18));
        let density = draw.unit();
        let mask = mask(draw, width, height, density);
        [0, 1, 2, 5, 25].map(|radius| (mask.clone(), radius))
    })
}

#[test]
fn growing_adds_what_is_near() {
    for (mask, radius) in cases() {
        assert_eq!(
            mask.grown(radius),
            dilated(&mask, radius),
            "radius {radius}"
        );
    }
}

#[test]
fn closing_grows_and_shrinks() {
    for (mask, radius) in cases() {
        let closed = mask.closed(radius);
        assert_eq!(closed, eroded(&dilated(&mask, radius), radius));
        assert!(
            mask.data
                .iter()
                .zip(&closed.data)
                .all(|(was, is)| !was | is)
        );
        assert_eq!(
            closed.closed(radius),
            closed,
            "closing twice changes nothing"
        );
    }
}

#[test]
fn opening_shrinks_and_grows() {
    for (mask, radius) in cases() {
        let opened = mask.opened(radius);
        assert_eq!(opened, dilated(&eroded(&mask, radius), radius));
        assert!(
            mask.data
                .iter()
                .zip(&opened.data)
                .all(|(was, is)| was | !is)
        );
        assert_eq!(
            opened.opened(radius),
            opened,
            "opening twice changes nothing"
        );
    }
}

#[test]
fn streaks_are_left_only_near_what_is_wide() {
    for (mask, radius) in cases() {
        let wide = mask.opened(radius);
        let expected = made(&mask, |x, y| {
            let mut around = window(2 * radius);
            let near = around.any(|(dx, dy)| inside(&wide, x + dx, y + dy) == Some(true));
            near && inside(&mask, x, y) == Some(true)
        });
        let mut cut = mask.clone();
        cut.cut_streaks(radius);
        assert_eq!(cut, expected);
    }
    let mut mask = drawn(&[
        "............",
        "..###.......",
        "..#########.",
        "..###.......",
        "............",
    ]);
    mask.cut_streaks(1);
    assert_eq!(
        mask,
        drawn(&[
            "............",
            "..###.......",
            "..#####.....",
            "..###.......",
            "............",
        ])
    );
}
