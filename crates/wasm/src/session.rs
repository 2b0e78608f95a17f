//! `Session` as JavaScript sees it: one model with its weights, optimizer and data.

use crate::thrown;
use crate::values::{from_js, to_js};
use fashion_engine::weight_format::{EncodedWeight, WeightFormat};
use fashion_engine::{
    StepMetrics, pixels::Pixels, plan::Plan, spec::ModelSpec, training,
    training::compile::CompileSpec,
};
use wasm_bindgen::prelude::*;

/// A model at work.
#[wasm_bindgen]
pub struct Session(training::Session);

/// [loss, count, weight, what each metric counts …]
fn sums(sums: StepMetrics) -> Vec<f64> {
    let mut all = vec![sums.loss, f64::from(sums.count), sums.weight];
    all.extend(sums.counts);
    all
}

#[wasm_bindgen]
impl Session {
    /// Builds a model from its spec (`ModelSpec`).
    #[wasm_bindgen(constructor)]
    pub fn new(spec: &JsValue) -> Result<Session, JsValue> {
        let spec = ModelSpec::from_value(from_js(spec)).map_err(thrown)?;
        training::Session::new(spec).map(Session).map_err(thrown)
    }

    /// `ModelDescription`.
    pub fn describe(&self) -> JsValue {
        to_js(&self.0.plan().describe())
    }

    /// Says of each layer whether it is trained: 1 or 0.
    #[wasm_bindgen(js_name = setTrainable)]
    pub fn set_trainable(&mut self, layers: &[u8]) -> Result<(), JsValue> {
        let layers: Vec<bool> = layers.iter().map(|&flag| flag != 0).collect();
        self.0.set_trainable(&layers).map_err(thrown)
    }

    /// Sets optimizer and loss (`CompileSpec`).
    pub fn compile(&mut self, spec: &JsValue) -> Result<(), JsValue> {
        let spec = CompileSpec::from_value(from_js(spec)).map_err(thrown)?;
        self.0.compile(spec).map_err(thrown)
    }

    /// Room for `count` images of `image_size` values; the answer is the data set's id.
    #[wasm_bindgen(js_name = createDataset)]
    pub fn create_dataset(
        &mut self,
        count: usize,
        image_size: usize,
        float: bool,
        labelled: bool,
    ) -> Result<usize, JsValue> {
        self.0
            .add_dataset(count, image_size, float, labelled)
            .map_err(thrown)
    }

    /// Writes images from value `start` on, as little-endian bytes of the data set's type.
    #[wasm_bindgen(js_name = writeImages)]
    pub fn write_images(&mut self, id: usize, start: usize, bytes: &[u8]) -> Result<(), JsValue> {
        let dataset = self.0.dataset_mut(id).map_err(thrown)?;
        dataset.write_images(start, bytes).map_err(thrown)
    }

    /// Sets all labels.
    #[wasm_bindgen(js_name = writeLabels)]
    pub fn write_labels(&mut self, id: usize, labels: &[u32]) -> Result<(), JsValue> {
        let dataset = self.0.dataset_mut(id).map_err(thrown)?;
        dataset.write_labels(labels).map_err(thrown)
    }

    /// Where the images of a data set begin in wasm memory: they stay there until it is released.
    #[wasm_bindgen(js_name = imagesAddress)]
    pub fn images_address(&mut self, id: usize) -> Result<usize, JsValue> {
        self.0
            .dataset_mut(id)
            .map(|data| data.address())
            .map_err(thrown)
    }

    /// Frees a data set.
    #[wasm_bindgen(js_name = releaseDataset)]
    pub fn release_dataset(&mut self, id: usize) {
        self.0.release_dataset(id);
    }

    /// Says to which pass over the data the next steps belong, and which number in it the first image of their data set has.
    #[wasm_bindgen(js_name = setEpoch)]
    pub fn set_epoch(&mut self, epoch: u32, first_image: u32) {
        self.0.set_epoch(epoch, first_image);
    }

    /// The seeded order of `n` images in an epoch.
    pub fn permutation(&self, n: usize, epoch: u32) -> Vec<u32> {
        self.0.permutation(n, epoch)
    }

    /// Sets what the outputs of each image should be, row by row, instead of labels.
    #[wasm_bindgen(js_name = writeTargets)]
    pub fn write_targets(&mut self, id: usize, targets: &[f32]) -> Result<(), JsValue> {
        let dataset = self.0.dataset_mut(id).map_err(thrown)?;
        dataset.write_targets(targets).map_err(thrown)
    }

    /// One optimizer step: [loss, count, weight, counts of the metrics …], summed over the batch; `weights`: one an image, or
    /// none.
    #[wasm_bindgen(js_name = trainBatch)]
    pub fn train_batch(
        &mut self,
        id: usize,
        indices: &[u32],
        weights: &[f32],
    ) -> Result<Vec<f64>, JsValue> {
        (self.0.train_batch(id, indices, weights))
            .map(sums)
            .map_err(thrown)
    }

    /// The same of a batch as it is; nothing is changed.
    #[wasm_bindgen(js_name = testBatch)]
    pub fn test_batch(
        &mut self,
        id: usize,
        indices: &[u32],
        weights: &[f32],
    ) -> Result<Vec<f64>, JsValue> {
        (self.0.test_batch(id, indices, weights))
            .map(sums)
            .map_err(thrown)
    }

    /// What `testBatch` gives, and after it the outputs, row by row; the loss has nothing but what regularizers add.
    #[wasm_bindgen(js_name = testOutputs)]
    pub fn test_outputs(&mut self, id: usize, indices: &[u32]) -> Result<Vec<f64>, JsValue> {
        let (metrics, outputs) = self.0.test_outputs(id, indices).map_err(thrown)?;
        let mut all = sums(metrics);
        all.extend(outputs.into_iter().map(f64::from));
        Ok(all)
    }

    /// Outputs of a batch in training, row by row.
    #[wasm_bindgen(js_name = forwardBatch)]
    pub fn forward_batch(&mut self, id: usize, indices: &[u32]) -> Result<Vec<f32>, JsValue> {
        self.0.forward_batch(id, indices).map_err(thrown)
    }

    /// From the gradient of its mean loss by its outputs to those of the weights; the sums as of `trainBatch`.
    #[wasm_bindgen(js_name = backwardBatch)]
    pub fn backward_batch(&mut self, gradient: &[f32], loss: f64) -> Result<Vec<f64>, JsValue> {
        (self.0.backward_batch(gradient, loss))
            .map(sums)
            .map_err(thrown)
    }

    /// The optimizer's step on them.
    #[wasm_bindgen(js_name = applyGradients)]
    pub fn apply_gradients(&mut self) -> Result<(), JsValue> {
        self.0.apply_gradients().map_err(thrown)
    }

    /// Exchanges the trainable weights and their averages.
    #[wasm_bindgen(js_name = swapEma)]
    pub fn swap_ema(&mut self) -> Result<(), JsValue> {
        self.0.swap_ema().map_err(thrown)
    }

    /// Makes the trainable weights their averages.
    #[wasm_bindgen(js_name = finalizeEma)]
    pub fn finalize_ema(&mut self) -> Result<(), JsValue> {
        self.0.finalize_ema().map_err(thrown)
    }

    /// At step `start` the learning rate's schedule is at `position`; from there on each step counts as `factor` of its steps.
    #[wasm_bindgen(js_name = stretchSchedule)]
    pub fn stretch_schedule(
        &mut self,
        start: u32,
        position: f64,
        factor: f64,
    ) -> Result<(), JsValue> {
        (self.0.stretch_schedule(start, position, factor)).map_err(thrown)
    }

    /// Keeps what steps change, or puts it back.
    pub fn rehearse(&mut self, begins: bool) -> Result<(), JsValue> {
        match begins {
            true => self.0.begin_rehearsal(),
            false => self.0.end_rehearsal(),
        }
        .map_err(thrown)
    }

    /// Outputs of images `start … start + count` of a data set, row by row.
    #[wasm_bindgen(js_name = predictDataset)]
    pub fn predict_dataset(
        &mut self,
        id: usize,
        start: usize,
        count: usize,
    ) -> Result<Vec<f32>, JsValue> {
        self.0.predict(id, start, count).map_err(thrown)
    }

    /// Outputs of `count` images of bytes, row by row.
    #[wasm_bindgen(js_name = predictBytes)]
    pub fn predict_bytes(&mut self, count: usize, images: &[u8]) -> Result<Vec<f32>, JsValue> {
        (self.0.predict_images(count, Pixels::U8(images))).map_err(thrown)
    }

    /// Outputs of `count` images of floats, row by row.
    #[wasm_bindgen(js_name = predictFloats)]
    pub fn predict_floats(&mut self, count: usize, images: &[f32]) -> Result<Vec<f32>, JsValue> {
        (self.0.predict_images(count, Pixels::F32(images))).map_err(thrown)
    }

    /// All weights in spec order.
    #[wasm_bindgen(js_name = getWeights)]
    pub fn get_weights(&self) -> Vec<f32> {
        self.0.weights().to_vec()
    }

    /// Replaces the flat weights from value `start` on.
    #[wasm_bindgen(js_name = setWeights)]
    pub fn set_weights(&mut self, start: usize, weights: &[f32]) -> Result<(), JsValue> {
        self.0.set_weights(start, weights).map_err(thrown)
    }

    /// The optimizer's step size.
    #[wasm_bindgen(js_name = getLearningRate)]
    pub fn get_learning_rate(&self) -> Result<f64, JsValue> {
        self.0.learning_rate().map_err(thrown)
    }

    /// Changes the optimizer's step size.
    #[wasm_bindgen(js_name = setLearningRate)]
    pub fn set_learning_rate(&mut self, value: f64) -> Result<(), JsValue> {
        self.0.set_learning_rate(value).map_err(thrown)
    }

    /// SHA-256 over names, shapes and bits of every weight, in hexadecimal.
    #[wasm_bindgen(js_name = weightsSha256)]
    pub fn weights_sha256(&self) -> String {
        self.0.weights_sha256()
    }

    /// What `compile` was told (`CompileSpec`), with the learning rate of now; null before.
    #[wasm_bindgen(js_name = compileSpec)]
    pub fn compile_spec(&self) -> JsValue {
        (self.0.compile_spec()).map_or(JsValue::NULL, |spec| to_js(&spec.to_value()))
    }

    /// Names of the optimizer's slots.
    pub fn slots(&self) -> Vec<String> {
        let slots = self.0.compile_spec().map(|spec| spec.optimizer.slots());
        slots
            .into_iter()
            .flatten()
            .map(|slot| slot.name.to_owned())
            .collect()
    }

    /// Steps the optimizer has taken.
    #[wasm_bindgen(getter)]
    pub fn step(&self) -> u32 {
        self.0.step()
    }

    /// Sets them.
    #[wasm_bindgen(js_name = restoreStep)]
    pub fn restore_step(&mut self, step: u32) -> Result<(), JsValue> {
        self.0.set_step(step).map_err(thrown)
    }

    /// The scales of kernel `number` as bytes, 32-bit floats.
    #[wasm_bindgen(js_name = storeScales)]
    pub fn store_scales(&self, number: usize) -> Result<Vec<u8>, JsValue> {
        self.0.store_scales(number).map_err(thrown)
    }

    /// `count` values of weight `number` for a file, from its value `start` on; kernels as `format` says: "f32", "f16", or
    /// "int8" by `scales`.
    #[wasm_bindgen(js_name = storeWeight)]
    pub fn store_weight(
        &self,
        number: usize,
        format: &str,
        scales: &[u8],
        start: usize,
        count: usize,
    ) -> Result<Vec<u8>, JsValue> {
        let format = WeightFormat::from_word(format).map_err(thrown)?;
        (self.0.store_weight(number, format, scales, start, count)).map_err(thrown)
    }

    /// Sets values of weight `number`, from its value `start` on, to what a file holds: `F32`, `F16`, or `I8` with `scales`,
    /// 32-bit floats. The answer is whether they are sound: finite, and no variance below 0.
    #[wasm_bindgen(js_name = restoreWeight)]
    pub fn restore_weight(
        &mut self,
        number: usize,
        start: usize,
        dtype: &str,
        scales: &[u8],
        bytes: &[u8],
    ) -> Result<bool, JsValue> {
        let stored = EncodedWeight {
            dtype,
            bytes,
            scales,
        };
        (self.0.restore_weight(number, start, stored)).map_err(thrown)
    }

    /// `count` values of the part of weight `number` of an optimizer's slot, from `start` on, as 32-bit floats.
    #[wasm_bindgen(js_name = storeSlot)]
    pub fn store_slot(
        &self,
        slot: &str,
        number: usize,
        start: usize,
        count: usize,
    ) -> Result<Vec<u8>, JsValue> {
        (self.0.store_slot(slot, number, start, count)).map_err(thrown)
    }

    /// Sets them.
    #[wasm_bindgen(js_name = restoreSlot)]
    pub fn restore_slot(
        &mut self,
        slot: &str,
        number: usize,
        start: usize,
        bytes: &[u8],
    ) -> Result<bool, JsValue> {
        (self.0.restore_slot(slot, number, start, bytes)).map_err(thrown)
    }
}

/// `ModelDescription` of a spec; no tensor is allocated.
#[wasm_bindgen(js_name = describeModel)]
pub fn describe_model(spec: &JsValue) -> Result<JsValue, JsValue> {
    let spec = ModelSpec::from_value(from_js(spec)).map_err(thrown)?;
    let plan = Plan::new(spec).map_err(thrown)?;
    Ok(to_js(&plan.describe()))
}
