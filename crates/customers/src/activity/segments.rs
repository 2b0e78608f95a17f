//! Segments of customers by their usual names, from the scores: the table in the documentation of the R package rfm 0.3.0
//! (`?rfm_segment`: `segment_names`, `recency_lower` … `monetary_upper`), and its rule: the first line that fits gives the name,
//! `Others` if none does.
//!
//! Older versions documented another table of the same names, and up to 0.2.1 the *last* fitting line won.

use super::rfm::Score;
use std::ops::RangeInclusive;

/// A segment, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Segment {
    /// Bought just now, often, for much.
    Champions,
    /// Bought lately, more than once, for a good sum.
    PotentialLoyalist,
    /// Buy regularly.
    LoyalCustomers,
    /// Bought not long ago, seldom, for a good sum.
    Promising,
    /// Bought just now, seldom.
    NewCustomers,
    /// Bought often and for much, long ago.
    CantLoseThem,
    /// Bought for much, long ago.
    AtRisk,
    /// Bought often enough, not lately.
    NeedAttention,
    /// Bought seldom, not lately.
    AboutToSleep,
    /// Bought longest ago.
    Lost,
    /// What the table leaves.
    Others,
}

/// A line of the table: scores from … to, both included.
struct Line {
    segment: Segment,
    recency: RangeInclusive<u8>,
    frequency: RangeInclusive<u8>,
    monetary: RangeInclusive<u8>,
}

const fn line(
    segment: Segment,
    recency: RangeInclusive<u8>,
    frequency: RangeInclusive<u8>,
    monetary: RangeInclusive<u8>,
) -> Line {
    Line {
        segment,
        recency,
        frequency,
        monetary,
    }
}

static TABLE: [Line; 10] = [
    line(Segment::Champions, 5..=5, 5..=5, 5..=5),
    line(Segment::PotentialLoyalist, 3..=5, 3..=5, 2..=5),
    line(Segment::LoyalCustomers, 2..=4, 2..=4, 2..=4),
    line(Segment::Promising, 3..=4, 1..=3, 3..=5),
    line(Segment::NewCustomers, 4..=5, 1..=3, 1..=5),
    line(Segment::CantLoseThem, 1..=2, 3..=4, 4..=5),
    line(Segment::AtRisk, 1..=2, 2..=5, 4..=5),
    line(Segment::NeedAttention, 1..=3, 3..=5, 3..=5),
    line(Segment::AboutToSleep, 2..=3, 1..=3, 1..=4),
    line(Segment::Lost, 1..=1, 1..=5, 1..=5),
];

/// The segment of a score.
#[must_use]
pub fn segment(score: Score) -> Segment {
    TABLE
        .iter()
        .find(|line| {
            line.recency.contains(&score.recency)
                && line.frequency.contains(&score.frequency)
                && line.monetary.contains(&score.monetary)
        })
        .map_or(Segment::Others, |line| line.segment)
}

impl Segment {
    /// All of them, in the order of the table, `Others` last.
    pub const ALL: [Self; 11] = [
        Self::Champions,
        Self::PotentialLoyalist,
        Self::LoyalCustomers,
        Self::Promising,
        Self::NewCustomers,
        Self::CantLoseThem,
        Self::AtRisk,
        Self::NeedAttention,
        Self::AboutToSleep,
        Self::Lost,
        Self::Others,
    ];

    /// The name as rfm writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Champions => "Champions",
            Self::PotentialLoyalist => "Potential Loyalist",
            Self::LoyalCustomers => "Loyal Customers",
            Self::Promising => "Promising",
            Self::NewCustomers => "New Customers",
            Self::CantLoseThem => "Can't Lose Them",
            Self::AtRisk => "At Risk",
            Self::NeedAttention => "Need Attention",
            Self::AboutToSleep => "About To Sleep",
            Self::Lost => "Lost",
            Self::Others => "Others",
        }
    }
}
