//! What every optimizer may do beside its step: weight decay, clipping, accumulated gradients, averages of the weights.

use crate::check;
use crate::elementwise;
use crate::simd::F32x4;

/// Decoupled weight decay: `w −= w·decay`, where `decay` has the learning rate in it.
pub fn decay(decay: f32, w: &mut [f32]) {
    let decay = F32x4::splat(decay);
    elementwise::map_long(w, |w| w - w * decay);
}

/// `g = min(max(g, −limit), limit)`; NaN stays NaN.
pub fn clip(limit: f32, g: &mut [f32]) {
    let (most, least) = (F32x4::splat(limit), F32x4::splat(-limit));
    elementwise::map_long(g, |g| g.raise_to(least).lower_to(most));
}

/// Σg², each square and the sum in double precision, from the first value to the last.
pub fn squares(g: &[f32]) -> f64 {
    g.iter().fold(0.0, |sum, &value| {
        let value = f64::from(value);
        sum + value * value
    })
}

/// `g = (g + total) / steps; total = 0`: the mean of the gradients that `total` has gathered and of the last one.
pub fn take_accumulated(steps: f32, g: &mut [f32], total: &mut [f32]) {
    let divisor = F32x4::splat(steps);
    elementwise::zip_long(g, total, |g, total| (g + total) / divisor);
    total.fill(0.0);
}

/// Exponential moving average: `average = momentum·average + (1 − momentum)·w`; `gain` is `1 − momentum`.
pub fn average(momentum: f32, gain: f32, w: &[f32], average: &mut [f32]) {
    check::exact("average", average.len(), w.len());
    let [momentum, gain] = [momentum, gain].map(F32x4::splat);
    elementwise::zip_long(average, w, |average, w| momentum * average + gain * w);
}
