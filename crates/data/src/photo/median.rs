//! Medians, by which a few outliers do not count.

/// The value in the middle, of an even number the upper one. There must be one.
pub fn median(mut values: Vec<f32>) -> f32 {
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// The value at which half of the weight is reached, of values and weights; 0 where there are none.
pub fn weighted_median(mut values: Vec<(f32, f32)>) -> f32 {
    values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let half = values.iter().map(|v| v.1).sum::<f32>() / 2.0;
    let mut sum = 0.0;
    for (value, weight) in &values {
        sum += weight;
        if sum >= half {
            return *value;
        }
    }
    values.last().map_or(0.0, |v| v.0)
}
