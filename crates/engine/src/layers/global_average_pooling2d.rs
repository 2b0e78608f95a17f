//! Global average pooling: the mean of each channel over the whole image.

use super::{
    Backward, BackwardArgs, Described, Forward, Inputs, LayerOptions, Needs, PassContext, Scratch,
    Surroundings,
};
use crate::error::Result;
use crate::options::options;
use crate::shape;
use fashion_kernels::vector;

options! {
    /// Options of the layer `globalAveragePooling2d`.
    pub struct GlobalAveragePooling2dSpec {
        /// Whether the output is an image of one pixel.
        "keepdims" keepdims: bool,
    }
}

impl GlobalAveragePooling2dSpec {
    fn layer(&self, around: &Surroundings) -> Result<GlobalAveragePooling2dLayer> {
        let [height, width, channels] = shape::image(around.place, around.input())?;
        Ok(GlobalAveragePooling2dLayer {
            pixels: height * width,
            channels,
        })
    }
}

impl LayerOptions for GlobalAveragePooling2dSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        Ok((
            shape::one_pixel(place, inputs[0], self.keepdims)?,
            Vec::new(),
        ))
    }

    fn forward(&self, around: &Surroundings) -> Result<Box<dyn Forward>> {
        Ok(Box::new(self.layer(around)?))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        Ok(Box::new(self.layer(around)?))
    }
}

struct GlobalAveragePooling2dLayer {
    pixels: usize,
    channels: usize,
}

impl Forward for GlobalAveragePooling2dLayer {
    fn forward(
        &self,
        _count: usize,
        _packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        _scratch: &mut [f32],
    ) {
        let images = inputs.only().chunks_exact(self.pixels * self.channels);
        for (x, y) in images.zip(y.chunks_exact_mut(self.channels)) {
            y.fill(0.0);
            vector::add_rows(y, x);
            vector::scale(1.0 / self.pixels as f32, y);
        }
    }

    fn products(&self) -> usize {
        self.pixels * self.channels
    }
}

impl Backward for GlobalAveragePooling2dLayer {
    fn needs(&self) -> Needs {
        Needs::NOTHING
    }

    fn backward(&self, _pass: &PassContext, _packed: &[f32], args: BackwardArgs, _: Scratch) {
        let Some(dx) = args.dx else { return };
        vector::scale(1.0 / self.pixels as f32, args.dy);
        let images = args.dy.chunks_exact(self.channels);
        for (dy, dx) in images.zip(dx.chunks_exact_mut(self.pixels * self.channels)) {
            for dx in dx.chunks_exact_mut(self.channels) {
                dx.copy_from_slice(dy);
            }
        }
    }
}
