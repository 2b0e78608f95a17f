//! The logarithm of the BG/NBD likelihood, and its first and second derivatives, by the logarithms of r, α, a and b.
//!
//! Of a customer with x repeat purchase days, the last at age tₓ, observed until age T:
//!
//! ```text
//! L = Γ(r+x)/Γ(r) · B(a, b+x)/B(a, b) · α^r · [ (α+T)^-(r+x)  +  a/(b+x-1) · (α+tₓ)^-(r+x), if x > 0 ]
//!                                               still a customer    left after the last purchase
//! ```
//!
//! Since x is whole, the Γ and B are products, Γ(r+x)/Γ(r) = Π (r+i) and B(a,b+x)/B(a,b) = Π (b+i)/(a+b+i) over i < x: there is
//! no log-gamma and no digamma, and all customers share the factors. As in lifetimes, x! is left out.

use super::histories::Grouped;

/// The logarithms of r, α, a and b.
pub(in super::super) type Point = [f64; 4];

/// The function and its derivatives at a point.
#[derive(Clone)]
pub(in super::super) struct Value {
    pub value: f64,
    pub gradient: [f64; 4],
    pub hessian: [[f64; 4]; 4],
}

const R: usize = 0;
const ALPHA: usize = 1;
const A: usize = 2;
const B: usize = 3;

/// The sum over all customers.
pub(in super::super) fn log_likelihood(customers: &Grouped, point: &Point) -> Value {
    let parameters = point.map(libm::exp);
    let [r, alpha, a, b] = parameters;
    let mut sum = Sum::default();

    for (i, customers) in customers.customers_beyond.iter().enumerate() {
        let i = i as f64;
        sum.logarithm(*customers, r + i, &[R]);
        sum.logarithm(*customers, b + i, &[B]);
        sum.logarithm(-*customers, a + b + i, &[A, B]);
    }

    let logarithms: Vec<f64> = customers
        .days
        .iter()
        .map(|days| libm::log(alpha + f64::from(*days)))
        .collect();
    let mut all = 0.0;
    for group in &customers.groups {
        let count = group.customers;
        all += count;
        let x = f64::from(group.history.frequency);
        let shape = r + x;
        let (log_t, by_t) = (
            logarithms[group.age],
            1.0 / (alpha + f64::from(group.history.age)),
        );
        // -(r+x) ln(α+T): had they stayed.
        sum.value -= count * shape * log_t;
        sum.gradient[R] -= count * log_t;
        sum.gradient[ALPHA] -= count * shape * by_t;
        sum.hessian[R][ALPHA] -= count * by_t;
        sum.hessian[ALPHA][ALPHA] += count * shape * by_t * by_t;
        if group.history.frequency == 0 {
            continue;
        }
        // ln(1 + e^d), d being the log-odds of having left after the last purchase.
        let (log_x, by_x) = (
            logarithms[group.recency],
            1.0 / (alpha + f64::from(group.history.recency)),
        );
        let last = b + x - 1.0;
        let d = point[A] - libm::log(last) + shape * (log_t - log_x);
        let small = libm::exp(-d.abs());
        let left = if d > 0.0 { 1.0 } else { small } / (1.0 + small);
        sum.value += count * (d.max(0.0) + libm::log1p(small));
        let first = [log_t - log_x, shape * (by_t - by_x), 1.0 / a, -1.0 / last];
        let both = count * left * (1.0 - left);
        let once = count * left;
        for i in 0..4 {
            sum.gradient[i] += once * first[i];
            for j in i..4 {
                sum.hessian[i][j] += both * first[i] * first[j];
            }
        }
        sum.hessian[R][ALPHA] += once * (by_t - by_x);
        sum.hessian[ALPHA][ALPHA] += once * shape * (by_x * by_x - by_t * by_t);
        sum.hessian[A][A] -= once / (a * a);
        sum.hessian[B][B] += once / (last * last);
    }
    // r ln α, of each.
    sum.value += all * r * point[ALPHA];
    sum.gradient[R] += all * point[ALPHA];
    sum.gradient[ALPHA] += all * r / alpha;
    sum.hessian[R][ALPHA] += all / alpha;
    sum.hessian[ALPHA][ALPHA] -= all * r / (alpha * alpha);
    sum.by_logarithms(&parameters)
}

/// By the parameters themselves; of the second derivatives, the upper triangle.
#[derive(Default)]
struct Sum {
    value: f64,
    gradient: [f64; 4],
    hessian: [[f64; 4]; 4],
}

impl Sum {
    /// Adds factor · ln(argument), the argument being a sum of `of` and a constant; `of` is ascending.
    fn logarithm(&mut self, factor: f64, argument: f64, of: &[usize]) {
        self.value += factor * libm::log(argument);
        for (n, i) in of.iter().enumerate() {
            self.gradient[*i] += factor / argument;
            for j in &of[n..] {
                self.hessian[*i][*j] -= factor / (argument * argument);
            }
        }
    }

    /// d/d(ln p) = p · d/dp.
    fn by_logarithms(self, parameters: &[f64; 4]) -> Value {
        let mut gradient = [0.0; 4];
        let mut hessian = [[0.0; 4]; 4];
        for i in 0..4 {
            gradient[i] = parameters[i] * self.gradient[i];
            for j in i..4 {
                hessian[i][j] = parameters[i] * parameters[j] * self.hessian[i][j];
                hessian[j][i] = hessian[i][j];
            }
        }
        for i in 0..4 {
            hessian[i][i] += gradient[i];
        }
        Value {
            value: self.value,
            gradient,
            hessian,
        }
    }
}
