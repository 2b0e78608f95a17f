//! Connected parts, holes and thresholds with hysteresis, against labels that spread until they rest.

use crate::naive::labels;
use crate::samples::{draw, drawn, mask, plane, size};
use fashion_data::photo::mask::Mask;

#[test]
fn parts_are_what_is_connected_at_the_sides() {
    for case in 0..300 {
        let draw = &mut draw(case);
        let (width, height) = (size(draw, 1, 20), size(draw, 1, 20));
        let density = draw.unit();
        let mask = mask(draw, width, height, density);
        for value in [true, false] {
            let mut found = vec![None; width * height];
            for (number, part) in mask.parts(value).iter().enumerate() {
                let mut bounds = [usize::MAX, usize::MAX, 0, 0];
                assert_eq!(
                    part.count,
                    part.runs.iter().map(|run| run.len()).sum::<usize>()
                );
                for place in part.runs.iter().cloned().flatten() {
                    let (x, y) = (place % width, place / width);
                    bounds = [
                        bounds[0].min(x),
                        bounds[1].min(y),
                        bounds[2].max(x + 1),
                        bounds[3].max(y + 1),
                    ];
                    assert_eq!(found[place].replace(number), None, "twice");
                }
                assert_eq!(part.bounds, bounds);
            }
            assert_eq!(found, labels(&mask, value), "{width}×{height}, {value}");
        }
    }
}

#[test]
fn holes_are_filled_that_are_small_and_closed_all_around() {
    for case in 0..300 {
        let draw = &mut draw(case);
        let (width, height) = (size(draw, 1, 20), size(draw, 1, 20));
        let before = mask(draw, width, height, 0.6);
        let most = size(draw, 0, 6);
        let labels = labels(&before, false);
        let at_border = |i: usize| {
            let (x, y) = (i % width, i / width);
            x == 0 || y == 0 || x + 1 == width || y + 1 == height
        };
        let expected: Vec<bool> = (0..width * height)
            .map(|i| {
                let of_the_same = |&j: &usize| labels[j].is_some() && labels[j] == labels[i];
                let hole: Vec<usize> = (0..width * height).filter(of_the_same).collect();
                hole.len() < most && !hole.iter().any(|&j| at_border(j)) || before.data[i]
            })
            .collect();
        let mut after = before.clone();
        after.fill_holes(most);
        assert_eq!(after.data, expected, "{width}×{height}, most {most}");
    }
}

#[test]
fn hysteresis_keeps_parts_that_are_somewhere_strong() {
    for case in 0..300 {
        let draw = &mut draw(case);
        let (width, height) = (size(draw, 1, 20), size(draw, 1, 20));
        let map = plane(draw, width, height);
        let low = draw.between(0.0, 255.0);
        let high = low + draw.between(0.0, 60.0);
        let weak = Mask {
            width,
            height,
            data: map.data.iter().map(|&value| value > low).collect(),
        };
        let labels = labels(&weak, true);
        let strong = |label: usize| {
            let places = labels.iter().zip(&map.data);
            places
                .filter(|(other, _)| **other == Some(label))
                .any(|(_, &value)| value > high)
        };
        let expected: Vec<bool> = labels
            .iter()
            .map(|label| label.is_some_and(strong))
            .collect();
        assert_eq!(Mask::hysteresis(&map, low, high).data, expected);
    }
}

#[test]
fn a_box_keeps_what_lies_in_it() {
    let mut mask = drawn(&["####", "####", "####"]);
    mask.keep([1, 0, 3, 2]);
    assert_eq!(mask, drawn(&[".##.", ".##.", "...."]));
    assert_eq!(mask.count(), 4);
    for outside in [[4, 0, 9, 9], [2, 2, 1, 1], [0, 3, 4, usize::MAX]] {
        let mut mask = drawn(&["####", "####", "####"]);
        mask.keep(outside);
        assert_eq!(mask.count(), 0);
    }
}
