//! The Qini and the uplift curve, and the areas below them: what is gained when the campaign goes to the first of the ranking
//! alone, over the number of customers it goes to.
//!
//! With n₁ customers of target among the first n, their outcomes' sum y₁, and n₀ and y₀ of control:
//! `qini = y₁ − y₀ · n₁ / n₀`, `uplift = (y₁ / n₁ − y₀ / n₀) · n`; a fraction with an empty group is 0. Customers of equal score
//! are taken together. A coefficient is the area above the diagonal, which a random order would give, as a share of that of
//! the perfect order; scikit-uplift defines it for outcomes of 0 and 1.

use super::campaign::Campaign;
use super::ranking::Ranking;

/// A point of a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The first so many.
    pub customers: f64,
    /// What is gained.
    pub gain: f64,
}

/// A curve, and its area.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Area between curve and diagonal.
    pub area: f64,
    /// That of the perfect order; none where it is not defined.
    pub perfect: Option<f64>,
    /// One as a share of the other; none where it is not defined or the other is 0.
    pub coefficient: Option<f64>,
    /// At most [`MOST_POINTS`] of the curve's, the first and the last among them.
    pub points: Vec<Point>,
}

/// Points for a chart.
pub const MOST_POINTS: usize = 200;

/// What the first of a ranking add up to.
#[derive(Default, Clone, Copy)]
struct Sums {
    targets: f64,
    target_outcome: f64,
    controls: f64,
    control_outcome: f64,
}

fn quotient(over: f64, under: f64) -> f64 {
    if under == 0.0 { 0.0 } else { over / under }
}

fn qini_gain(sums: &Sums) -> f64 {
    sums.target_outcome - sums.control_outcome * quotient(sums.targets, sums.controls)
}

fn uplift_gain(sums: &Sums) -> f64 {
    let target = quotient(sums.target_outcome, sums.targets);
    let control = quotient(sums.control_outcome, sums.controls);
    (target - control) * (sums.targets + sums.controls)
}

fn curve(campaign: &Campaign, ranking: &Ranking, gain: fn(&Sums) -> f64) -> Vec<Point> {
    let mut sums = Sums::default();
    let mut points = vec![Point {
        customers: 0.0,
        gain: 0.0,
    }];
    let mut places = ranking.first(ranking.order.len()).peekable();
    while let Some(place) = places.next() {
        let outcome = campaign.outcome[place];
        if campaign.is_target(place) {
            sums.targets += 1.0;
            sums.target_outcome += outcome;
        } else {
            sums.controls += 1.0;
            sums.control_outcome += outcome;
        }
        let is_last = places
            .peek()
            .is_none_or(|&next| !ranking.are_equal(place, next));
        if is_last {
            points.push(Point {
                customers: sums.targets + sums.controls,
                gain: gain(&sums),
            });
        }
    }
    points
}

/// By trapezia, less the triangle below the straight line to the last point.
fn area_above_diagonal(points: &[Point]) -> f64 {
    let area: f64 = points
        .windows(2)
        .map(|pair| (pair[1].customers - pair[0].customers) * (pair[1].gain + pair[0].gain) / 2.0)
        .sum();
    points
        .last()
        .map_or(area, |last| area - last.customers * last.gain / 2.0)
}

/// The Qini curve.
pub fn qini(campaign: &Campaign, ranking: &Ranking, binary: bool, negative_effect: bool) -> Curve {
    let points = curve(campaign, ranking, qini_gain);
    let perfect = if !binary {
        None
    } else if negative_effect {
        Some(perfect_area(campaign, qini_gain, |outcome, is_target| {
            if is_target { outcome } else { -outcome }
        }))
    } else {
        without_negative_effect(&points)
    };
    finished(points, perfect)
}

/// Nobody was put off: the curve rises by one a customer to the whole gain and stays there. None where the whole is a loss.
fn without_negative_effect(points: &[Point]) -> Option<f64> {
    let Point { customers, gain } = *points.last()?;
    let perfect = [(0.0, 0.0), (gain, gain), (customers, gain)]
        .map(|(customers, gain)| Point { customers, gain });
    (gain >= 0.0).then(|| area_above_diagonal(&perfect))
}

/// The uplift curve.
pub fn uplift(campaign: &Campaign, ranking: &Ranking, binary: bool) -> Curve {
    let points = curve(campaign, ranking, uplift_gain);
    let perfect = binary.then(|| {
        let count = |outcome: f64, group: u8| {
            let both = campaign.outcome.iter().zip(campaign.group);
            both.filter(|&(&own, &other)| own == outcome && other == group)
                .count()
        };
        let bought_anyway = count(1.0, 0) > count(0.0, 1);
        perfect_area(campaign, uplift_gain, |outcome, is_target| {
            let own = f64::from(u8::from(is_target));
            let agree = if outcome == own { 2.0 } else { 0.0 };
            agree + if bought_anyway { outcome } else { own }
        })
    });
    finished(points, perfect)
}

fn perfect_area(
    campaign: &Campaign,
    gain: fn(&Sums) -> f64,
    score: impl Fn(f64, bool) -> f64,
) -> f64 {
    let scores: Vec<f64> = (0..campaign.outcome.len())
        .map(|place| score(campaign.outcome[place], campaign.is_target(place)))
        .collect();
    area_above_diagonal(&curve(campaign, &Ranking::by(&scores), gain))
}

fn finished(points: Vec<Point>, perfect: Option<f64>) -> Curve {
    let area = area_above_diagonal(&points);
    // An area that is 0 but for rounding is no measure.
    let least = points
        .last()
        .map_or(0.0, |last| 1e-12 * last.customers * last.customers);
    let coefficient = perfect
        .filter(|perfect| perfect.abs() > least)
        .map(|perfect| area / perfect);
    Curve {
        area,
        perfect,
        coefficient,
        points: thinned(points),
    }
}

fn thinned(points: Vec<Point>) -> Vec<Point> {
    let last = points.len() - 1;
    if last < MOST_POINTS {
        return points;
    }
    (0..MOST_POINTS)
        .map(|i| points[i * last / (MOST_POINTS - 1)])
        .collect()
}
