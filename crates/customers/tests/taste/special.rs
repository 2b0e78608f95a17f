//! Special functions against scipy's values (special.txt, by scripts/golden/tastes/run).

use crate::shop::numbers;
use fashion_customers::taste::special::{
    Beta, digamma, digammas, exp_digamma, exp_digammas, trigamma,
};

const ROOT: f64 = 1.461_632_144_968_362_3;

fn table(name: &str) -> Vec<Vec<f64>> {
    let lines = include_str!("special.txt").lines();
    let rows: Vec<Vec<f64>> = lines
        .filter_map(|line| line.strip_prefix(name))
        .map(|line| numbers(line).collect())
        .collect();
    assert!(rows.len() > 30);
    rows
}

fn relative(value: f64, expected: f64) -> f64 {
    if value == expected {
        0.0
    } else {
        ((value - expected) / expected).abs()
    }
}

#[test]
fn gamma_functions_are_those_of_scipy() {
    for row in table("gamma") {
        let [x, psi, exp_psi, psi_1] = row[..] else {
            panic!("{row:?}")
        };
        assert!(relative(digamma(x), psi) < 1e-12, "digamma({x})");
        assert!(relative(trigamma(x), psi_1) < 1e-12, "trigamma({x})");
        // Rounding of ψ itself is a relative error of exp ψ.
        let tolerance = 1e-12 + 4e-16 * psi.abs();
        assert!(
            relative(exp_digamma(x), exp_psi) < tolerance,
            "exp_digamma({x})"
        );
    }
}

#[test]
fn many_at_once_have_the_bits_of_each_alone() {
    let step = 1.000_1_f64;
    let mut xs = vec![
        1e-12,
        ROOT,
        ROOT - 0.02,
        ROOT + 0.02,
        8.0,
        7.999_999_999_999_999,
        1e30,
    ];
    let mut x = 1e-4;
    while x < 1e9 {
        xs.push(x);
        x *= step;
    }
    let (mut exponentials, mut logarithms) = (vec![0.0; xs.len()], vec![0.0; xs.len()]);
    exp_digammas(&xs, &mut exponentials);
    digammas(&xs, &mut logarithms);
    for (x, (exponential, logarithm)) in xs.iter().zip(exponentials.iter().zip(&logarithms)) {
        assert_eq!(
            exponential.to_bits(),
            exp_digamma(*x).to_bits(),
            "exp_digamma({x})"
        );
        assert_eq!(logarithm.to_bits(), digamma(*x).to_bits(), "digamma({x})");
    }
}

#[test]
fn neighbours_of_borders_agree() {
    // Between the Taylor series, the raised argument and the series.
    for border in [1.441_632_144_968_36, 1.481_632_144_968_36, 8.0] {
        let (below, above) = (border - 1e-9, border + 1e-9);
        let slope = (digamma(above) - digamma(below)) / (above - below);
        assert!(relative(slope, trigamma(border)) < 1e-5, "{border}");
        let slope = (exp_digamma(above) - exp_digamma(below)) / (above - below);
        let expected = trigamma(border) * exp_digamma(border);
        assert!(relative(slope, expected) < 1e-5, "{border}");
    }
}

#[test]
fn beta_distributions_are_those_of_scipy() {
    for row in table("beta") {
        let [a, b, low, high, half, near] = row[..] else {
            panic!("{row:?}")
        };
        let beta = Beta::new(a, b);
        assert_eq!(
            beta.cumulative_at_half(),
            beta.cumulative(0.5),
            "({a}, {b})"
        );
        for (p, expected) in [(0.05, low), (0.95, high)] {
            let value = beta.quantile(p);
            let away = (value - expected).abs();
            assert!(
                away < 1e-10,
                "quantile {p} of {a}, {b}: {value}, {expected}"
            );
        }
        for (x, expected) in [(0.5, half), (0.03, near)] {
            let value = beta.cumulative(x);
            let away = (value - expected).abs();
            assert!(away < 1e-10, "{x} of {a}, {b}: {value}, {expected}");
        }
    }
}

#[test]
fn quantiles_invert_at_any_level() {
    for a in [1e-3, 0.05, 0.5, 1.0, 2.0, 50.0, 1e5] {
        for b in [0.3, 1.0, 7.0, 4e3] {
            let beta = Beta::new(a, b);
            let mut before = 0.0;
            for p in [1e-9, 1e-3, 0.2, 0.5, 0.8, 0.999, 1.0 - 1e-9] {
                let x = beta.quantile(p);
                assert!(x >= before && x <= 1.0, "{a}, {b}: {p}");
                before = x;
                // Where x is rounded to 0 or 1, it says nothing.
                if x > 1e-300 && 1.0 - x > 1e-9 {
                    let away = (beta.cumulative(x) - p).abs();
                    assert!(away < 1e-9, "{a}, {b}: {p} → {x}");
                }
            }
        }
    }
}
