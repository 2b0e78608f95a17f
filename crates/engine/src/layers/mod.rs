//! The layers, one a file: options, shapes, weights, forward and backward side by side.
//!
//! A layer is known by its options ([`LayerOptions`]), from which the two plans make what runs: [`Forward`] for inference,
//! [`Backward`] for training. Either works on `count` images at once, each a contiguous run of floats, and knows neither its
//! neighbours nor the batch: what an image gets does not depend on the others. Where neighbours are made one
//! (`graph::rewrite`), a layer also does their part ([`Absorbed`]).

pub mod activation;
pub mod add;
mod augmentation;
#[cfg(test)]
mod augmentation_keras;
pub mod average_pooling2d;
pub mod batch_normalization;
pub mod concatenate;
pub mod conv2d;
mod convolution;
pub mod dense;
pub mod depthwise_conv2d;
pub mod dropout;
pub mod flatten;
pub mod global_average_pooling2d;
pub mod global_max_pooling2d;
pub mod max_pooling2d;
pub mod normalization;
pub mod random_brightness;
pub mod random_contrast;
pub mod random_erasing;
pub mod random_flip;
pub mod random_rotation;
pub mod random_translation;
pub mod random_zoom;
pub mod rescaling;
pub mod reshape;
pub mod separable_conv2d;
pub mod spatial_dropout2d;
mod traits;
mod window_maximum;
pub mod zero_padding2d;

pub(crate) use traits::{
    Absorbed, Backward, BackwardArgs, Described, Forward, InPlace, InputCount, Inputs,
    LayerOptions, Needs, NodeWeights, OutputUse, ParameterSpec, PassContext, Scratch, Surroundings,
};

use crate::error::{Result, digits, joined};
use crate::options::{Fields, Options, Value};
use crate::preprocessing::Preprocess;
use activation::{Activation, ActivationSpec};
use add::AddSpec;
use average_pooling2d::AveragePooling2dSpec;
use batch_normalization::BatchNormalizationSpec;
use concatenate::ConcatenateSpec;
use conv2d::Conv2dSpec;
use dense::DenseSpec;
use depthwise_conv2d::DepthwiseConv2dSpec;
use dropout::DropoutSpec;
use flatten::FlattenSpec;
use global_average_pooling2d::GlobalAveragePooling2dSpec;
use global_max_pooling2d::GlobalMaxPooling2dSpec;
use max_pooling2d::MaxPooling2dSpec;
use normalization::NormalizationSpec;
use random_brightness::RandomBrightnessSpec;
use random_contrast::RandomContrastSpec;
use random_erasing::RandomErasingSpec;
use random_flip::RandomFlipSpec;
use random_rotation::RandomRotationSpec;
use random_translation::RandomTranslationSpec;
use random_zoom::RandomZoomSpec;
use rescaling::RescalingSpec;
use reshape::ReshapeSpec;
use separable_conv2d::SeparableConv2dSpec;
use spatial_dropout2d::SpatialDropout2dSpec;
use zero_padding2d::ZeroPadding2dSpec;

macro_rules! layer_kinds {
    ($($variant:ident($spec:ty) $type:literal $keras:literal,)*) => {
        /// The closed set of layers.
        #[derive(Clone, Debug, PartialEq)]
        pub enum LayerKind {
            $(#[doc = concat!("`", $type, "`")] $variant($spec),)*
        }

        impl LayerKind {
            /// The word in the spec's `type`.
            pub fn type_name(&self) -> &'static str {
                match self { $(LayerKind::$variant(_) => $type,)* }
            }

            /// Keras' automatic name, before numbering.
            pub(crate) fn base_name(&self) -> &'static str {
                match self { $(LayerKind::$variant(_) => $keras,)* }
            }

            /// `None` for a word that is no layer.
            #[inline(never)]
            pub(crate) fn read(word: &str, fields: &mut Fields) -> Option<Self> {
                let place = TYPES.iter().position(|own| *own == word)?;
                Some(READERS[place](fields))
            }

            pub(crate) fn write(&self, fields: &mut Vec<(String, Value)>) {
                match self { $(LayerKind::$variant(spec) => spec.write(fields),)* }
            }

            /// How many inputs it takes.
            pub(crate) fn input_count(&self) -> InputCount {
                match self { $(LayerKind::$variant(_) => <$spec>::INPUTS,)* }
            }

            /// Shape of its output and its weights; `place` opens the error messages.
            pub(crate) fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
                match self { $(LayerKind::$variant(spec) => spec.describe(place, inputs),)* }
            }

            /// What inference runs.
            pub(crate) fn forward(&self, around: &Surroundings) -> Result<Box<dyn Forward>> {
                match self { $(LayerKind::$variant(spec) => spec.forward(around),)* }
            }

            /// What training runs.
            pub(crate) fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
                match self { $(LayerKind::$variant(spec) => spec.backward(around),)* }
            }

            /// The activation that the layer applies to its output.
            pub(crate) fn activation(&mut self) -> Option<&mut Activation> {
                match self { $(LayerKind::$variant(spec) => spec.activation(),)* }
            }

            /// Whether it can add another value to its output before its activation.
            pub(crate) fn can_add(&self, training: bool) -> bool {
                match self { $(LayerKind::$variant(spec) => spec.can_add(training),)* }
            }

            /// Its work on one image as it is gathered.
            pub(crate) fn preprocess(&self, input: &[usize]) -> Option<Box<dyn Preprocess>> {
                match self { $(LayerKind::$variant(spec) => spec.preprocess(input),)* }
            }

            /// Its work on one image in training alone.
            pub(crate) fn augment(&self, input: &[usize]) -> Option<Box<dyn Preprocess>> {
                match self { $(LayerKind::$variant(spec) => spec.augment(input),)* }
            }

            /// Whether its output has the floats of its input, perhaps in another shape.
            pub(crate) fn is_identity(&self, training: bool) -> bool {
                match self { $(LayerKind::$variant(spec) => spec.is_identity(training),)* }
            }
        }

        /// Every word of a spec's `type`.
        pub(crate) const TYPES: &[&str] = &[$($type,)*];

        /// Of each word, what reads its options.
        const READERS: &[fn(&mut Fields) -> LayerKind] =
            &[$(|fields| LayerKind::$variant(<$spec>::read(fields)),)*];
    };
}

layer_kinds! {
    Activation(ActivationSpec) "activation" "activation",
    Add(AddSpec) "add" "add",
    AveragePooling2d(AveragePooling2dSpec) "averagePooling2d" "average_pooling2d",
    BatchNormalization(BatchNormalizationSpec) "batchNormalization" "batch_normalization",
    Concatenate(ConcatenateSpec) "concatenate" "concatenate",
    Conv2d(Conv2dSpec) "conv2d" "conv2d",
    Dense(DenseSpec) "dense" "dense",
    DepthwiseConv2d(DepthwiseConv2dSpec) "depthwiseConv2d" "depthwise_conv2d",
    Dropout(DropoutSpec) "dropout" "dropout",
    Flatten(FlattenSpec) "flatten" "flatten",
    GlobalAveragePooling2d(GlobalAveragePooling2dSpec) "globalAveragePooling2d" "global_average_pooling2d",
    GlobalMaxPooling2d(GlobalMaxPooling2dSpec) "globalMaxPooling2d" "global_max_pooling2d",
    MaxPooling2d(MaxPooling2dSpec) "maxPooling2d" "max_pooling2d",
    Normalization(NormalizationSpec) "normalization" "normalization",
    RandomBrightness(RandomBrightnessSpec) "randomBrightness" "random_brightness",
    RandomContrast(RandomContrastSpec) "randomContrast" "random_contrast",
    RandomErasing(RandomErasingSpec) "randomErasing" "random_erasing",
    RandomFlip(RandomFlipSpec) "randomFlip" "random_flip",
    RandomRotation(RandomRotationSpec) "randomRotation" "random_rotation",
    RandomTranslation(RandomTranslationSpec) "randomTranslation" "random_translation",
    RandomZoom(RandomZoomSpec) "randomZoom" "random_zoom",
    Rescaling(RescalingSpec) "rescaling" "rescaling",
    Reshape(ReshapeSpec) "reshape" "reshape",
    SeparableConv2d(SeparableConv2dSpec) "separableConv2d" "separable_conv2d",
    SpatialDropout2d(SpatialDropout2dSpec) "spatialDropout2d" "spatial_dropout2d",
    ZeroPadding2d(ZeroPadding2dSpec) "zeroPadding2d" "zero_padding2d",
}

impl LayerKind {
    /// How error messages call layer `index` of a model.
    pub(crate) fn place(&self, index: usize) -> String {
        joined(&[self.type_name(), " (layer ", &digits(index + 1), ")"])
    }
}
