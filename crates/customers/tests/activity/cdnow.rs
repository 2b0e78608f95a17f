//! The purchases of CDNOW and what is expected of them (scripts/golden/lifetimes).

use fashion_customers::activity::summary::{Purchases, Summary, summary};
use fashion_customers::orders::{Book, BookOptions, Layout, OrderFile, Role};
use fashion_customers::text::date_text;

/// 1997-01-01.
pub const FIRST_DAY: i32 = 9862;
/// 1997-09-30 and 1998-06-30.
pub const ENDS: [(&str, i32); 2] = [("calibration", FIRST_DAY + 272), ("whole", FIRST_DAY + 545)];

/// The rows of a file of golden values, as numbers, without the header.
pub fn rows(text: &str) -> impl Iterator<Item = Vec<f64>> {
    text.lines().skip(1).map(|line| {
        line.split(',')
            .filter_map(|field| field.parse().ok())
            .collect()
    })
}

/// What lifetimes says at an end: frequency, recency, T, monetary value, expected purchases of 39 weeks.
pub fn expected(end: &str) -> Vec<[f64; 5]> {
    let text = match end {
        "calibration" => include_str!("../golden/cdnow-calibration.csv"),
        _ => include_str!("../golden/cdnow-whole.csv"),
    };
    rows(text).map(|row| row.try_into().unwrap()).collect()
}

/// The summaries of the 2,357 customers at an end, by the way that orders go: a table, read and added up until then.
pub fn summaries(end: i32) -> Vec<Summary> {
    summaries_of(purchases(), end)
}

/// The same, of purchases in any order.
pub fn summaries_of(purchases: Vec<(usize, i32, f64)>, end: i32) -> Vec<Summary> {
    let cutoff = Some(end as u16 + 1);
    let mut book = Book::new(
        BookOptions {
            cutoff,
            ..BookOptions::default()
        },
        None,
        Vec::new(),
    )
    .unwrap();
    let names = ["customer", "date", "amount"].map(String::from).to_vec();
    let roles = [Role::Customer, Role::Time, Role::Amount].map(Some);
    let layout = Layout::new(names, &roles, false, Vec::new());
    let mut file = OrderFile::new(b',').without_header(layout);
    book.begin_file(false);
    for (customer, day, spend) in purchases {
        let row = format!("{customer},{},{spend}\n", date_text(day as u16));
        assert_eq!(file.push(row.as_bytes(), &mut book), Ok(row.len()));
    }
    assert_eq!(file.finish(&mut book), Ok(true));
    assert!(!book.finish() && book.counts().bad == 0);
    let mut found: Vec<(usize, Summary)> = book
        .customers()
        .map(|(id, one)| {
            let purchases = Purchases {
                days: one.days.list(),
                spend: one.spend,
                first_spend: one.first_spend,
            };
            let id = std::str::from_utf8(id).unwrap().parse().unwrap();
            (id, summary(&purchases, end as u16).unwrap())
        })
        .collect();
    found.sort_by_key(|(id, _)| *id);
    found.into_iter().map(|(_, summary)| summary).collect()
}

/// The customer from 1 on, the day since 1970-01-01, the spend in dollars.
pub fn purchases() -> Vec<(usize, i32, f64)> {
    rows(include_str!("../golden/cdnow-purchases.csv"))
        .map(|row| (row[0] as usize, FIRST_DAY + row[1] as i32, row[2] / 100.0))
        .collect()
}
