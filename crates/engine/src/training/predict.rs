//! Predictions and evaluation of a model that may be trained in between: the plan of inference is made when the first is
//! asked for, and takes the weights anew when they have changed.

use super::{Session, not_compiled, unknown_dataset};
use crate::error::{Code, EngineError, Result, message};
use crate::executor::batch::slice;
use crate::executor::context::{Head, StepMetrics};
use crate::inference::Inference;
use crate::inference::source::Chosen;
use crate::losses::by_output;
use crate::metrics;
use crate::pixels::Pixels;
use crate::plan::shards;

impl Session {
    /// Outputs of images `start .. start + count` of a data set, row by row.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn predict(&mut self, dataset: usize, start: usize, count: usize) -> Result<Vec<f32>> {
        self.ready_inference()?;
        let data = self.datasets.get(dataset).and_then(Option::as_ref);
        let data = data.ok_or_else(|| unknown_dataset(dataset))?;
        if start
            .checked_add(count)
            .is_none_or(|end| end > data.count())
        {
            return Err(EngineError::new(
                Code::InvalidArgument,
                message!(
                    "predict: {count} images from number {start} on → there are {}",
                    data.count()
                ),
            ));
        }
        let inference = self.inference.as_mut().expect("it was just made");
        inference.predict(count, data.images(start, count))
    }

    /// Outputs of images that no data set holds.
    pub fn predict_images(&mut self, count: usize, images: Pixels) -> Result<Vec<f32>> {
        self.ready_inference()?;
        let inference = self.inference.as_mut().expect("it was just made");
        inference.predict(count, images)
    }

    /// Loss and metrics of a batch; its losses are added shard by shard, as in training.
    ///
    /// `weights`: one an image, none where all weigh 1.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn test_batch(
        &mut self,
        dataset: usize,
        indices: &[u32],
        weights: &[f32],
    ) -> Result<StepMetrics> {
        let units = self.plan.output_len();
        self.check_batch(dataset, indices, weights)?;
        self.ready_inference()?;
        let data = self.datasets.get(dataset).and_then(Option::as_ref);
        let data = data.ok_or_else(|| unknown_dataset(dataset))?;
        let inference = self.inference.as_mut().expect("it was just made");
        let source = Chosen {
            dataset: data,
            indices,
        };
        let mut logits = inference.logits(indices.len(), &source)?;
        let compiled = self.compiled.as_ref().ok_or_else(not_compiled)?;
        let head = Head {
            loss: &compiled.spec.loss,
            metrics: &compiled.spec.metrics,
            output: self.plan.output,
            dataset: data,
            weights,
        };
        let counts = metrics::len(head.metrics, units);
        let (count, mut total) = (shards(indices.len()), StepMetrics::default());
        let mut own = StepMetrics::default();
        total.clear(counts);
        for shard in 0..count {
            let range = slice(indices.len(), count, shard);
            let rows = &mut logits[range.start * units..range.end * units];
            own.clear(counts);
            let images = indices[range.clone()]
                .iter()
                .zip(rows.chunks_exact_mut(units));
            for (position, (&index, z)) in range.zip(images) {
                head.image(position, index, z, 0.0, &mut own);
            }
            total.add(&own);
        }
        total.penalise(compiled.parameters.penalty(&self.weights));
        Ok(total)
    }

    /// Metrics of a batch and its outputs, for a loss that the caller works out; nothing is changed.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn test_outputs(
        &mut self,
        dataset: usize,
        indices: &[u32],
    ) -> Result<(StepMetrics, Vec<f32>)> {
        self.check_batch(dataset, indices, &[])?;
        self.ready_inference()?;
        let data = self.datasets.get(dataset).and_then(Option::as_ref);
        let data = data.ok_or_else(|| unknown_dataset(dataset))?;
        let inference = self.inference.as_mut().expect("it was just made");
        let source = Chosen {
            dataset: data,
            indices,
        };
        let mut outputs = inference.logits(indices.len(), &source)?;
        let compiled = self.compiled.as_ref().ok_or_else(not_compiled)?;
        let head = Head {
            loss: &compiled.spec.loss,
            metrics: &compiled.spec.metrics,
            output: self.plan.output,
            dataset: data,
            weights: &[],
        };
        let units = self.plan.output_len();
        let mut total = StepMetrics::default();
        total.clear(metrics::len(head.metrics, units));
        let images = indices.iter().zip(outputs.chunks_exact_mut(units));
        for (position, (&index, y)) in images.enumerate() {
            head.count(position, index, y, &mut total);
            by_output::activate(head.output, y);
        }
        total.penalise(compiled.parameters.penalty(&self.weights));
        Ok((total, outputs))
    }

    /// Makes the plan of inference, and brings it up to date with the weights.
    fn ready_inference(&mut self) -> Result<()> {
        if self.inference.is_none() {
            let inference = Inference::new(self.plan.spec(), self.plan.layout())?;
            self.inference = Some(inference);
        }
        if self.inference_is_stale {
            let inference = self.inference.as_mut().expect("it was just made");
            inference.take_weights(&self.weights)?;
            self.inference_is_stale = false;
        }
        Ok(())
    }
}
