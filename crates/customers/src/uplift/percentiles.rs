//! The uplift of each tenth of the ranking, averaged with the sizes of the target group as weights.

use super::campaign::Campaign;
use super::ranking::Ranking;

/// Bins, as scikit-uplift's default.
const BINS: usize = 10;

/// Tenths of all customers; none where one lacks a group, or where there are no more customers than bins.
pub fn overall(campaign: &Campaign, ranking: &Ranking) -> Option<f64> {
    let all: Vec<usize> = ranking.first(ranking.order.len()).collect();
    if all.len() <= BINS {
        return None;
    }
    average(bins(&all).map(|places| [true, false].map(|group| mean(campaign, places, group))))
}

/// Tenths of each group; none where one is empty, or where there are no more customers than bins.
pub fn by_group(campaign: &Campaign, ranking: &Ranking) -> Option<f64> {
    if campaign.outcome.len() <= BINS {
        return None;
    }
    let [target, control] = [true, false].map(|group| ranking.of_group(campaign, group));
    let pairs = bins(&target).zip(bins(&control));
    average(
        pairs.map(|(target, control)| {
            [mean(campaign, target, true), mean(campaign, control, false)]
        }),
    )
}

/// Customers and their mean outcome.
type Mean = (f64, f64);

fn mean(campaign: &Campaign, places: &[usize], is_target: bool) -> Option<Mean> {
    let own = places
        .iter()
        .filter(|&&place| campaign.is_target(place) == is_target);
    let (count, sum) = own.fold((0.0, 0.0), |(count, sum), &place| {
        (count + 1.0, sum + campaign.outcome[place])
    });
    (count > 0.0).then(|| (count, sum / count))
}

fn average(bins: impl Iterator<Item = [Option<Mean>; 2]>) -> Option<f64> {
    let (mut weights, mut sum) = (0.0, 0.0);
    for [target, control] in bins {
        let ((count, target), (_, control)) = (target?, control?);
        weights += count;
        sum += count * (target - control);
    }
    Some(sum / weights)
}

/// Of sizes that differ by one at most, the larger first, as NumPy's `array_split`.
fn bins(places: &[usize]) -> impl Iterator<Item = &[usize]> {
    let (size, larger) = (places.len() / BINS, places.len() % BINS);
    let start = move |bin: usize| bin * size + bin.min(larger);
    (0..BINS).map(move |bin| &places[start(bin)..start(bin + 1)])
}
