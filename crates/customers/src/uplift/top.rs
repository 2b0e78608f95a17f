//! Uplift at k: target against control among the customers with the largest scores.

use super::campaign::{Campaign, Settings};
use super::difference::Difference;
use super::ranking::Ranking;
use crate::CustomersError;

/// The first of the ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Top {
    /// Target against control among them.
    pub difference: Difference,
    /// Customers that were left out though they have the score of the last one taken: their places in the list decided.
    pub tied: usize,
}

/// The first `⌊k · n⌋` of all customers.
///
/// # Errors
/// INVALID_ARGUMENT where they are all of one group, or none.
pub fn overall(
    campaign: &Campaign,
    ranking: &Ranking,
    settings: &Settings,
    binary: bool,
) -> Result<Top, CustomersError> {
    let all: Vec<usize> = ranking.first(ranking.order.len()).collect();
    let count = share_of(all.len(), settings.k);
    let target = all[..count]
        .iter()
        .filter(|&&place| campaign.is_target(place))
        .count();
    for (name, size) in [("target", target), ("control", count - target)] {
        if size == 0 {
            return Err(empty(
                settings.k,
                &format!("{count} of {} customers", all.len()),
                name,
            ));
        }
    }
    Ok(Top {
        difference: Difference::of(campaign, ranking.first(count), binary, settings.level),
        tied: tied(ranking, &all, count),
    })
}

/// The first `⌊k · n₁⌋` of the target group and the first `⌊k · n₀⌋` of control.
///
/// # Errors
/// INVALID_ARGUMENT where one of them is nobody.
pub fn by_group(
    campaign: &Campaign,
    ranking: &Ranking,
    settings: &Settings,
    binary: bool,
) -> Result<Top, CustomersError> {
    let mut places = Vec::new();
    let mut left_out = 0;
    for (name, is_target) in [("target", true), ("control", false)] {
        let own = ranking.of_group(campaign, is_target);
        let count = share_of(own.len(), settings.k);
        if count == 0 {
            return Err(empty(
                settings.k,
                &format!("0 of its {} customers", own.len()),
                name,
            ));
        }
        places.extend_from_slice(&own[..count]);
        left_out += tied(ranking, &own, count);
    }
    Ok(Top {
        difference: Difference::of(campaign, places.iter().copied(), binary, settings.level),
        tied: left_out,
    })
}

/// Rounded down, as Python's `int(n * k)` does.
fn share_of(count: usize, k: f64) -> usize {
    (count as f64 * k) as usize
}

fn tied(ranking: &Ranking, places: &[usize], count: usize) -> usize {
    let last = places[count - 1];
    places[count..]
        .iter()
        .take_while(|&&place| ranking.are_equal(last, place))
        .count()
}

fn empty(k: f64, taken: &str, group: &str) -> CustomersError {
    let what =
        format!("k {k} takes {taken} with the largest scores, and leaves the {group} group empty");
    CustomersError::new("INVALID_ARGUMENT", format!("{what} → take a larger k"))
}
