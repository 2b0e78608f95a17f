//! The Dirichlet distribution whose means of ln θ are given ones, as Blei, Ng and Jordan find it for topics (2003, appendix
//! A.4.2): Newton's method, where the Hessian is diagonal plus a constant and each step takes linear time.

use super::special::{digamma, trigamma};

/// Steps at most; between two estimates of the means it need not get to the end.
const MOST_STEPS: u32 = 10;

/// Moves `a` towards the solution of ψ(aₖ) − ψ(Σ a) = `means[k]`. A step takes at most nine tenths off.
pub(super) fn newton(a: &mut [f64], means: &[f64]) {
    let mut ratios = vec![0.0; a.len()];
    let mut inverses = vec![0.0; a.len()];
    for _ in 0..MOST_STEPS {
        let sum: f64 = a.iter().sum();
        let (of_sum, bend_of_sum) = (digamma(sum), trigamma(sum));
        let (mut ratio_sum, mut inverse_sum) = (0.0, 0.0);
        for k in 0..a.len() {
            let gradient = of_sum - digamma(a[k]) + means[k];
            let bend = -trigamma(a[k]);
            ratios[k] = gradient / bend;
            inverses[k] = 1.0 / bend;
            ratio_sum += ratios[k];
            inverse_sum += inverses[k];
        }
        let common = ratio_sum / (1.0 / bend_of_sum + inverse_sum);
        let mut change = 0.0f64;
        for k in 0..a.len() {
            let next = a[k] - (ratios[k] - common * inverses[k]);
            let next = if next > 0.1 * a[k] { next } else { 0.1 * a[k] };
            change = change.max((next / a[k] - 1.0).abs());
            a[k] = next;
        }
        if change < 1e-12 {
            break;
        }
    }
}
