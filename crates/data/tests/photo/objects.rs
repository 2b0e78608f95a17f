//! From parts of a mask to one garment: what belongs to it, how many objects there are, what the border cuts.

use crate::samples::drawn;
use fashion_data::photo::mask::Mask;
use fashion_data::photo::objects::{Garment, garment};

/// Rectangles (left, top, right, bottom) on 100 × 100.
fn mask(rectangles: &[[usize; 4]]) -> Mask {
    let inside = |x: usize, y: usize| {
        rectangles.iter().any(|&[left, top, right, bottom]| {
            (left..right).contains(&x) && (top..bottom).contains(&y)
        })
    };
    Mask {
        width: 100,
        height: 100,
        data: (0..10_000).map(|i| inside(i % 100, i / 100)).collect(),
    }
}

fn found(rectangles: &[[usize; 4]]) -> Garment {
    garment(&mask(rectangles), 5).expect("something is there")
}

#[test]
fn nothing_or_only_specks_is_no_garment() {
    assert!(garment(&mask(&[]), 1).is_none());
    assert!(garment(&mask(&[[10, 10, 12, 12]]), 5).is_none());
    assert!(garment(&drawn(&["."]), 1).is_none());
    assert!(garment(&drawn(&["#"]), 1).is_some());
}

#[test]
fn one_object_is_the_garment() {
    let garment = found(&[[30, 20, 70, 90]]);
    assert_eq!(garment.bounds, [30, 20, 70, 90]);
    assert_eq!(garment.objects, 1);
    assert_eq!(garment.area, 0.28);
    assert_eq!(garment.cut, 0.0);
    assert_eq!(garment.mask, mask(&[[30, 20, 70, 90]]));
}

#[test]
fn of_two_that_lie_apart_the_larger_is_it_or_the_one_in_the_middle() {
    let larger = found(&[[2, 2, 22, 32], [55, 30, 95, 90]]);
    assert_eq!(larger.bounds, [55, 30, 95, 90]);
    assert_eq!(larger.objects, 1, "a quarter of it is a thing beside");
    let middle = found(&[[0, 0, 24, 24], [40, 40, 62, 62]]);
    assert_eq!(middle.bounds, [40, 40, 62, 62]);
    assert_eq!(middle.objects, 2);
}

#[test]
fn small_pieces_beside_it_belong_to_it() {
    let strap = found(&[[30, 30, 70, 80], [40, 24, 50, 28]]);
    assert_eq!(strap.bounds, [30, 24, 70, 80]);
    assert_eq!(strap.objects, 1);
    let far = found(&[[30, 40, 70, 80], [40, 10, 50, 14]]);
    assert_eq!(far.bounds, [30, 40, 70, 80], "more than a sixteenth away");
    let speck = found(&[[30, 30, 70, 80], [40, 26, 43, 28]]);
    assert_eq!(
        speck.bounds,
        [30, 30, 70, 80],
        "less than a hundredth of it"
    );
}

#[test]
fn a_pair_side_by_side_is_two_objects() {
    let pair = found(&[[20, 30, 45, 80], [48, 30, 73, 80]]);
    assert_eq!(pair.objects, 2);
    assert_eq!(pair.mask.count(), 25 * 50);
}

#[test]
fn a_garment_at_the_border_is_cut_by_the_part_of_its_box() {
    assert_eq!(found(&[[30, 50, 70, 100]]).cut, 1.0);
    assert_eq!(found(&[[30, 50, 70, 90], [30, 50, 40, 100]]).cut, 0.25);
    assert_eq!(found(&[[0, 0, 100, 100]]).cut, 1.0);
    assert_eq!(found(&[[0, 40, 50, 60]]).cut, 1.0);
}
