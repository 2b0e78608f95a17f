//! A step in three: forward to the outputs, backward from their gradient, and the optimizer. What lies between the first two is
//! the caller's: a loss of its own.
//!
//! The model is planned with a last segment that has no nodes: so all others leave what the way back needs, as they do where a
//! batch normalization joins the batch.

use super::{Session, not_compiled};
use crate::error::{Code, EngineError, Result, message};
use crate::executor::context::StepMetrics;
use crate::plan::{Plan, shards};

/// A batch between forward and the optimizer's step.
pub(crate) struct UnderWay {
    dataset: usize,
    indices: Vec<u32>,
    /// Whether it has come back.
    is_back: bool,
}

fn wrong_order(called: &str, before: &str) -> EngineError {
    EngineError::new(
        Code::InvalidArgument,
        message!(
            "{called}: there is no batch → call {before} before, and change no weights in between"
        ),
    )
}

impl Session {
    /// Outputs of a batch in training, row by row: dropout is at work, normalizations go by the batch.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn forward_batch(&mut self, dataset: usize, indices: &[u32]) -> Result<Vec<f32>> {
        self.check_steps()?;
        self.check_batch(dataset, indices, &[])?;
        if !self.plan.ends_apart {
            self.replan(Plan::ending_apart(self.plan.spec().clone())?);
        }
        self.under_way = None;
        self.with_batch(dataset, indices, &[], |batch, head| {
            batch.forward(head, true)
        })?;
        let used = &self.training.shards[..shards(indices.len())];
        let outputs = used
            .iter()
            .flat_map(|shard| &shard.outputs)
            .copied()
            .collect();
        self.under_way = Some(UnderWay {
            dataset,
            indices: indices.to_vec(),
            is_back: false,
        });
        Ok(outputs)
    }

    /// From ∂L/∂ of all outputs of the batch that went forward to the gradients of the weights. `loss` is L, a mean over the
    /// images; the answer has it, with what regularizers add, as a sum.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn backward_batch(&mut self, gradient: &[f32], loss: f64) -> Result<StepMetrics> {
        self.compiled.as_ref().ok_or_else(not_compiled)?;
        let Some(mut under_way) = self.under_way.take_if(|batch| !batch.is_back) else {
            return Err(wrong_order("backward", "forward"));
        };
        let (indices, count) = (&under_way.indices, gradient.len());
        let expected = indices.len() * self.plan.output_len();
        let went = match count == expected {
            true => self.with_batch(under_way.dataset, indices, &[], |batch, _| {
                batch.backward_from(gradient);
            }),
            false => Err(EngineError::new(
                Code::ShapeMismatch,
                message!(
                    "backward: the gradient has {count} values → {expected}, one an output of each image"
                ),
            )),
        };
        let mut sums = self.sums(indices.len());
        sums.loss += loss * f64::from(sums.count);
        // After a refusal the right gradient may follow.
        under_way.is_back = went.is_ok();
        self.under_way = Some(under_way);
        went.map(|()| sums)
    }

    /// The optimizer's step on the gradients of the batch that has come back.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn apply_gradients(&mut self) -> Result<()> {
        self.compiled.as_ref().ok_or_else(not_compiled)?;
        match self.under_way.take_if(|batch| batch.is_back) {
            Some(batch) => {
                self.apply_gradient(batch.indices.len());
                Ok(())
            }
            None => Err(wrong_order("applyGradients", "forward and backward")),
        }
    }
}
