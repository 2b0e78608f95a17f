//! From the layers of a spec to the nodes of a plan: general rules, each on what stands beside what.
//!
//! - rescaling at the head is done as images are gathered
//! - an activation layer behind a linear convolution or dense layer becomes its activation
//! - 2 × 2 max pooling behind a convolution becomes its store; its gradient is its winners'
//! - flatten and a linear activation are other names for the same floats
//! - batch normalization becomes two nodes with a join between: the statistics that end one segment, and normalising, with
//!   the relu behind it, that begins the next
//! - dropout works in place where the layer before it bears that
//!
//! A rule looks at kinds and shapes only, so the same spec gives the same nodes everywhere.

use crate::error::Result;
use crate::layers::Layer;
use crate::layers::activation::Activation;
use crate::layers::conv2d::{Conv2dSpec, Surroundings};
use crate::layout::Layout;
use crate::pixels::Rescale;
use crate::spec::{LayerKind, ModelSpec};

/// What a node does.
pub(crate) enum Role {
    /// From one slot of values to the next.
    Layer(Box<dyn Layer>),
    /// On a slot in place.
    InPlace(Box<dyn Layer>),
    /// Ends a segment: mean and variance of the slot, for normalization number `norm`.
    Statistics { norm: usize },
    /// Begins a segment: that slot normalised, with relu behind it if asked for.
    Normalise { norm: usize, relu: bool },
}

/// A node and the layers of the spec it stands for: `first ..= last`; weights and random numbers are the first one's.
pub(crate) struct Fused {
    pub(crate) role: Role,
    pub(crate) first: usize,
    pub(crate) last: usize,
}

/// All nodes, and what is done before the first.
#[derive(Default)]
pub(crate) struct Fusion {
    pub(crate) gather: Vec<Rescale>,
    pub(crate) nodes: Vec<Fused>,
}

/// `kinds` are the layers of the spec, the last perhaps without its softmax or sigmoid.
pub(crate) fn fuse(kinds: &[LayerKind], spec: &ModelSpec, layout: &Layout) -> Result<Fusion> {
    let mut fusion = Fusion::default();
    let mut norms = 0;
    let mut index = 0;
    while index < kinds.len() {
        let (kind, input) = (&kinds[index], layout.shape_before(spec, index));
        let input_gradient = layout.layer_weights[..index].iter().any(|w| !w.is_empty());
        let mut last = index;
        let place = kind.place(index);
        let role = match kind {
            LayerKind::Rescaling(spec) if fusion.nodes.is_empty() => {
                fusion.gather.push(Rescale {
                    scale: spec.scale as f32,
                    offset: spec.offset as f32,
                });
                index += 1;
                continue;
            }
            LayerKind::BatchNormalization(_) => {
                let relu = activation_behind(kinds, index) == Some(Activation::Relu);
                last += usize::from(relu);
                let role = Role::Statistics { norm: norms };
                fusion.nodes.push(Fused {
                    role,
                    first: index,
                    last: index,
                });
                norms += 1;
                Role::Normalise {
                    norm: norms - 1,
                    relu,
                }
            }
            LayerKind::Conv2d(spec) => {
                let mut spec = spec.clone();
                last += usize::from(take_activation(&mut spec.activation, kinds, index));
                let pooled = pools(
                    &spec,
                    kinds.get(last + 1),
                    &layout.shapes[last],
                    input,
                    input_gradient,
                );
                last += usize::from(pooled);
                let around = Surroundings {
                    pooled,
                    input_gradient,
                };
                Role::Layer(spec.build(&place, input, around)?)
            }
            LayerKind::Dense(spec) => {
                let mut spec = spec.clone();
                last += usize::from(take_activation(&mut spec.activation, kinds, index));
                Role::Layer(spec.build(input))
            }
            other if other.is_view() => {
                index += 1;
                continue;
            }
            other => {
                let layer = other.build(&place, input)?;
                if layer.is_in_place() && bears_dropout(fusion.nodes.last()) {
                    Role::InPlace(layer)
                } else {
                    Role::Layer(layer)
                }
            }
        };
        fusion.nodes.push(Fused {
            role,
            first: index,
            last,
        });
        index = last + 1;
    }
    Ok(fusion)
}

/// The activation layer behind a layer.
pub(crate) fn activation_behind(kinds: &[LayerKind], index: usize) -> Option<Activation> {
    match kinds.get(index + 1) {
        Some(LayerKind::Activation(spec)) => Some(spec.activation),
        _ => None,
    }
}

/// A linear layer takes the activation behind it over.
pub(crate) fn take_activation(own: &mut Activation, kinds: &[LayerKind], index: usize) -> bool {
    match activation_behind(kinds, index) {
        Some(activation) if *own == Activation::Linear => {
            *own = activation;
            true
        }
        _ => false,
    }
}

/// Whether the pooling behind a convolution, whose output has `shape`, becomes its store.
fn pools(
    conv: &Conv2dSpec,
    behind: Option<&LayerKind>,
    shape: &[usize],
    input: &[usize],
    input_gradient: bool,
) -> bool {
    match behind {
        Some(LayerKind::MaxPooling2d(pool)) => {
            pool.is_two_by_two(shape) && conv.can_pool(input, input_gradient)
        }
        _ => false,
    }
}

/// Whether what the last node has written may be changed in place. The input may not: it is needed as it was.
fn bears_dropout(node: Option<&Fused>) -> bool {
    match node.map(|node| &node.role) {
        Some(Role::Layer(layer) | Role::InPlace(layer)) => layer.bears_dropout(),
        Some(Role::Normalise { .. }) => true,
        Some(Role::Statistics { .. }) | None => false,
    }
}
