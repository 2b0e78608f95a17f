//! Batch normalization's passes over one image against the formulas in double precision.

use fashion_kernels::batch_norm::{
    Channels, backward_input, backward_sums, backward_sums_add_relu, moments, normalise,
    normalise_add,
};
use fashion_kernels::{activation, vector};

use crate::compare::assert_near;
use crate::draw::Draw;

struct Case {
    channels: usize,
    x: Vec<f32>,
    dy: Vec<f32>,
    mean: Vec<f32>,
    inverse: Vec<f32>,
    scale: Vec<f32>,
    offset: Vec<f32>,
}

impl Case {
    fn statistics(&self) -> Channels<'_> {
        Channels {
            mean: &self.mean,
            inverse: &self.inverse,
            scale: &self.scale,
            offset: &self.offset,
        }
    }
}

fn for_each_case(check: impl Fn(&Case, &mut Draw, &str)) {
    for seed in 0..80 {
        let mut draw = Draw::new(2000 + seed);
        let channels = [1, 3, 4, 10, 32, 64, 70, draw.size(1..=90)][seed as usize % 8];
        let len = channels * draw.size(1..=60);
        // Far from zero: what cancels would show.
        let x = draw.numbers(len).iter().map(|v| v + 5.0).collect();
        let case = Case {
            x,
            dy: draw.numbers(len),
            mean: draw
                .numbers(channels)
                .iter()
                .map(|v| 5.0 + 0.2 * v)
                .collect(),
            inverse: draw.numbers(channels).iter().map(|v| 1.5 + v).collect(),
            scale: draw.numbers(channels),
            offset: draw.numbers(channels),
            channels,
        };
        check(
            &case,
            &mut draw,
            &format!("seed {seed}: {len} values of {channels} channels"),
        );
    }
}

/// Σ over rows of `f(place, channel)`.
fn column_sums(case: &Case, f: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    let mut sums = vec![0.0; case.channels];
    for at in 0..case.x.len() {
        sums[at % case.channels] += f(at, at % case.channels);
    }
    sums
}

#[test]
fn moments_are_those_of_the_rows() {
    for_each_case(|case, _, context| {
        let (mut mean, mut squares) =
            (vec![f32::NAN; case.channels], vec![f32::NAN; case.channels]);
        moments(&case.x, &mut mean, &mut squares);
        let rows = (case.x.len() / case.channels) as f64;
        let exact: Vec<f64> = (column_sums(case, |at, _| f64::from(case.x[at])).iter())
            .map(|sum| sum / rows)
            .collect();
        assert_near(&mean, &exact, 1e-5, 0.0, context);
        let exact = column_sums(case, |at, c| {
            let deviation = f64::from(case.x[at]) - exact[c];
            deviation * deviation
        });
        assert_near(&squares, &exact, 1e-5, 1e-3, context);
    });
}

#[test]
fn normalise_follows_the_formula() {
    for_each_case(|case, _, context| {
        for relu in [false, true] {
            let mut y = vec![f32::NAN; case.x.len()];
            normalise(&case.x, case.statistics(), relu, &mut y);
            let exact: Vec<f64> = (case.x.iter().enumerate())
                .map(|(at, x)| {
                    let c = at % case.channels;
                    let y = f64::from(x - case.mean[c]) * f64::from(case.scale[c])
                        + f64::from(case.offset[c]);
                    if relu { y.max(0.0) } else { y }
                })
                .collect();
            assert_near(&y, &exact, 1e-5, 0.1, context);
        }
    });
}

#[test]
fn gradients_follow_the_formulas() {
    for_each_case(|case, draw, context| {
        for relu in [false, true] {
            let mut y = vec![f32::NAN; case.x.len()];
            normalise(&case.x, case.statistics(), relu, &mut y);
            let mut out = vec![f32::NAN; case.x.len()];
            let (mut sum, mut product) =
                (vec![f32::NAN; case.channels], vec![f32::NAN; case.channels]);
            backward_sums(
                &case.x,
                case.statistics(),
                relu,
                &case.dy,
                &mut out,
                &mut sum,
                &mut product,
            );
            for (at, out) in out.iter().enumerate() {
                let live = !relu || y[at] > 0.0;
                assert_eq!(
                    *out,
                    if live { case.dy[at] } else { 0.0 },
                    "{context}: {at}"
                );
            }
            let normalised = |at: usize, c: usize| {
                f64::from(case.x[at] - case.mean[c]) * f64::from(case.inverse[c])
            };
            let exact = column_sums(case, |at, _| f64::from(out[at]));
            assert_near(&sum, &exact, 1e-5, 3.0, context);
            let exact = column_sums(case, |at, c| f64::from(out[at]) * normalised(at, c));
            assert_near(&product, &exact, 1e-5, 6.0, context);

            let (mean_dy, mean_product) =
                (draw.numbers(case.channels), draw.numbers(case.channels));
            let mut dx = vec![f32::NAN; case.x.len()];
            backward_input(
                &case.x,
                case.statistics(),
                &mean_dy,
                &mean_product,
                &out,
                &mut dx,
            );
            let exact: Vec<f64> = (0..case.x.len())
                .map(|at| {
                    let c = at % case.channels;
                    let inner = f64::from(out[at])
                        - f64::from(mean_dy[c])
                        - normalised(at, c) * f64::from(mean_product[c]);
                    f64::from(case.scale[c]) * inner
                })
                .collect();
            assert_near(&dx, &exact, 1e-5, 1.0, context);
        }
    });
}

#[test]
fn one_pass_has_the_bits_of_several() {
    for_each_case(|case, draw, context| {
        let (statistics, len) = (case.statistics(), case.x.len());
        let added = draw.numbers(len);
        let (mut y, mut sum_of_two) = (vec![f32::NAN; len], vec![f32::NAN; len]);
        for relu in [false, true] {
            normalise_add(&case.x, statistics, &added, relu, &mut y);
            normalise(&case.x, statistics, false, &mut sum_of_two);
            vector::add_assign(&mut sum_of_two, &added);
            if relu {
                activation::relu(&mut sum_of_two);
            }
            assert_eq!(y, sum_of_two, "{context}, relu {relu}");
        }

        let row = || vec![f32::NAN; case.channels];
        let (mut out, mut sum, mut product) = (vec![f32::NAN; len], row(), row());
        backward_sums_add_relu(
            &case.x,
            statistics,
            &y,
            &case.dy,
            &mut out,
            &mut sum,
            &mut product,
        );
        let mut dy = case.dy.clone();
        activation::relu_backward(&y, &mut dy);
        let (mut exact, mut exact_sum, mut exact_product) = (vec![f32::NAN; len], row(), row());
        backward_sums(
            &case.x,
            statistics,
            false,
            &dy,
            &mut exact,
            &mut exact_sum,
            &mut exact_product,
        );
        assert_eq!(out, exact, "{context}");
        assert_eq!((sum, product), (exact_sum, exact_product), "{context}");
    });
}

#[test]
fn nan_stays_in_its_channel() {
    let mut x = vec![1.0f32; 40];
    x[17] = f32::NAN;
    let ones = vec![1.0; 10];
    let channels = Channels {
        mean: &ones,
        inverse: &ones,
        scale: &ones,
        offset: &ones,
    };
    let mut y = vec![0.0; 40];
    normalise(&x, channels, true, &mut y);
    for (at, y) in y.iter().enumerate() {
        assert_eq!(y.is_nan(), at == 17);
    }
    let (mut mean, mut squares) = (vec![0.0; 10], vec![0.0; 10]);
    moments(&x, &mut mean, &mut squares);
    for c in 0..10 {
        assert_eq!((mean[c].is_nan(), squares[c].is_nan()), (c == 7, c == 7));
    }
}
