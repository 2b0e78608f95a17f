//! The loop that most optimizers are: a float of the weights, of the gradient and of each slot at a time, four together.

use crate::check;
use crate::simd::F32x4;

/// `f` gets the gradient and a value of each of `vectors`, and gives their new values.
#[inline(always)]
#[track_caller]
pub(super) fn update<const N: usize>(
    mut vectors: [&mut [f32]; N],
    gradient: &[f32],
    f: impl Fn(F32x4, [F32x4; N]) -> [F32x4; N],
) {
    for vector in &vectors {
        check::exact("a slot", vector.len(), gradient.len());
    }
    // One copy of `f` in the code for whole and partial groups: it is long.
    for start in (0..gradient.len()).step_by(4) {
        let end = (start + 4).min(gradient.len());
        let load = |x: &[f32]| match end - start {
            4 => F32x4::load(&x[start..]),
            _ => F32x4::load_partial(&x[start..end]),
        };
        let values = std::array::from_fn(|i| load(vectors[i]));
        let new = f(load(gradient), values);
        for (vector, value) in vectors.iter_mut().zip(new) {
            match end - start {
                4 => value.store(&mut vector[start..end]),
                _ => value.store_partial(&mut vector[start..end]),
            }
        }
    }
}
