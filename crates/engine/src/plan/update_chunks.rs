//! The chunks in which a step moves the weights: ranges of the flat vector that threads share.

use crate::batch_gemm::BatchGemm;
use fashion_kernels::gemm::NR;

/// Most chunks that `cut` gives.
pub(crate) const CHUNKS: usize = 32;

/// A float of a product costs about as much as so many that are added up over the shards.
const PRODUCT_COST: usize = 8;

/// Cuts the flat weights in at most `CHUNKS` chunks of about the same work: at panels within a kernel, at cache lines
/// elsewhere. The answer is their ends.
pub(crate) fn cut(parameters: usize, products: &[BatchGemm]) -> Vec<usize> {
    const LINE: usize = 16;
    let costs = products.iter().map(|p| (PRODUCT_COST - 1) * p.kernel.len());
    let share = (parameters + costs.sum::<usize>()).div_ceil(CHUNKS).max(1);
    let (mut ends, mut at, mut cost) = (Vec::new(), 0, 0);
    let mut products = products.iter().peekable();
    while at < parameters {
        let (step, end, price) = match products.peek() {
            Some(product) if product.kernel.start <= at => {
                (NR * product.units, product.kernel.end, PRODUCT_COST)
            }
            Some(product) => (LINE, product.kernel.start, 1),
            None => (LINE, parameters, 1),
        };
        let wanted = (share - cost).div_ceil(price).next_multiple_of(step);
        let taken = wanted.min(end - at);
        at += taken;
        cost += taken * price;
        if at == end && price > 1 {
            products.next();
        }
        if cost >= share || at == parameters {
            ends.push(at);
            cost = 0;
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::{CHUNKS, NR, cut};
    use crate::batch_gemm::BatchGemm;

    #[test]
    fn chunks_are_few_and_cut_kernels_at_panels() {
        for (features, units) in [(1, 1), (7, 3), (512, 32), (1600, 10), (3136, 128)] {
            for before in [0, 1, 320, 18_496] {
                for behind in [0, 5, 100_000] {
                    let kernel = before..before + features * units;
                    let parameters = kernel.end + behind;
                    let product = BatchGemm {
                        features,
                        units,
                        kernel: kernel.clone(),
                        offset: 0,
                        block: 8,
                    };
                    let ends = cut(parameters, &[product]);
                    assert!(!ends.is_empty() && ends.len() <= CHUNKS, "{ends:?}");
                    assert_eq!(ends.last(), Some(&parameters));
                    assert!(ends.is_sorted_by(|a, b| a < b), "{ends:?}");
                    for end in ends {
                        if kernel.contains(&end) {
                            assert_eq!((end - kernel.start) % (NR * units), 0);
                        }
                    }
                }
            }
        }
        assert!(cut(0, &[]).is_empty());
    }
}
