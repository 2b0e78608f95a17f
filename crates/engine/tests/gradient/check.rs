//! The two checks, and the demand that they accept right gradients and turn wrong ones away.

use std::collections::HashSet;

use crate::faults;
use crate::oracle_passes::{Example, Mode};
use crate::problem::{BATCH, IMAGES, Problem};
use crate::spec_text::Model;

/// |⟨g, u⟩ − (L(w + hu) − L(w − hu)) / 2h| ≤ 1e−6·‖g‖ for every direction u.
fn agrees_with_differences(
    gradient: &[f64],
    differences: &[(Vec<f64>, f64)],
) -> Result<(), String> {
    let size = gradient.iter().map(|g| g * g).sum::<f64>().sqrt();
    for (direction, difference) in differences {
        let slope: f64 = gradient.iter().zip(direction).map(|(g, u)| g * u).sum();
        let error = (slope - difference).abs();
        if error > 1e-6 * size || error.is_nan() {
            return Err(format!(
                "slope {slope} but difference {difference}, off by {:e} of the gradient",
                error / size
            ));
        }
    }
    Ok(())
}

/// |g₃₂ − g| ≤ 1e−4·max |g| for every weight.
fn agrees_with_engine(gradient: &[f64], engine: &[f32]) -> Result<(), String> {
    let greatest = gradient.iter().fold(0.0_f64, |a, g| a.max(g.abs()));
    for (i, (gradient, engine)) in gradient.iter().zip(engine).enumerate() {
        let error = (f64::from(*engine) - gradient).abs();
        if error > 1e-4 * greatest || error.is_nan() {
            return Err(format!(
                "weight {i}: the engine says {engine}, the oracle {gradient}"
            ));
        }
    }
    Ok(())
}

/// Every model's gradient is accepted; every fault that changes it is turned away by both checks; and each of the
/// `demanded` faults has been.
pub fn check_all(models: &[Model], demanded: &[&'static str]) {
    let mut rejected = HashSet::new();
    for model in models {
        let mut problem = Problem::new(model);
        let differences = problem.differences();
        let right = problem
            .oracle
            .gradient(&problem.weights, &problem.batch, None);
        let engine = problem
            .session
            .gradient(problem.dataset, &BATCH, &[])
            .unwrap();
        let context = &model.json;
        agrees_with_differences(&right, &differences)
            .unwrap_or_else(|why| panic!("{why}\n{context}"));
        agrees_with_engine(&right, &engine).unwrap_or_else(|why| panic!("{why}\n{context}"));

        let greatest = right.iter().fold(0.0_f64, |a, g| a.max(g.abs()));
        for fault in faults::all() {
            for place in fault.places(&problem.oracle) {
                let wrong =
                    problem
                        .oracle
                        .gradient(&problem.weights, &problem.batch, Some((place, fault)));
                let change = right
                    .iter()
                    .zip(&wrong)
                    .fold(0.0_f64, |a, (right, wrong)| a.max((right - wrong).abs()));
                // A mistake in a place nothing trainable depends on, or a window of one, changes nothing.
                if change <= 5e-4 * greatest {
                    continue;
                }
                let name = fault.name;
                assert!(
                    agrees_with_differences(&wrong, &differences).is_err(),
                    "differences accept {name}\n{context}"
                );
                assert!(
                    agrees_with_engine(&wrong, &engine).is_err(),
                    "the engine's gradient accepts {name}\n{context}"
                );
                rejected.insert(name);
            }
        }
    }
    for name in demanded {
        assert!(rejected.contains(name), "no model shows the fault {name}");
    }
}

/// A label whose share of the sigmoids lies below the clip: loss −ln 1e−7, gradient exactly 0, in both.
pub fn clipped(model: &Model) {
    let mut problem = Problem::new(model);
    let classes = problem.session.plan().output_len();
    let mut weights = vec![0.0_f32; problem.weights.len()];
    let biases = weights.len() - classes;
    // Every label but the last is crushed; images of the last are left out.
    weights[biases..].fill(-30.0);
    weights[biases + classes - 1] = 5.0;
    problem.session.set_weights(0, &weights).unwrap();
    let indices: Vec<u32> = (0..IMAGES as u32)
        .filter(|i| *i as usize % classes != classes - 1)
        .collect();
    let batch: Vec<Example> = problem
        .batch
        .into_iter()
        .filter(|example| example.label != classes - 1)
        .collect();
    let weights: Vec<f64> = weights.into_iter().map(f64::from).collect();
    assert!((problem.oracle.loss(&weights, &batch, Mode::Training) + libm::log(1e-7)).abs() < 1e-9);
    assert!(
        problem
            .oracle
            .gradient(&weights, &batch, None)
            .iter()
            .all(|g| *g == 0.0)
    );
    let engine = problem
        .session
        .gradient(problem.dataset, &indices, &[])
        .unwrap();
    assert!(engine.iter().all(|g| *g == 0.0), "{engine:?}");
}
