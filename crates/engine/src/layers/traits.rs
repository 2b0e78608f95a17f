//! What a layer must be for the two plans: its options, its forward pass, its backward pass.

use super::activation::Activation;
use super::batch_normalization::Norm;
use crate::batch_gemm::BatchGemm;
use crate::error::Result;
use crate::initializer::{Fans, Initializer};
use crate::options::Options;
use crate::preprocessing::Preprocess;
use crate::random::Seed;
use crate::regularizer::Regularizer;

/// A weight that a layer has: `suffix` of its name, shape and first values.
pub(crate) struct ParameterSpec {
    pub(crate) suffix: &'static str,
    pub(crate) shape: Vec<usize>,
    pub(crate) initializer: Initializer,
    pub(crate) fans: Fans,
    /// What the loss adds for it.
    pub(crate) regularizer: Regularizer,
    /// Whether the optimizer moves it.
    pub(crate) trainable: bool,
}

impl ParameterSpec {
    /// One value for each of `len` units, filters or channels.
    pub(crate) fn vector(suffix: &'static str, len: usize, initializer: Initializer) -> Self {
        Self {
            suffix,
            shape: vec![len],
            initializer,
            fans: Fans {
                fan_in: len,
                fan_out: len,
            },
            regularizer: Regularizer::NONE,
            trainable: true,
        }
    }

    /// What multiplies: of each of `inputs` and `outputs` so many are connected at once as the axes before them have places.
    pub(crate) fn kernel(
        axes: &[usize],
        [inputs, outputs]: [usize; 2],
        initializer: Initializer,
        regularizer: Regularizer,
    ) -> Self {
        let taps: usize = axes.iter().product();
        Self {
            suffix: "kernel",
            shape: [axes, &[inputs, outputs]].concat(),
            initializer,
            fans: Fans {
                fan_in: taps * inputs,
                fan_out: taps * outputs,
            },
            regularizer,
            trainable: true,
        }
    }
}

/// What a layer is for the shapes of its inputs: the shape of its output, and its weights in the order in which they lie in
/// the flat vector.
pub(crate) type Described = (Vec<usize>, Vec<ParameterSpec>);

/// How many inputs a layer takes.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum InputCount {
    One,
    TwoOrMore,
}

/// The layers after this one that it does itself, in this order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Absorbed {
    /// A batch normalization, in inference.
    pub(crate) norm: Option<Norm>,
    /// The sum with another value, which is its second input: convolutions in inference, batch normalization in training.
    pub(crate) add: bool,
    /// A relu; only batch normalization and sums have it here, the others in their options.
    pub(crate) relu: bool,
    /// A 2 × 2 max pooling.
    pub(crate) pool: bool,
}

/// What is known where a layer is made to run.
pub(crate) struct Surroundings<'a> {
    /// Opens error messages.
    pub(crate) place: &'a str,
    /// Shapes of its inputs.
    pub(crate) inputs: &'a [Vec<usize>],
    pub(crate) absorbed: &'a Absorbed,
    /// Whether the gradient of its input is asked for.
    pub(crate) input_gradient: bool,
}

impl Surroundings<'_> {
    /// Shape of its only input.
    pub(crate) fn input(&self) -> &[usize] {
        &self.inputs[0]
    }
}

/// A layer as its options say.
pub(crate) trait LayerOptions: Options {
    const INPUTS: InputCount = InputCount::One;

    /// Shape of the output, and weights, for the shapes of the inputs; refuses options and shapes that do not fit.
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described>;

    /// What inference runs.
    fn forward(&self, _around: &Surroundings) -> Result<Box<dyn Forward>> {
        unreachable!("the layer is rewritten")
    }

    /// What training runs.
    fn backward(&self, _around: &Surroundings) -> Result<Box<dyn Backward>> {
        unreachable!("the layer is rewritten")
    }

    /// Whether it, or in training what the plan makes of it, can add another value to its output before its activation.
    fn can_add(&self, _training: bool) -> bool {
        false
    }

    /// The activation that it applies to its output, where it has one.
    fn activation(&mut self) -> Option<&mut Activation> {
        None
    }

    /// Its work on one image of a shape, where it can be done as images are gathered; it keeps the shape.
    fn preprocess(&self, _input: &[usize]) -> Option<Box<dyn Preprocess>> {
        None
    }

    /// Its work on one image of a shape in training alone, where it is augmentation.
    fn augment(&self, _input: &[usize]) -> Option<Box<dyn Preprocess>> {
        None
    }

    /// Whether its output has the floats of its input, perhaps in another shape.
    fn is_identity(&self, _training: bool) -> bool {
        false
    }
}

/// Weights of a node in the flat vector.
#[derive(Clone, Copy)]
pub(crate) struct NodeWeights<'a> {
    /// The layer's own.
    pub(crate) own: &'a [f32],
    /// Those of the batch normalization that it has absorbed.
    pub(crate) norm: &'a [f32],
}

/// The inputs of a layer, each for all images of the micro-batch.
pub(crate) struct Inputs<'a> {
    pub(crate) count: usize,
    pub(crate) read: &'a dyn Fn(usize) -> &'a [f32],
}

impl<'a> Inputs<'a> {
    pub(crate) fn get(&self, index: usize) -> &'a [f32] {
        (self.read)(index)
    }

    /// The input of a layer that has one.
    pub(crate) fn only(&self) -> &'a [f32] {
        self.get(0)
    }
}

/// One layer, compiled for the shapes of its inputs.
pub(crate) trait Forward: Send + Sync {
    /// Floats of what it derives from its weights, once after each change of them: `pack` fills them, `forward` reads them.
    fn packed_len(&self) -> usize {
        0
    }

    /// Derives `packed` from the weights.
    fn pack(&self, _weights: NodeWeights, _packed: &mut [f32]) {}

    /// Floats of scratch.
    fn scratch_len(&self) -> usize {
        0
    }

    /// y = f(inputs), of `count` images.
    fn forward(
        &self,
        count: usize,
        packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        scratch: &mut [f32],
    );

    /// Multiplications an image, about.
    fn products(&self) -> usize;

    /// Whether its weights are so large that inference reads them once for many images.
    fn weights_are_large(&self) -> bool {
        false
    }

    /// Values of a kernel, the first of its own weights, that `pack_values` takes as they come; then `pack` gets the weights
    /// without it. 0 where there is no such kernel.
    fn streamed_kernel(&self) -> usize {
        0
    }

    /// Packs values of that kernel, from its value `start` on.
    fn pack_values(&self, _start: usize, _values: &[f32], _packed: &mut [f32]) {}
}

/// What a pass over a micro-batch is: random numbers are keyed by it.
#[derive(Clone, Copy)]
pub(crate) struct PassContext {
    pub(crate) seed: Seed,
    pub(crate) step: u32,
    /// Passes over the data before this one, and the number that its first image has.
    pub(crate) epoch: u32,
    pub(crate) first_image: u32,
    /// Place in the batch of the micro-batch's first image.
    pub(crate) position: u32,
    /// Number of the layer in the spec.
    pub(crate) layer: usize,
    /// Images in the micro-batch.
    pub(crate) count: usize,
}

/// Memory that a layer may use: `floats` and `indices` hold nothing between calls, `saved` lasts from a forward pass to its
/// backward pass.
pub(crate) struct Scratch<'a> {
    pub(crate) floats: &'a mut [f32],
    pub(crate) indices: &'a mut [u32],
    pub(crate) saved: &'a mut [u32],
}

/// What a backward pass needs of its layer's output.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum OutputUse {
    Nothing,
    /// Whether values are above 0, and that only where a gradient comes back: a dropout may have scaled them in place, or set
    /// them to 0.
    Sign,
    Values,
}

/// What a backward pass needs to be kept for it, and the memory that it works with.
pub(crate) struct Needs {
    /// The inputs of the forward pass.
    pub(crate) input: bool,
    pub(crate) output: OutputUse,
    /// Words an image that the forward pass notes for it.
    pub(crate) saved_words: usize,
    /// Floats of scratch.
    pub(crate) scratch: usize,
    /// Words of scratch.
    pub(crate) indices: usize,
    /// Floats of weight gradients in the layer's own form, which `reduce_gradient` brings to `dw`.
    pub(crate) accumulator: usize,
}

impl Needs {
    /// Neither input nor output.
    pub(crate) const NOTHING: Needs = Needs {
        input: false,
        output: OutputUse::Nothing,
        saved_words: 0,
        scratch: 0,
        indices: 0,
        accumulator: 0,
    };
}

/// What a backward pass reads and writes: the forward pass' input and output, and gradients.
pub(crate) struct BackwardArgs<'a> {
    /// Which of the layer's inputs `x` and `dx` are.
    pub(crate) input: usize,
    /// That input, with `READ_AHEAD` more floats after it, whatever they are; empty unless `Needs::input`.
    pub(crate) x: &'a [f32],
    /// Empty unless `Needs::output`.
    pub(crate) y: &'a [f32],
    /// ∂L/∂y; may be overwritten by a layer of one input.
    pub(crate) dy: &'a mut [f32],
    /// ∂L/∂x, to be overwritten; `None` where it is not asked for.
    pub(crate) dx: Option<&'a mut [f32]>,
    /// ∂L/∂w of the shard, to be added to; `None` where the layer is not trained.
    pub(crate) dw: Option<&'a mut [f32]>,
    /// The kernel's gradient is made later, from what `BatchGemm::keep` keeps here.
    pub(crate) operands: Option<(&'a BatchGemm, &'a mut [f32])>,
    /// The weight gradient in the layer's own form, to be added to.
    pub(crate) accumulator: &'a mut [f32],
}

/// A layer that can be trained through.
pub(crate) trait Backward: Forward {
    fn needs(&self) -> Needs;

    /// Floats that it derives from its weights for the backward pass; they follow those of the forward pass.
    fn backward_packed_len(&self) -> usize {
        0
    }

    /// Derives those.
    fn pack_backward(&self, _weights: &[f32], _packed: &mut [f32]) {}

    /// y = f(inputs) in training.
    fn forward_training(
        &self,
        pass: &PassContext,
        packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        scratch: Scratch,
    ) {
        self.forward(pass.count, packed, inputs, y, scratch.floats);
    }

    /// dx = ∂L/∂x and dw += ∂L/∂w, from dy = ∂L/∂y. A layer of several inputs, which has no weights, is called for each.
    fn backward(&self, pass: &PassContext, packed: &[f32], args: BackwardArgs, scratch: Scratch);

    /// dw += what `backward` has left in its accumulator.
    fn reduce_gradient(&self, _accumulator: &[f32], _dw: &mut [f32]) {}

    /// Features and units where the kernel, first of the weights, has the gradient Xᵀ·dY over the whole batch.
    fn batch_gemm(&self) -> Option<[usize; 2]> {
        None
    }

    /// The same on values in place, where the layer can do that.
    fn in_place(&self) -> Option<&dyn InPlace> {
        None
    }
}

/// A layer that can change its input to its output in place.
pub(crate) trait InPlace: Sync {
    /// values = f(values).
    fn transform(&self, pass: &PassContext, values: &mut [f32], saved: &mut [u32]);

    /// gradient = ∂L/∂x from ∂L/∂y.
    fn transform_gradient(&self, gradient: &mut [f32], saved: &[u32]);
}
