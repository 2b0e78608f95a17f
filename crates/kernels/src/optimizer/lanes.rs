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
    let len = gradient.len();
    for vector in &vectors {
        check::exact("a slot", vector.len(), len);
    }
    // The last floats go through copies, so that there is one `f` in the code: it is long.
    let (mut last, mut last_gradient) = ([[0.0; 4]; N], [0.0; 4]);
    for start in (0..len).step_by(4) {
        let is_whole = start + 4 <= len;
        let range = start..if is_whole { start + 4 } else { len };
        if !is_whole {
            last_gradient[..len - start].copy_from_slice(&gradient[range.clone()]);
            for (last, vector) in last.iter_mut().zip(&vectors) {
                last[..len - start].copy_from_slice(&vector[range.clone()]);
            }
        }
        let gradient = if is_whole {
            &gradient[range.clone()]
        } else {
            &last_gradient[..]
        };
        let values = std::array::from_fn(|i| {
            F32x4::load(if is_whole {
                &vectors[i][range.clone()]
            } else {
                &last[i][..]
            })
        });
        let new = f(F32x4::load(gradient), values);
        for ((vector, last), value) in vectors.iter_mut().zip(&mut last).zip(new) {
            if is_whole {
                value.store(&mut vector[range.clone()]);
            } else {
                value.store(last);
                vector[range.clone()].copy_from_slice(&last[..len - start]);
            }
        }
    }
}
