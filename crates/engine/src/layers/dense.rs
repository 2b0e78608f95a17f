//! Fully connected layer: y = act(x · W + b), W of shape `[features, units]`.

use super::{Described, Flow, Layer, Params, Pass, WeightRequest, Work, activation::Activation};
use crate::error::{Code, EngineError, Result, message};
use crate::initializer::{Fans, Initializer};
use crate::options::options;
use crate::shape;
use fashion_kernels::{gemm, gemm::Start, vector};

options! {
    /// Options of the layer `dense`.
    pub struct DenseSpec {
        /// Outputs.
        "units" units: usize,
        /// Applied to the output.
        "activation" activation: Activation,
        /// Whether a bias is added.
        "useBias" use_bias: bool,
        /// First values of the kernel.
        "kernelInitializer" kernel_initializer: Initializer,
        /// First values of the bias.
        "biasInitializer" bias_initializer: Initializer,
    }
}

impl DenseSpec {
    pub(crate) fn describe(&self, place: &str, input: &[usize]) -> Result<Described> {
        let &[features] = input else {
            return Err(EngineError::new(
                Code::ShapeMismatch,
                message!("{place}: input has shape {input:?} → flatten() must come before it"),
            ));
        };
        if self.units == 0 {
            return Err(EngineError::new(
                Code::InvalidSpec,
                message!("{place}: units is 0 → an integer ≥ 1"),
            ));
        }
        let shape = vec![features, self.units];
        shape::elements(place, &shape)?;
        let mut weights = vec![WeightRequest {
            suffix: "kernel",
            shape,
            initializer: self.kernel_initializer,
            fans: Fans {
                fan_in: features,
                fan_out: self.units,
            },
            trainable: true,
        }];
        if self.use_bias {
            let initializer = self.bias_initializer;
            weights.push(WeightRequest::vector("bias", self.units, initializer));
        }
        Ok((vec![self.units], weights))
    }

    /// For an input that `describe` has taken.
    pub(crate) fn build(&self, input: &[usize]) -> Box<dyn Layer> {
        Box::new(DenseLayer {
            spec: self.clone(),
            features: input[0],
        })
    }
}

struct DenseLayer {
    spec: DenseSpec,
    features: usize,
}

impl DenseLayer {
    fn kernel_len(&self) -> usize {
        self.features * self.spec.units
    }
}

impl Layer for DenseLayer {
    fn bears_dropout(&self) -> bool {
        matches!(self.spec.activation, Activation::Linear | Activation::Relu)
    }

    /// Panels of W for the forward pass, of Wᵀ for the backward one.
    fn packed_len(&self) -> usize {
        gemm::packed_len(self.features, self.spec.units)
            + gemm::packed_len(self.spec.units, self.features)
    }

    fn pack(&self, weights: &[f32], packed: &mut [f32]) {
        let (features, units) = (self.features, self.spec.units);
        let kernel = &weights[..self.kernel_len()];
        let (forward, backward) = packed.split_at_mut(gemm::packed_len(features, units));
        gemm::pack_b(features, units, kernel, units, forward);
        gemm::pack_b_transposed(units, features, kernel, units, backward);
    }

    fn product(&self) -> Option<[usize; 2]> {
        Some([self.features, self.spec.units])
    }

    fn forward(&self, pass: &Pass, params: Params, x: &[f32], y: &mut [f32], _work: Work) {
        let (features, units) = (self.features, self.spec.units);
        let packed = &params.packed[..gemm::packed_len(features, units)];
        let start = if self.spec.use_bias {
            Start::Bias(&params.weights[self.kernel_len()..])
        } else {
            Start::Zero
        };
        gemm::gemm(
            pass.count, units, features, x, features, packed, start, y, units,
        );
        self.spec.activation.forward(units, y);
    }

    fn backward(&self, pass: &Pass, params: Params, flow: Flow, _work: Work) {
        let Flow {
            x,
            y,
            dy,
            dx,
            dw,
            product,
            ..
        } = flow;
        let x = &x[..pass.count * self.features];
        let (features, units) = (self.features, self.spec.units);
        self.spec.activation.backward(units, y, dy);
        let (dkernel, dbias) = dw.split_at_mut(self.kernel_len());
        match product {
            Some((product, rows)) => product.keep(pass.count, x, dy, rows),
            None => gemm::gemm_at_b(
                features, units, pass.count, x, features, dy, units, dkernel, units,
            ),
        }
        if self.spec.use_bias {
            vector::add_rows(dbias, dy);
        }
        if let Some(dx) = dx {
            let packed = &params.packed[gemm::packed_len(features, units)..];
            gemm::gemm(
                pass.count,
                features,
                units,
                dy,
                units,
                packed,
                Start::Zero,
                dx,
                features,
            );
        }
    }
}
