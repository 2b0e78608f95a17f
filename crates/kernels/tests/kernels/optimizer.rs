//! Optimizer steps against their formulas in double precision, over several steps and all tail lengths.

use fashion_kernels::optimizer::{
    AdamStep, LionStep, NadamStep, RmspropStep, adagrad, adam, average, clip, decay, lion, nadam,
    rmsprop, sgd, sgd_momentum, squares, take_accumulated,
};

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

#[test]
fn nadam_follows_the_formula() {
    let (lr, beta1, beta2, epsilon) = (1e-2_f64, 0.9_f64, 0.99_f64, 1e-7_f64);
    for len in 0..=13 {
        let mut draw = Draw::new(100 + len);
        let mut w = draw.numbers(len as usize);
        let (mut m, mut v) = (vec![0.0; w.len()], vec![0.0; w.len()]);
        let (mut ew, mut em, mut ev) = (doubles(&w), doubles(&m), doubles(&v));
        let momentum = |t: i32| beta1 * (1.0 - 0.5 * libm::pow(0.96, f64::from(t)));
        let mut product = 1.0;
        for t in 1..=5 {
            let g = draw.numbers(w.len());
            product *= momentum(t);
            let (next, correction) = (momentum(t + 1), 1.0 - libm::pow(beta2, f64::from(t)));
            let step = NadamStep {
                mean: (lr * next / (1.0 - product * next)) as f32,
                own: (lr * (1.0 - momentum(t)) / (1.0 - product)) as f32,
                gain1: (1.0 - beta1) as f32,
                gain2: (1.0 - beta2) as f32,
                correction: (1.0 / correction) as f32,
                epsilon: epsilon as f32,
            };
            nadam(step, &mut w, &g, &mut m, &mut v);
            for i in 0..w.len() {
                let g = f64::from(g[i]);
                em[i] += (g - em[i]) * (1.0 - beta1);
                ev[i] += (g * g - ev[i]) * (1.0 - beta2);
                let mean = next * em[i] / (1.0 - product * next)
                    + (1.0 - momentum(t)) * g / (1.0 - product);
                ew[i] -= lr * mean / ((ev[i] / correction).sqrt() + epsilon);
            }
        }
        assert_near(&m, &em, 1e-6, 1.0, "m");
        assert_near(&v, &ev, 1e-6, 1.0, "v");
        assert_near(&w, &ew, 2e-6, 1.0, "w");
    }
}

#[test]
fn adagrad_follows_the_formula() {
    for len in 0..=13 {
        let mut draw = Draw::new(200 + len);
        let (mut w, mut a) = (draw.numbers(len as usize), vec![0.1; len as usize]);
        let (mut ew, mut ea) = (doubles(&w), doubles(&a));
        for _ in 0..5 {
            let g = draw.numbers(w.len());
            adagrad(0.1, 1e-7, &mut w, &g, &mut a);
            for i in 0..w.len() {
                let g = f64::from(g[i]);
                ea[i] += g * g;
                ew[i] -= f64::from(0.1_f32) * g / (ea[i] + 1e-7).sqrt();
            }
        }
        assert_near(&a, &ea, 1e-6, 1.0, "a");
        assert_near(&w, &ew, 2e-6, 1.0, "w");
    }
}

#[test]
fn lion_moves_every_weight_by_the_rate() {
    let step = LionStep {
        learning_rate: 0.25,
        beta1: [0.75, 0.25],
        beta2: [0.5, 0.5],
    };
    for len in 1..=9 {
        // What stands alone in the vector must be treated as in a group of four.
        let (mut w, mut m) = (vec![1.0; len], vec![0.0; len]);
        let mut g = vec![8.0; len];
        (g[len - 1], m[len - 1]) = (-8.0, 4.0);
        lion(step, &mut w, &g, &mut m);
        assert!(w[..len - 1].iter().all(|&w| w == 0.75) && m[..len - 1].iter().all(|&m| m == 4.0));
        // 0.75·4 − 0.25·8 is above 0, though the gradient is below.
        assert_eq!((w[len - 1], m[len - 1]), (0.75, -2.0));
    }
    let (mut w, mut m) = ([1.0, 1.0, 1.0], [0.0, 1.0, 0.0]);
    lion(step, &mut w, &[0.0, -3.0, f32::NAN], &mut m);
    assert_eq!((w[0], w[1]), (1.0, 1.0));
    assert!(w[2].is_nan() && m[2].is_nan());
}

#[test]
fn what_optimizers_share_follows_its_formulas() {
    for len in 0..=9 {
        let mut draw = Draw::new(300 + len);
        let start = draw.numbers(len as usize);
        let mut w = start.clone();
        decay(0.125, &mut w);
        assert!(
            w.iter()
                .zip(&start)
                .all(|(w, start)| *w == start - start * 0.125)
        );
        clip(0.5, &mut w);
        assert!((w.iter().zip(&start)).all(|(w, s)| *w == (s - s * 0.125).clamp(-0.5, 0.5)));
        let expected: f64 = doubles(&start).iter().map(|x| x * x).sum();
        assert!((squares(&start) - expected).abs() < 1e-12);
        let mut mean = draw.numbers(len as usize);
        let before = mean.clone();
        average(0.75, 0.25, &start, &mut mean);
        assert!(
            (mean.iter().zip(&before).zip(&start)).all(|((m, b), s)| *m == 0.75 * b + 0.25 * s)
        );
        let (mut g, mut total) = (start.clone(), before.clone());
        take_accumulated(4.0, &mut g, &mut total);
        assert!((g.iter().zip(&before).zip(&start)).all(|((g, b), s)| *g == (s + b) / 4.0));
        assert!(total.iter().all(|&t| t == 0.0));
    }
    let mut gradient = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY];
    clip(2.0, &mut gradient);
    assert!(gradient[0].is_nan() && gradient[1..] == [2.0, -2.0]);
}
