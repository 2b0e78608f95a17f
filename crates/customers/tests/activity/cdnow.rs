//! The purchases of CDNOW and what is expected of them (scripts/golden/lifetimes).

use fashion_customers::activity::days::DaysOf;

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

/// The purchase days of the 2,357 customers, each purchase added in the order of the file.
pub fn customers() -> Vec<DaysOf> {
    let mut customers = Vec::new();
    for (customer, day, spend) in purchases() {
        if customer > customers.len() {
            customers.push(DaysOf::default());
        }
        customers[customer - 1].add(day, spend);
    }
    assert_eq!(customers.len(), 2357);
    customers
}

/// The customer from 1 on, the day since 1970-01-01, the spend in dollars.
pub fn purchases() -> Vec<(usize, i32, f64)> {
    rows(include_str!("../golden/cdnow-purchases.csv"))
        .map(|row| (row[0] as usize, FIRST_DAY + row[1] as i32, row[2] / 100.0))
        .collect()
}
