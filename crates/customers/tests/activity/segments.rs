//! Names of scores.

use fashion_customers::activity::rfm::Score;
use fashion_customers::activity::segments::{Segment, segment};

/// The vectors of `?rfm_segment` in rfm 0.3.0, column by column as documented there.
const NAMES: [&str; 10] = [
    "Champions",
    "Potential Loyalist",
    "Loyal Customers",
    "Promising",
    "New Customers",
    "Can't Lose Them",
    "At Risk",
    "Need Attention",
    "About To Sleep",
    "Lost",
];
const RECENCY_LOWER: [u8; 10] = [5, 3, 2, 3, 4, 1, 1, 1, 2, 1];
const RECENCY_UPPER: [u8; 10] = [5, 5, 4, 4, 5, 2, 2, 3, 3, 1];
const FREQUENCY_LOWER: [u8; 10] = [5, 3, 2, 1, 1, 3, 2, 3, 1, 1];
const FREQUENCY_UPPER: [u8; 10] = [5, 5, 4, 3, 3, 4, 5, 5, 3, 5];
const MONETARY_LOWER: [u8; 10] = [5, 2, 2, 3, 1, 4, 4, 3, 1, 1];
const MONETARY_UPPER: [u8; 10] = [5, 5, 4, 5, 5, 5, 5, 5, 4, 5];

fn all_scores() -> impl Iterator<Item = Score> {
    (0..125).map(|number| Score {
        recency: number / 25 + 1,
        frequency: number / 5 % 5 + 1,
        monetary: number % 5 + 1,
    })
}

#[test]
fn every_score_has_the_name_that_rfm_gives_it() {
    for score in all_scores() {
        // As rfm_segment does it: line after line, those not yet named.
        let mut expected = None;
        for i in 0..10 {
            if expected.is_none()
                && (RECENCY_LOWER[i]..=RECENCY_UPPER[i]).contains(&score.recency)
                && (FREQUENCY_LOWER[i]..=FREQUENCY_UPPER[i]).contains(&score.frequency)
                && (MONETARY_LOWER[i]..=MONETARY_UPPER[i]).contains(&score.monetary)
            {
                expected = Some(NAMES[i]);
            }
        }
        assert_eq!(
            segment(score).name(),
            expected.unwrap_or("Others"),
            "{score}"
        );
    }
}

#[test]
fn every_segment_occurs() {
    for expected in Segment::ALL {
        assert!(
            all_scores().any(|score| segment(score) == expected),
            "{}",
            expected.name()
        );
    }
}
