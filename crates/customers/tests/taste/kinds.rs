//! Kinds of evidence: which items are alike, what they tell, and what is refused.

use fashion_customers::taste::{Confusion, FLOOR, Kinds, MOST_CLASSES};

fn near(value: f64, expected: f64) -> bool {
    (value - expected).abs() < 1e-12
}

#[test]
fn items_are_alike_by_first_class_second_class_and_bin() {
    let rows = [
        [0.7, 0.2, 0.1],
        [0.8, 0.15, 0.05],
        [0.7, 0.1, 0.2],
        [0.5, 0.3, 0.2],
        [0.95, 0.03, 0.02],
        [0.995, 0.004, 0.001],
        [0.995, 0.001, 0.004],
        [0.2, 0.7, 0.1],
    ];
    let (kinds, of) = Kinds::from_items(3, &rows.concat(), &[false; 8]).unwrap();
    assert_eq!(of, [0, 0, 1, 2, 3, 4, 4, 5]);
    assert_eq!(kinds.len(), 6);
    let table = kinds.likelihoods();
    assert!(near(table.likelihood(0, 0), 0.75));
    assert!(near(table.likelihood(0, 1), 0.175));
    assert!(near(table.likelihood(4, 2), 0.0025));
}

#[test]
fn ties_go_to_the_first_class() {
    let mut kinds = Kinds::new(4).unwrap();
    let even = kinds.add(&[0.25; 4]).unwrap();
    assert_eq!(kinds.add(&[0.4, 0.4, 0.1, 0.1]).unwrap(), even);
    assert_ne!(kinds.add(&[0.4, 0.1, 0.4, 0.1]).unwrap(), even);
}

#[test]
fn nothing_that_a_classifier_says_is_impossible_and_what_is_given_is_certain() {
    let (kinds, of) =
        Kinds::from_items(2, &[1.0, 0.0, 1.0, 0.0, 0.3, 0.7], &[false, true, true]).unwrap();
    let table = kinds.likelihoods();
    assert!(near(table.likelihood(of[0], 1), FLOOR / (1.0 + FLOOR)));
    assert_eq!(table.likelihood(of[1], 0), 1.0);
    assert_eq!(table.likelihood(of[1], 1), 0.0);
    assert_eq!(table.likelihood(of[2], 1), 1.0);
}

#[test]
fn probabilities_need_not_add_up_to_one() {
    let mut kinds = Kinds::new(2).unwrap();
    let kind = kinds.add(&[3.0, 1.0]).unwrap();
    assert!(near(kinds.likelihoods().likelihood(kind, 0), 0.75));
}

#[test]
fn the_rest_of_the_first_probabilities_is_spread_evenly() {
    let mut kinds = Kinds::new(5).unwrap();
    let kind = kinds.add_top(&[(3, 0.7), (1, 0.2)]).unwrap();
    let table = kinds.likelihoods();
    let row: Vec<f64> = (0..5).map(|class| table.likelihood(kind, class)).collect();
    let third = 0.1 / 3.0;
    for (value, expected) in row.iter().zip([third, 0.2, third, 0.7, third]) {
        assert!(near(*value, expected), "{row:?}");
    }
    for wrong in [
        &[(5u16, 0.5)][..],
        &[(1, 0.5), (1, 0.2)],
        &[(1, f64::NAN)],
        &[(1, -0.1)],
    ] {
        assert_eq!(kinds.add_top(wrong).unwrap_err().code, "INVALID_ARGUMENT");
    }
}

#[test]
fn a_label_alone_tells_the_column_of_the_confusion_matrix() {
    let confusion = Confusion::new(&[90.0, 10.0, 0.0, 100.0], 2).unwrap();
    let mut kinds = Kinds::new(2).unwrap();
    let kind = kinds.add_label(1, &confusion).unwrap();
    assert_eq!(kinds.add_label(1, &confusion).unwrap(), kind);
    let (of_first, of_second) = (10.5 / 101.0, 100.5 / 101.0);
    let expected = of_first / (of_first + of_second);
    assert!(near(kinds.likelihoods().likelihood(kind, 0), expected));
    assert_eq!(
        kinds.add_label(2, &confusion).unwrap_err().code,
        "INVALID_ARGUMENT"
    );
    for wrong in [&[1.0, 2.0, 3.0][..], &[1.0, 2.0, -3.0, 1.0], &[f64::NAN; 4]] {
        assert_eq!(
            Confusion::new(wrong, 2).unwrap_err().code,
            "INVALID_ARGUMENT"
        );
    }
}

#[test]
fn classes_that_the_model_does_not_know_are_appended() {
    let mut kinds = Kinds::new(2).unwrap();
    let known = kinds.add(&[0.9, 0.1]).unwrap();
    assert!(kinds.one_hot(2).is_err());
    let class = kinds.append_class().unwrap();
    assert_eq!((class, kinds.classes()), (2, 3));
    let given = kinds.one_hot(class).unwrap();
    assert_eq!(kinds.add(&[0.95, 0.05]).unwrap(), known);
    let table = kinds.likelihoods();
    assert_eq!(table.classes(), 3);
    assert_eq!(table.likelihood(given, class), 1.0);
    assert!(near(table.likelihood(known, class), FLOOR / (1.0 + FLOOR)));

    let mut labels_only = Kinds::new(0).unwrap();
    assert!(labels_only.add(&[]).is_err());
    for _ in 0..MOST_CLASSES {
        labels_only.append_class().unwrap();
    }
    let error = labels_only.append_class().unwrap_err();
    assert_eq!(error.code, "INVALID_ARGUMENT");
    assert!(error.message.contains("1001 classes"), "{}", error.message);
}

#[test]
fn wrong_probabilities_are_told_with_their_item() {
    for wrong in [
        [f64::NAN, 1.0],
        [-0.1, 1.1],
        [0.0, 0.0],
        [f64::INFINITY, 0.0],
    ] {
        for given in [false, true] {
            let rows = [[0.5, 0.5], wrong].concat();
            let error = Kinds::from_items(2, &rows, &[false, given]).unwrap_err();
            assert_eq!(error.code, "INVALID_ARGUMENT");
            assert!(error.message.starts_with("item 1: "), "{}", error.message);
        }
    }
    assert!(Kinds::from_items(2, &[0.5; 3], &[false; 2]).is_err());
    assert!(Kinds::new(2).unwrap().add(&[1.0; 3]).is_err());
    assert!(Kinds::new(MOST_CLASSES + 1).is_err());
}

/// With a thousand classes there are more pairs than kinds have numbers or memory has room.
#[test]
fn too_many_pairs_of_classes_share_kinds() {
    const CLASSES: u16 = 1000;
    let mut kinds = Kinds::new(usize::from(CLASSES)).unwrap();
    let mut of_last = Vec::new();
    for first in 0..CLASSES {
        for step in 1..=8 {
            of_last.push(
                kinds
                    .add_top(&[(first, 0.7), ((first + step) % CLASSES, 0.2)])
                    .unwrap(),
            );
        }
    }
    // 4000 pairs of the first 500 classes; then one kind a class.
    assert_eq!(kinds.len(), 4000 + 500);
    let last = &of_last[of_last.len() - 8..];
    assert!(last.iter().all(|kind| kind == &last[0]));
    assert_eq!(kinds.add_top(&[(0, 0.7), (1, 0.2)]).unwrap(), 0);
    // Its likelihood is the mean of its items: .2 for each of eight classes, once.
    let table = kinds.likelihoods();
    assert!((table.likelihood(last[0], CLASSES - 1) - 0.7).abs() < 1e-6 + 0.7 * 1000.0 * FLOOR);
    assert!((table.likelihood(last[0], 0) - 0.2 / 8.0).abs() < 0.001);
}
