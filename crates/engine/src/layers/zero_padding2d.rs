//! Zero padding: rows and columns of zeros around each image. Backward, the gradient of the border is dropped.

use super::{
    Backward, BackwardArgs, Described, Forward, Inputs, LayerOptions, Needs, PassContext, Scratch,
    Surroundings,
};
use crate::error::Result;
use crate::options::options;
use crate::shape;

options! {
    /// Options of the layer `zeroPadding2d`.
    pub struct ZeroPadding2dSpec {
        /// `[[top, bottom], [left, right]]`: rows above and below, columns before and after.
        "padding" padding: [[usize; 2]; 2],
    }
}

impl ZeroPadding2dSpec {
    fn layer(&self, around: &Surroundings) -> Result<ZeroPadding2dLayer> {
        let [height, width, channels] = shape::image(around.place, around.input())?;
        let [[top, bottom], [left, right]] = self.padding;
        Ok(ZeroPadding2dLayer {
            height,
            top,
            bottom,
            before: left * channels,
            row: width * channels,
            after: right * channels,
        })
    }
}

impl LayerOptions for ZeroPadding2dSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        let [height, width, channels] = shape::image(place, inputs[0])?;
        // A sum beyond what an integer holds is refused with the product.
        let padded = |size: usize, [first, last]: [usize; 2]| {
            size.saturating_add(first).saturating_add(last)
        };
        let [vertical, horizontal] = self.padding;
        let output = vec![
            padded(height, vertical),
            padded(width, horizontal),
            channels,
        ];
        shape::elements(place, &output)?;
        Ok((output, Vec::new()))
    }

    fn forward(&self, around: &Surroundings) -> Result<Box<dyn Forward>> {
        Ok(Box::new(self.layer(around)?))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        Ok(Box::new(self.layer(around)?))
    }

    fn is_identity(&self, _training: bool) -> bool {
        self.padding == [[0; 2]; 2]
    }
}

/// Rows are counted, what is within a row is in floats.
struct ZeroPadding2dLayer {
    height: usize,
    top: usize,
    bottom: usize,
    before: usize,
    row: usize,
    after: usize,
}

impl ZeroPadding2dLayer {
    /// Floats of a row of the output.
    fn pitch(&self) -> usize {
        self.before + self.row + self.after
    }

    fn input_len(&self) -> usize {
        self.height * self.row
    }

    fn output_len(&self) -> usize {
        (self.top + self.height + self.bottom) * self.pitch()
    }

    /// Where the image's rows lie in an output.
    fn inner(&self) -> std::ops::Range<usize> {
        let start = self.top * self.pitch();
        start..start + self.height * self.pitch()
    }
}

impl Forward for ZeroPadding2dLayer {
    fn forward(
        &self,
        _count: usize,
        _packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        _scratch: &mut [f32],
    ) {
        let images = inputs.only().chunks_exact(self.input_len());
        for (x, y) in images.zip(y.chunks_exact_mut(self.output_len())) {
            y.fill(0.0);
            let rows = y[self.inner()].chunks_exact_mut(self.pitch());
            for (x, y) in x.chunks_exact(self.row).zip(rows) {
                y[self.before..][..self.row].copy_from_slice(x);
            }
        }
    }

    fn products(&self) -> usize {
        self.output_len()
    }
}

impl Backward for ZeroPadding2dLayer {
    fn needs(&self) -> Needs {
        Needs::NOTHING
    }

    fn backward(&self, _pass: &PassContext, _packed: &[f32], args: BackwardArgs, _: Scratch) {
        let Some(dx) = args.dx else { return };
        let images = args.dy.chunks_exact(self.output_len());
        for (dy, dx) in images.zip(dx.chunks_exact_mut(self.input_len())) {
            let rows = dy[self.inner()].chunks_exact(self.pitch());
            for (dy, dx) in rows.zip(dx.chunks_exact_mut(self.row)) {
                dx.copy_from_slice(&dy[self.before..][..self.row]);
            }
        }
    }
}
