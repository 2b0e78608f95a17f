//! `Predictor` as JavaScript sees it: a model that was loaded, in the file that can only predict.

use crate::thrown;
use crate::values::{from_js, object};
use fashion_engine::{pixels::Pixels, predictor, spec::ModelSpec, weight_format::EncodedWeight};
use js_sys::{Array, Uint32Array};
use wasm_bindgen::prelude::*;

fn sides(shape: &[usize]) -> Uint32Array {
    let sides: Vec<u32> = shape.iter().map(|&side| side as u32).collect();
    Uint32Array::from(sides.as_slice())
}

/// A model without training.
#[wasm_bindgen]
pub struct Predictor(predictor::Predictor);

#[wasm_bindgen]
impl Predictor {
    /// Builds a model from its spec (`ModelSpec`); its weights are to be set one by one.
    #[wasm_bindgen(constructor)]
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn new(spec: &JsValue) -> Result<Predictor, JsValue> {
        let spec = ModelSpec::from_value(from_js(spec)).map_err(thrown)?;
        predictor::Predictor::new(&spec)
            .map(Predictor)
            .map_err(thrown)
    }

    /// `[{ name, shape }, …]` of its weights, in the order of their numbers.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn weights(&self) -> Array {
        let weights = self.0.weights().iter().map(|weight| {
            object([
                ("name", JsValue::from(weight.name.as_str())),
                ("shape", sides(&weight.shape).into()),
            ])
        });
        weights.collect()
    }

    /// Shape of one output.
    #[wasm_bindgen(js_name = outputShape)]
    pub fn output_shape(&self) -> Uint32Array {
        sides(self.0.output_shape())
    }

    /// Sets values of weight `number`, from its value `start` on, to what a file holds: `F32`, `F16`, or `I8` with `scales`,
    /// 32-bit floats. The answer is whether they are sound: finite, and no variance below 0.
    #[wasm_bindgen(js_name = restoreWeight)]
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
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

    /// Outputs of `count` images of bytes, row by row.
    #[wasm_bindgen(js_name = predictBytes)]
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn predict_bytes(&mut self, count: usize, images: &[u8]) -> Result<Vec<f32>, JsValue> {
        (self.0.predict(count, Pixels::U8(images))).map_err(thrown)
    }

    /// Outputs of `count` images of floats, row by row.
    #[wasm_bindgen(js_name = predictFloats)]
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn predict_floats(&mut self, count: usize, images: &[f32]) -> Result<Vec<f32>, JsValue> {
        (self.0.predict(count, Pixels::F32(images))).map_err(thrown)
    }
}
