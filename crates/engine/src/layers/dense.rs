//! Fully connected layer: y = act(x · W + b), W of shape `[features, units]`.

use super::{
    Backward, BackwardArgs, Described, Forward, Inputs, LayerOptions, Needs, NodeWeights,
    ParameterSpec, PassContext, Scratch, Surroundings, activation::Activation,
    batch_normalization::Norm,
};
use crate::error::{Code, EngineError, Result, message};
use crate::initializer::Initializer;
use crate::options::options;
use crate::regularizer::Regularizer;
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
        /// What the loss adds for the kernel.
        "kernelRegularizer" kernel_regularizer: Regularizer = Regularizer::NONE,
    }
}

impl LayerOptions for DenseSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        let &[features] = inputs[0] else {
            return Err(EngineError::new(
                Code::ShapeMismatch,
                message!(
                    "{place}: input has shape {:?} → flatten() must come before it",
                    inputs[0]
                ),
            ));
        };
        if self.units == 0 {
            return Err(EngineError::new(
                Code::InvalidSpec,
                message!("{place}: units is 0 → an integer ≥ 1"),
            ));
        }
        shape::elements(place, &[features, self.units])?;
        let mut weights = vec![ParameterSpec::kernel(
            &[],
            [features, self.units],
            self.kernel_initializer,
            self.kernel_regularizer,
        )];
        if self.use_bias {
            let initializer = self.bias_initializer;
            weights.push(ParameterSpec::vector("bias", self.units, initializer));
        }
        Ok((vec![self.units], weights))
    }

    fn forward(&self, around: &Surroundings) -> Result<Box<dyn Forward>> {
        Ok(Box::new(self.layer(around, true)))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        Ok(Box::new(self.layer(around, self.use_bias)))
    }

    fn activation(&mut self) -> Option<&mut Activation> {
        Some(&mut self.activation)
    }
}

impl DenseSpec {
    fn layer(&self, around: &Surroundings, offsets: bool) -> DenseLayer {
        DenseLayer {
            features: around.input()[0],
            units: self.units,
            activation: self.activation,
            offsets,
            norm: around.absorbed.norm.clone(),
        }
    }
}

struct DenseLayer {
    features: usize,
    units: usize,
    activation: Activation,
    /// Whether a row is added to the sums: the bias, or what is left of an absorbed normalization.
    offsets: bool,
    norm: Option<Norm>,
}

impl DenseLayer {
    fn kernel_len(&self) -> usize {
        self.features * self.units
    }

    fn panels_len(&self) -> usize {
        gemm::packed_len(self.features, self.units)
    }
}

impl Forward for DenseLayer {
    /// Panels of W, then the row that is added.
    fn packed_len(&self) -> usize {
        self.panels_len() + if self.offsets { self.units } else { 0 }
    }

    fn pack(&self, weights: NodeWeights, packed: &mut [f32]) {
        let (features, units) = (self.features, self.units);
        let (panels, offsets) = packed.split_at_mut(self.panels_len());
        let streamed = weights.own.len() < self.kernel_len();
        let (kernel, bias) = weights
            .own
            .split_at(if streamed { 0 } else { self.kernel_len() });
        offsets.fill(0.0);
        offsets[..bias.len()].copy_from_slice(bias);
        if streamed {
            return;
        }
        match &self.norm {
            None => gemm::pack_b(features, units, kernel, units, panels),
            Some(norm) => {
                let folded = norm.fold(weights.norm, kernel, offsets);
                gemm::pack_b(features, units, &folded, units, panels);
            }
        }
    }

    fn forward(
        &self,
        count: usize,
        packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        _scratch: &mut [f32],
    ) {
        let (features, units) = (self.features, self.units);
        let (panels, offsets) = packed[..self.packed_len()].split_at(self.panels_len());
        let start = if self.offsets {
            Start::Bias(offsets)
        } else {
            Start::Zero
        };
        gemm::gemm(
            count,
            units,
            features,
            inputs.only(),
            features,
            panels,
            start,
            y,
            units,
        );
        self.activation.forward(units, y);
    }

    fn products(&self) -> usize {
        self.kernel_len()
    }

    fn weights_are_large(&self) -> bool {
        true
    }

    fn streamed_kernel(&self) -> usize {
        if self.norm.is_none() {
            self.kernel_len()
        } else {
            0
        }
    }

    fn pack_values(&self, start: usize, values: &[f32], packed: &mut [f32]) {
        gemm::pack_b_values(self.features, self.units, start, values, packed);
    }
}

impl Backward for DenseLayer {
    fn needs(&self) -> Needs {
        Needs {
            input: true,
            output: self.activation.output_use(),
            ..Needs::NOTHING
        }
    }

    /// Panels of Wᵀ.
    fn backward_packed_len(&self) -> usize {
        gemm::packed_len(self.units, self.features)
    }

    fn pack_backward(&self, weights: &[f32], packed: &mut [f32]) {
        let (features, units) = (self.features, self.units);
        gemm::pack_b_transposed(
            units,
            features,
            &weights[..self.kernel_len()],
            units,
            packed,
        );
    }

    fn batch_gemm(&self) -> Option<[usize; 2]> {
        Some([self.features, self.units])
    }

    fn backward(&self, pass: &PassContext, packed: &[f32], args: BackwardArgs, _scratch: Scratch) {
        let (count, features, units) = (pass.count, self.features, self.units);
        let (x, dy) = (&args.x[..count * features], args.dy);
        self.activation.backward(units, args.y, dy);
        if let Some(dw) = args.dw {
            let dbias = match args.operands {
                Some((product, operands)) => {
                    product.keep(count, x, dy, operands);
                    dw
                }
                None => {
                    let (dkernel, dbias) = dw.split_at_mut(self.kernel_len());
                    gemm::gemm_at_b(
                        features, units, count, x, features, dy, units, dkernel, units,
                    );
                    dbias
                }
            };
            if !dbias.is_empty() {
                vector::add_rows(dbias, dy);
            }
        }
        if let Some(dx) = args.dx {
            let packed = &packed[self.packed_len()..];
            gemm::gemm(
                count,
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
