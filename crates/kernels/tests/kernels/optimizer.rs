//! Optimizer steps against their formulas in double precision, over several steps and all tail lengths.

use fashion_kernels::optimizer::{AdamStep, RmspropStep, adam, rmsprop, sgd, sgd_momentum};

use crate::compare::{assert_near, doubles};
use crate::draw::Draw;

#[test]
fn adam_follows_the_formula() {
    let (lr, beta1, beta2, epsilon) = (1e-2_f64, 0.9_f64, 0.999_f64, 1e-7_f64);
    for len in 0..=13 {
        let mut draw = Draw::new(len);
        let mut w = draw.numbers(len as usize);
        let (mut m, mut v) = (vec![0.0; w.len()], vec![0.0; w.len()]);
        let (mut ew, mut em, mut ev) = (doubles(&w), doubles(&m), doubles(&v));
        for t in 1..=5 {
            let g = draw.numbers(w.len());
            let corrected = lr * (1.0 - libm::pow(beta2, f64::from(t))).sqrt()
                / (1.0 - libm::pow(beta1, f64::from(t)));
            let step = AdamStep {
                learning_rate: corrected as f32,
                gain1: (1.0 - beta1) as f32,
                gain2: (1.0 - beta2) as f32,
                epsilon: epsilon as f32,
            };
            adam(step, &mut w, &g, &mut m, &mut v);
            for i in 0..w.len() {
                let g = f64::from(g[i]);
                em[i] += (g - em[i]) * (1.0 - beta1);
                ev[i] += (g * g - ev[i]) * (1.0 - beta2);
                ew[i] -= corrected * em[i] / (ev[i].sqrt() + epsilon);
            }
        }
        // 1 − β2 of the nearest f32 to 0.999 differs from 0.001 by 1.3e−5 of it.
        assert_near(&m, &em, 1e-6, 1e-2, "m");
        assert_near(&v, &ev, 1e-6, 1e-6, "v");
        assert_near(&w, &ew, 2e-6, 1.0, "w");
    }
}

#[test]
fn adam_treats_tail_and_body_alike() {
    let step = AdamStep {
        learning_rate: 0.01,
        gain1: 0.1,
        gain2: 0.001,
        epsilon: 1e-7,
    };
    let run = |len: usize| {
        let (mut w, mut m, mut v) = (vec![0.3; len], vec![0.1; len], vec![0.2; len]);
        adam(step, &mut w, &vec![0.7; len], &mut m, &mut v);
        [w, m, v]
    };
    for (long, short) in run(8).iter().zip(run(7)) {
        assert_eq!(long[..7], short);
        assert!(short.iter().all(|x| *x == short[0]));
    }
}

#[test]
fn gradient_descent_follows_the_formulas() {
    let (lr, momentum) = (0.1_f64, 0.9_f64);
    for len in 0..=13 {
        let mut draw = Draw::new(len);
        let start = draw.numbers(len as usize);
        let gradients: Vec<Vec<f32>> = (0..4).map(|_| draw.numbers(len as usize)).collect();

        let mut w = start.clone();
        let mut expected = doubles(&start);
        for g in &gradients {
            sgd(lr as f32, &mut w, g);
            expected
                .iter_mut()
                .zip(g)
                .for_each(|(w, g)| *w -= lr * f64::from(*g));
        }
        assert_near(&w, &expected, 1e-6, 1.0, "plain");

        for nesterov in [false, true] {
            let (mut w, mut v) = (start.clone(), vec![0.0; start.len()]);
            let (mut ew, mut ev) = (doubles(&w), doubles(&v));
            for g in &gradients {
                sgd_momentum(lr as f32, momentum as f32, nesterov, &mut w, g, &mut v);
                for i in 0..w.len() {
                    let step = lr * f64::from(g[i]);
                    ev[i] = momentum * ev[i] - step;
                    ew[i] += if nesterov {
                        momentum * ev[i] - step
                    } else {
                        ev[i]
                    };
                }
            }
            assert_near(&w, &ew, 1e-6, 1.0, "momentum");
            assert_near(&v, &ev, 1e-6, 1.0, "velocity");
        }
    }
}

#[test]
fn rmsprop_follows_the_formulas() {
    let (lr, rho, momentum, epsilon) = (1e-2_f64, 0.9_f64, 0.75_f64, 1e-3_f64);
    let step = RmspropStep {
        learning_rate: lr as f32,
        rho: rho as f32,
        gain: (1.0 - rho) as f32,
        momentum: momentum as f32,
        epsilon: epsilon as f32,
    };
    for len in 0..=13 {
        for (has_momentum, centred) in [(false, false), (true, false), (false, true), (true, true)]
        {
            let mut draw = Draw::new(len);
            let mut w = draw.numbers(len as usize);
            let slot = |there: bool| vec![0.0_f32; if there { w.len() } else { 0 }];
            let (mut v, mut last, mut mean) = (slot(true), slot(has_momentum), slot(centred));
            let mut ew = doubles(&w);
            let (mut ev, mut el, mut ea) =
                (vec![0.0; w.len()], vec![0.0; w.len()], vec![0.0; w.len()]);
            for _ in 1..=5 {
                let g = draw.numbers(w.len());
                rmsprop(step, &mut w, &g, &mut v, &mut last, &mut mean);
                for i in 0..w.len() {
                    let g = f64::from(g[i]);
                    ev[i] = rho * ev[i] + (1.0 - rho) * g * g;
                    ea[i] = rho * ea[i] + (1.0 - rho) * g;
                    let spread = if centred {
                        ev[i] - ea[i] * ea[i]
                    } else {
                        ev[i]
                    };
                    let change = lr * g / (spread + epsilon).sqrt();
                    el[i] = momentum * el[i] + change;
                    ew[i] -= if has_momentum { el[i] } else { change };
                }
            }
            assert_near(&v, &ev, 1e-6, 1e-2, "mean of squares");
            assert_near(&w, &ew, 2e-6, 1.0, "w");
            if has_momentum {
                assert_near(&last, &el, 2e-6, 1.0, "last step");
            }
            if centred {
                assert_near(&mean, &ea, 1e-6, 1.0, "mean");
            }
        }
    }
}
