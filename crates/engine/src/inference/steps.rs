//! From the layers of a spec to the steps of inference: rules on what stands beside what, as `fuse.rs` has them for training.
//!
//! - rescaling at the head is done as images are gathered; flatten, dropout and a linear activation are nothing
//! - batch normalization behind a linear convolution or dense layer is part of it: of its kernel and bias, or where it goes
//!   through tiles, of the store
//! - an activation behind them, or behind such a normalization, is theirs
//! - 2 × 2 max pooling behind a convolution becomes its store
//! - batch normalization elsewhere multiplies and adds, with the relu behind it
//!
//! Tiles of 7 × 7 round by 1e-5 of the largest value, and the least change of what they read rounds otherwise. So up to the
//! last convolution through tiles everything has the bits of training's plan in evaluation: no kernel before is changed.

use crate::error::Result;
use crate::fuse::{activation_behind, take_activation};
use crate::layers::activation::Activation;
use crate::layers::conv2d::{Conv2dSpec, Forward};
use crate::layout::Layout;
use crate::norm::Norm;
use crate::pixels::Rescale;
use crate::plan::split_output;
use crate::spec::{LayerKind, ModelSpec};
use fashion_kernels::gemm;
use fashion_kernels::pool::MaxPool2d;
use std::ops::Range;

/// What a step does to each image.
pub(super) enum Work {
    Conv(Box<Forward>),
    Dense {
        features: usize,
        units: usize,
        activation: Activation,
    },
    Pool(MaxPool2d),
    /// Batch normalization by itself, with relu behind it or not.
    Affine {
        relu: bool,
    },
    Rescale(Rescale),
    Activation {
        activation: Activation,
        columns: usize,
    },
}

pub(super) struct Step {
    pub(super) work: Work,
    /// Its layer's weights in the flat vector: kernel, unless that comes by itself, then bias if there is one.
    pub(super) weights: Range<usize>,
    /// Where its kernel would be in the flat vector, when it comes by itself.
    pub(super) apart: Option<usize>,
    pub(super) norm: Option<Norm>,
    pub(super) input_len: usize,
    pub(super) output_len: usize,
}

/// All steps, what is done before the first and behind the last.
pub(super) struct Steps {
    pub(super) gather: Vec<Rescale>,
    pub(super) steps: Vec<Step>,
    pub(super) output: Activation,
}

/// Makes the steps of a spec.
pub(super) fn steps(spec: &ModelSpec, layout: &Layout) -> Result<Steps> {
    // What does nothing here would stand between neighbours.
    let mut kinds: Vec<LayerKind> = spec.layers.iter().map(|l| l.kind.clone()).collect();
    let output = split_output(&mut kinds);
    let (layers, kinds): (Vec<usize>, Vec<LayerKind>) = (kinds.into_iter().enumerate())
        .filter(|(_, kind)| !kind.is_view() && !matches!(kind, LayerKind::Dropout(_)))
        .unzip();
    let (mut gather, mut steps) = (Vec::new(), Vec::new());
    let goes_through_tiles = |(kind, &layer): (&LayerKind, &usize)| match kind {
        LayerKind::Conv2d(conv) => conv
            .shape("", layout.shape_before(spec, layer))
            .is_ok_and(|conv| conv.winograd(false).is_some() || conv.winograd(true).is_some()),
        _ => false,
    };
    let tiles_end = (kinds.iter().zip(&layers)).rposition(goes_through_tiles);
    let mut index = 0;
    while index < kinds.len() {
        let (kind, layer) = (&kinds[index], layers[index]);
        let input = layout.shape_before(spec, layer);
        let place = kind.place(layer);
        let mut last = index;
        let mut norm = None;
        let work = match kind {
            LayerKind::Rescaling(spec) => {
                let rescale = Rescale {
                    scale: spec.scale as f32,
                    offset: spec.offset as f32,
                };
                if steps.is_empty() {
                    gather.push(rescale);
                    index += 1;
                    continue;
                }
                Work::Rescale(rescale)
            }
            LayerKind::Conv2d(conv) => {
                let mut conv = conv.clone();
                let tiles = goes_through_tiles((kind, &layer));
                if tiles || tiles_end.is_none_or(|end| end < index) {
                    norm = take_norm(conv.activation, &kinds, &layers, &mut last, layout);
                }
                last += usize::from(take_activation(&mut conv.activation, &kinds, last));
                let shape = layout.shapes[layers[last]].as_slice();
                let pooled = pools(&conv, kinds.get(last + 1), shape);
                last += usize::from(pooled);
                Work::Conv(Box::new(Forward::new(
                    conv.shape(&place, input)?,
                    pooled,
                    conv.activation,
                )))
            }
            LayerKind::Dense(dense) => {
                let mut activation = dense.activation;
                norm = take_norm(activation, &kinds, &layers, &mut last, layout);
                last += usize::from(take_activation(&mut activation, &kinds, last));
                Work::Dense {
                    features: input[0],
                    units: dense.units,
                    activation,
                }
            }
            LayerKind::BatchNormalization(spec) => {
                norm = Some(Norm::new(spec, input, layout.layer_weights[layer].start));
                let relu = activation_behind(&kinds, index) == Some(Activation::Relu);
                last += usize::from(relu);
                Work::Affine { relu }
            }
            LayerKind::MaxPooling2d(pool) => Work::Pool(pool.shape(&place, input)?),
            LayerKind::Activation(spec) => Work::Activation {
                activation: spec.activation,
                columns: *input.last().expect("shapes have at least one axis"),
            },
            LayerKind::Dropout(_) | LayerKind::Flatten(_) => unreachable!("they are left out"),
        };
        steps.push(Step {
            work,
            weights: layout.layer_weights[layer].clone(),
            apart: None,
            norm,
            input_len: input.iter().product(),
            output_len: layout.shapes[layers[last]].iter().product(),
        });
        index = last + 1;
    }
    Ok(Steps {
        gather,
        steps,
        output,
    })
}

/// The batch normalization behind a linear layer, which is number `last` so far.
fn take_norm(
    own: Activation,
    kinds: &[LayerKind],
    layers: &[usize],
    last: &mut usize,
    layout: &Layout,
) -> Option<Norm> {
    let Some(LayerKind::BatchNormalization(spec)) = kinds.get(*last + 1) else {
        return None;
    };
    // Behind flatten its channels are others.
    let layer = layers[*last + 1];
    if own != Activation::Linear || layout.shapes[layer] != layout.shapes[layers[*last]] {
        return None;
    }
    *last += 1;
    let start = layout.layer_weights[layer].start;
    Some(Norm::new(spec, &layout.shapes[layer], start))
}

/// Whether the pooling behind a convolution, whose output has `shape`, becomes its store: relu, which keeps the order of
/// values, may come between.
fn pools(conv: &Conv2dSpec, behind: Option<&LayerKind>, shape: &[usize]) -> bool {
    match behind {
        Some(LayerKind::MaxPooling2d(pool)) => {
            matches!(conv.activation, Activation::Linear | Activation::Relu)
                && pool.is_two_by_two(shape)
                && shape[0].min(shape[1]) >= 2
        }
        _ => false,
    }
}

impl Step {
    pub(super) fn is_dense(&self) -> bool {
        matches!(self.work, Work::Dense { .. })
    }

    /// Takes the kernel apart where it can be packed value by value, a dense layer's without a normalization behind it, and
    /// moves to where the flat vector has `before` values fewer. The answer is how many are fewer behind it.
    pub(super) fn take_apart(&mut self, before: usize) -> usize {
        let mut fewer = before;
        if let (
            Work::Dense {
                features, units, ..
            },
            None,
        ) = (&self.work, &self.norm)
        {
            self.apart = Some(self.weights.start);
            fewer += features * units;
        }
        if !self.weights.is_empty() {
            self.weights = self.weights.start - before..self.weights.end - fewer;
        }
        if let Some(norm) = &mut self.norm {
            norm.move_up(before);
        }
        fewer
    }

    /// Tiles have the normalization behind them in their store, as it is: see the top of the file.
    pub(super) fn normalises_sums(&self) -> bool {
        let tiles = matches!(&self.work, Work::Conv(conv) if conv.tiles.is_some());
        tiles && self.norm.is_some()
    }

    /// Rows of channels behind its kernel: what is added, and the normalization's three.
    pub(super) fn rows(&self) -> usize {
        if self.normalises_sums() { 4 } else { 1 }
    }

    /// Floats of its kernel and what is added to outputs, or of what it multiplies by and adds.
    pub(super) fn packed_len(&self) -> usize {
        match &self.work {
            Work::Conv(conv) => conv.packed_len() + self.rows() * conv.conv.filters,
            Work::Dense {
                features, units, ..
            } => gemm::packed_len(*features, *units) + units,
            Work::Affine { .. } => 3 * self.norm.as_ref().map_or(0, |norm| norm.channels),
            Work::Pool(_) | Work::Rescale(_) | Work::Activation { .. } => 0,
        }
    }

    /// Floats of working memory.
    pub(super) fn scratch_len(&self) -> usize {
        match &self.work {
            Work::Conv(conv) => conv.scratch_len(),
            _ => 0,
        }
    }

    /// Multiplications of one image, about.
    pub(super) fn products(&self) -> usize {
        match &self.work {
            Work::Conv(conv) => conv.conv.output_len() * conv.conv.kernel_len(),
            Work::Dense {
                features, units, ..
            } => features * units,
            _ => self.input_len,
        }
    }
}
