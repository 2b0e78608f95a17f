//! The end of a step: lanes' gradients added in lane order, the optimizer applied, in pieces that threads share.
//!
//! A piece is a fixed range of the flat weights, so each float is added in the same order on any thread.

use crate::lane::Lane;
use crate::optimizer::Step;
use crate::parallel;
use fashion_kernels::vector;

/// Pieces of a step: enough for the threads to share evenly, few enough to cost nothing.
const PIECES: usize = 16;

/// Pieces begin at multiples of a cache line.
const ALIGNMENT: usize = 16;

struct Piece<'a> {
    start: usize,
    weights: &'a mut [f32],
    gradient: &'a mut [f32],
    a: &'a mut [f32],
    b: &'a mut [f32],
}

/// gradient = Σ lanes' gradients, then one step of the optimizer with slots `a` and `b` (empty where it has none).
pub(crate) fn apply(
    step: &Step,
    lanes: &[Lane],
    mut weights: &mut [f32],
    mut gradient: &mut [f32],
    mut a: &mut [f32],
    mut b: &mut [f32],
) {
    let size = weights.len().div_ceil(PIECES).next_multiple_of(ALIGNMENT);
    let mut start = 0;
    let mut pieces: [Option<Piece>; PIECES] = std::array::from_fn(|_| {
        let size = size.min(weights.len());
        let piece = Piece {
            start,
            weights: take(&mut weights, size),
            gradient: take(&mut gradient, size),
            a: take(&mut a, size),
            b: take(&mut b, size),
        };
        start += size;
        (size > 0).then_some(piece)
    });
    parallel::each(&mut pieces, |_, piece| {
        if let Some(piece) = piece {
            sum_lanes(lanes, piece.start, piece.gradient);
            step.apply(piece.weights, piece.gradient, piece.a, piece.b);
        }
    });
}

/// Splits the first `size` floats off (all there are, of a slot that the optimizer does not have).
fn take<'a>(rest: &mut &'a mut [f32], size: usize) -> &'a mut [f32] {
    let all = std::mem::take(rest);
    let (first, others) = all.split_at_mut(size.min(all.len()));
    *rest = others;
    first
}

/// total = Σ lanes' gradients from float `start` on, lane after lane.
pub(crate) fn sum_lanes(lanes: &[Lane], start: usize, total: &mut [f32]) {
    let range = start..start + total.len();
    total.copy_from_slice(&lanes[0].dw[range.clone()]);
    for lane in &lanes[1..] {
        vector::add_assign(total, &lane.dw[range.clone()]);
    }
}

#[cfg(test)]
mod tests {
    use super::sum_lanes;
    use crate::lane::Lane;
    use crate::plan::Plan;
    use crate::spec::ModelSpec;

    /// The test of the bit-identity tests: adding lanes in another order must show.
    #[test]
    fn another_order_of_lanes_gives_other_bits() {
        let spec = r#"{"inputShape":[4],"seed":1,"layers":[{"type":"dense","units":10,"activation":"linear",
            "useBias":true,"kernelInitializer":"heNormal","biasInitializer":"zeros"}]}"#;
        let plan = Plan::new(ModelSpec::from_json(spec).unwrap()).unwrap();
        let mut lanes: Vec<Lane> = (0..5)
            .map(|lane| {
                let mut new = Lane::default();
                new.reserve_training(&plan, 8).unwrap();
                for (i, value) in new.dw.iter_mut().enumerate() {
                    *value = 1.0 / (1 + 7 * lane + i) as f32;
                }
                new
            })
            .collect();
        let mut forwards = vec![0.0; plan.parameters()];
        sum_lanes(&lanes, 0, &mut forwards);
        lanes.reverse();
        let mut backwards = vec![0.0; plan.parameters()];
        sum_lanes(&lanes, 0, &mut backwards);
        assert_ne!(forwards, backwards);
        for (a, b) in forwards.iter().zip(&backwards) {
            assert!((a - b).abs() <= 1e-6 * a.abs());
        }
    }
}
