//! Probabilities and unlikeness of a model's logits.

use crate::samples::draw;
use fashion_data::photo::judge::{Judgement, judge};

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "what the kernels' functions are compared with"
)]
fn probabilities_are_the_softmax_and_unlikeness_the_difference() {
    for case in 0..200 {
        let draw = &mut draw(case);
        let logits: Vec<f32> = (0..11).map(|_| draw.between(-20.0, 20.0)).collect();
        let temperature = draw.between(0.3, 4.0);
        let judged = judge(&logits, temperature);
        let sum = |by: f32| -> f64 {
            let scaled = logits[..10]
                .iter()
                .map(|&logit| f64::from(logit) / f64::from(by));
            scaled.map(f64::exp).sum()
        };
        assert_eq!(judged.probabilities.len(), 10);
        for (&probability, &logit) in judged.probabilities.iter().zip(&logits) {
            let expected = (f64::from(logit) / f64::from(temperature)).exp() / sum(temperature);
            assert!((f64::from(probability) - expected).abs() < 1e-5);
        }
        let total: f32 = judged.probabilities.iter().sum();
        assert!((total - 1.0).abs() < 1e-6, "they make {total}");
        let unlikeness = f64::from(logits[10]) - sum(1.0).ln();
        assert!((f64::from(judged.unlikeness) - unlikeness).abs() < 1e-4);
    }
}

#[test]
fn the_order_of_the_logits_is_that_of_the_probabilities() {
    for temperature in [0.1, 1.0, 10.0] {
        let Judgement { probabilities, .. } = judge(&[1.0, 4.0, 2.0, 3.0, 0.0], temperature);
        assert!(probabilities[1] > probabilities[3]);
        assert!(probabilities[3] > probabilities[2]);
        assert!(probabilities[2] > probabilities[0]);
    }
    let hot = judge(&[1.0, 2.0, 0.0], 9.0);
    let cold = judge(&[1.0, 2.0, 0.0], 0.2);
    assert!(hot.probabilities[1] < cold.probabilities[1]);
    assert_eq!(hot.unlikeness, cold.unlikeness, "temperature is not in it");
}

#[test]
fn equal_logits_share_and_one_class_has_all() {
    assert_eq!(judge(&[5.0, 5.0, 0.0], 2.0).probabilities, [0.5, 0.5]);
    assert_eq!(judge(&[-3.0, 1.0], 2.0).probabilities, [1.0]);
    assert_eq!(judge(&[-3.0, 1.0], 2.0).unlikeness, 4.0);
}

#[test]
fn logits_of_any_size_give_finite_answers() {
    let extremes = [f32::MIN, -1e30, -200.0, 0.0, 200.0, 1e30, f32::MAX];
    for case in 0..2000 {
        let draw = &mut draw(case);
        let logits = [(); 6].map(|()| extremes[draw.below(extremes.len())]);
        let temperature = draw.between(0.05, 8.0);
        let Judgement {
            probabilities,
            unlikeness,
        } = judge(&logits, temperature);
        let total: f32 = probabilities.iter().sum();
        assert!(
            (total - 1.0).abs() < 1e-6,
            "{logits:?} by {temperature}: {probabilities:?}"
        );
        assert!(probabilities.iter().all(|p| (0.0..=1.0).contains(p)));
        assert!(unlikeness.is_finite(), "{logits:?}: {unlikeness}");
    }
}
