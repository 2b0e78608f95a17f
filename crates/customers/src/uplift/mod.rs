//! Did a campaign work? Customers were dealt into a target group, which heard of it, and a control group, which did not; the
//! outcome of each is known afterwards.
//!
//! `campaign` is what comes in, `difference` compares two groups, `ranking` to `percentiles` say whether the score found those
//! on whom the campaign had an effect, `dealing` whether the groups can be compared at all. Definitions of the ranking are
//! those of scikit-uplift 0.5.1 (`sklift.metrics`), with its order of equal scores.

mod campaign;
mod curves;
mod dealing;
mod difference;
pub(crate) mod distributions;
mod percentiles;
mod ranking;
mod top;

pub use campaign::{Campaign, Settings};
pub use curves::{Curve, Point};
pub use dealing::{Balance, Shares};
pub use difference::{Arm, Difference};
pub use distributions::{chi_square_tail, normal_quantile, student_quantile, student_tail};
pub use top::Top;

use crate::CustomersError;
use ranking::Ranking;

/// What [`measure`] finds.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// Whether each outcome is 0 or 1.
    pub binary: bool,
    /// The whole target group against the whole control group.
    pub overall: Difference,
    /// What the scores are worth; none without scores.
    pub ranked: Option<Ranked>,
    /// The sizes of the groups against an expected share; none without one.
    pub shares: Option<Shares>,
    /// The scores of the groups against each other; none without scores.
    pub balance: Option<Balance>,
}

/// What the scores are worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// The first of all customers (`strategy="overall"`).
    pub top_overall: Top,
    /// The first of each group (`strategy="by_group"`).
    pub top_by_group: Top,
    /// `qini_curve`, `qini_auc_score`.
    pub qini: Curve,
    /// `uplift_curve`, `uplift_auc_score`.
    pub uplift: Curve,
    /// `weighted_average_uplift` of ten bins of all customers; none where a bin lacks a group.
    pub average_overall: Option<f64>,
    /// `weighted_average_uplift` of ten bins of each group; none where a group has fewer than ten.
    pub average_by_group: Option<f64>,
}

/// Measures a campaign.
///
/// # Errors
/// INVALID_ARGUMENT: what [`Campaign::check`] and [`Settings::check`] refuse; a `k` that leaves a group empty.
pub fn measure(campaign: &Campaign, settings: &Settings) -> Result<Measurement, CustomersError> {
    settings.check()?;
    campaign.check()?;
    let binary = campaign.is_binary();
    let everybody = 0..campaign.outcome.len();
    let overall = Difference::of(campaign, everybody, binary, settings.level);
    let shares = settings
        .control_share
        .map(|expected| Shares::of(overall.target.count, overall.control.count, expected));
    let (mut ranked, mut balance) = (None, None);
    if let Some(score) = campaign.score {
        balance = Some(Balance::of(campaign, score));
        ranked = Some(rank(campaign, score, settings, binary)?);
    }
    Ok(Measurement {
        binary,
        overall,
        ranked,
        shares,
        balance,
    })
}

fn rank(
    campaign: &Campaign,
    score: &[f64],
    settings: &Settings,
    binary: bool,
) -> Result<Ranked, CustomersError> {
    let ranking = Ranking::by(score);
    let negative_effect = settings.negative_effect;
    Ok(Ranked {
        top_overall: top::overall(campaign, &ranking, settings, binary)?,
        top_by_group: top::by_group(campaign, &ranking, settings, binary)?,
        qini: curves::qini(campaign, &ranking, binary, negative_effect),
        uplift: curves::uplift(campaign, &ranking, binary),
        average_overall: percentiles::overall(campaign, &ranking),
        average_by_group: percentiles::by_group(campaign, &ranking),
    })
}
