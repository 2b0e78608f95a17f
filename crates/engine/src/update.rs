//! The end of a step: lanes' gradients added in lane order, products over the batch made, the optimizer applied, in pieces
//! that threads share.
//!
//! A piece is a fixed range of the flat weights, so each float is added in the same order on any thread.

use crate::batch::slice;
use crate::lane::Lane;
use crate::optimizers::OptimizerStep;
use crate::parallel;
use crate::parameters::ParameterTable;
use crate::plan::{PIECES, Plan};
use crate::product::{Product, keeps_rows};
use fashion_kernels::buffer::Buffer;
use fashion_kernels::{gemm, vector};
use std::ops::Range;

/// A step of an optimizer, and what it moves.
pub(crate) struct Step<'a> {
    pub(crate) optimizer: &'a dyn OptimizerStep,
    pub(crate) parameters: &'a ParameterTable,
}

/// What a step works on, or a range of it: the weights, and what is laid out like them.
pub(crate) struct Vectors<'a> {
    weights: &'a mut [f32],
    gradient: &'a mut [f32],
    slots: Vec<&'a mut [f32]>,
}

impl<'a> Vectors<'a> {
    pub(crate) fn new(
        weights: &'a mut [f32],
        gradient: &'a mut [f32],
        slots: &'a mut [Buffer],
    ) -> Self {
        Self {
            weights,
            gradient,
            slots: slots.iter_mut().map(|slot| &mut slot[..]).collect(),
        }
    }

    /// Splits the first `size` floats of each off.
    fn take(&mut self, size: usize) -> Self {
        let mut first = Self {
            weights: &mut [],
            gradient: &mut [],
            slots: Vec::with_capacity(self.slots.len()),
        };
        self.take_into(&mut first, size);
        first
    }

    /// Makes `first` the first `size` floats of each. What comes from `take` has room for as many slots already.
    fn take_into(&mut self, first: &mut Self, size: usize) {
        first.weights = take(&mut self.weights, size);
        first.gradient = take(&mut self.gradient, size);
        first.slots.clear();
        let slots = self.slots.iter_mut().map(|slot| take(slot, size));
        first.slots.extend(slots);
    }
}

/// A piece, and room for the ranges of it that the optimizer moves: threads take no memory.
struct Piece<'a> {
    start: usize,
    vectors: Vectors<'a>,
    part: Vectors<'a>,
}

/// gradient = that of a batch of `images` images, then one step of the optimizer.
pub(crate) fn apply(step: Step, plan: &Plan, lanes: &[Lane], images: usize, mut vectors: Vectors) {
    let (mut ends, mut start) = (plan.pieces.iter(), 0);
    let mut pieces: [Option<Piece>; PIECES] = std::array::from_fn(|_| {
        let end = *ends.next()?;
        let piece = Piece {
            start,
            part: vectors.take(0),
            vectors: vectors.take(end - start),
        };
        start = end;
        Some(piece)
    });
    parallel::each(&mut pieces[..plan.pieces.len()], |_, piece| {
        if let Some(piece) = piece {
            add_up(plan, lanes, images, piece.start, piece.vectors.gradient);
            step.apply(piece);
        }
    });
}

impl Step<'_> {
    /// Moves what is trainable in a piece whose gradient is there, and uses the piece up.
    fn apply(&self, piece: &mut Piece) {
        let Piece {
            start,
            vectors,
            part,
        } = piece;
        let end = *start + vectors.weights.len();
        for parameters in self.parameters.within(*start..end) {
            let range = parameters.range;
            vectors.take_into(part, range.start - *start);
            vectors.take_into(part, range.len());
            self.optimizer
                .apply(part.weights, part.gradient, &mut part.slots);
            *start = range.end;
        }
    }
}

/// total = the batch's gradient from float `start` on: products over the batch where rows were kept, else the lanes' sum.
/// Within a kernel it begins and ends where a panel does.
pub(crate) fn add_up(plan: &Plan, lanes: &[Lane], images: usize, start: usize, total: &mut [f32]) {
    let end = start + total.len();
    let mut at = start;
    let products: &[Product] = if keeps_rows(images) {
        &plan.products
    } else {
        &[]
    };
    for product in products {
        let (first, last) = (
            product.kernel.start.clamp(at, end),
            product.kernel.end.clamp(at, end),
        );
        sum_lanes(lanes, at, &mut total[at - start..first - start]);
        if first < last {
            let row = |float: usize| (float - product.kernel.start) / product.units;
            let total = &mut total[first - start..last - start];
            product_rows(product, lanes, images, row(first)..row(last), total);
        }
        at = last;
    }
    sum_lanes(lanes, at, &mut total[at - start..]);
}

/// total = rows `rows` of Xᵀ·dY, of a batch of `batch` images; `rows` begins where a panel does.
fn product_rows(
    product: &Product,
    lanes: &[Lane],
    batch: usize,
    rows: Range<usize>,
    total: &mut [f32],
) {
    total.fill(0.0);
    for (number, lane) in lanes.iter().enumerate() {
        let images = slice(batch, lanes.len(), number).len();
        for first in (0..images).step_by(product.block) {
            let count = product.block.min(images - first);
            let block = &lane.rows[product.block(images, first, count)];
            let (x, dy) = block.split_at(gemm::packed_len(count, product.features));
            let (m, x) = (rows.len(), &x[rows.start * count..]);
            gemm::gemm_at_b_packed(m, product.units, count, x, dy, total, product.units);
        }
    }
}

/// Splits the first `size` floats off.
fn take<'a>(rest: &mut &'a mut [f32], size: usize) -> &'a mut [f32] {
    let (first, others) = std::mem::take(rest).split_at_mut(size);
    *rest = others;
    first
}

/// total = Σ lanes' gradients from float `start` on, lane after lane.
fn sum_lanes(lanes: &[Lane], start: usize, total: &mut [f32]) {
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
                new.reserve_training(&plan, 8, false).unwrap();
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
