//! Images and labels inside the engine, written once in pieces and gathered by index in each step.

use crate::error::{Code, EngineError, Result, message};
use crate::pixels::Pixels;
use crate::target::Target;

enum Memory {
    U8(Vec<u8>),
    F32(Vec<f32>),
}

/// A data set: `count` images of `image_len` values, and labels where there are some.
pub struct Dataset {
    count: usize,
    image_len: usize,
    pixels: Memory,
    labels: Option<Vec<u32>>,
    /// Rows of values instead of labels.
    targets: Option<Vec<f32>>,
}

fn zeroed<T: Clone + Default>(what: &str, len: usize) -> Result<Vec<T>> {
    let mut data = Vec::new();
    data.try_reserve_exact(len)
        .map_err(|_| EngineError::out_of_memory(what, len * size_of::<T>() / 4))?;
    data.resize(len, T::default());
    Ok(data)
}

impl Dataset {
    /// Room for `count` images, all zero.
    pub fn new(count: usize, image_len: usize, float: bool, labelled: bool) -> Result<Self> {
        let len = count.checked_mul(image_len).filter(|&n| n <= isize::MAX as usize / 4).ok_or_else(|| {
            EngineError::new(
                Code::InvalidArgument,
                message!("data set: {count} images of {image_len} values → more than memory can address"),
            )
        })?;
        let pixels = if float {
            Memory::F32(zeroed("data set", len)?)
        } else {
            Memory::U8(zeroed("data set", len)?)
        };
        let labels = if labelled {
            Some(zeroed("labels", count)?)
        } else {
            None
        };
        Ok(Self {
            count,
            image_len,
            pixels,
            labels,
            targets: None,
        })
    }

    /// Number of images.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The address of the first image.
    pub fn address(&self) -> usize {
        match &self.pixels {
            Memory::U8(data) => data.as_ptr().addr(),
            Memory::F32(data) => data.as_ptr().addr(),
        }
    }

    /// Writes values from place `start` on, given as little-endian bytes of the data set's own type.
    pub fn write_images(&mut self, start: usize, bytes: &[u8]) -> Result<()> {
        let (width, len) = match &self.pixels {
            Memory::U8(data) => (1, data.len()),
            Memory::F32(data) => (4, data.len()),
        };
        let end = start
            .checked_add(bytes.len() / width)
            .filter(|&end| end <= len);
        let (Some(end), 0) = (end, bytes.len() % width) else {
            return Err(EngineError::new(
                Code::InvalidArgument,
                message!(
                    "data set: {} bytes written at value {start} of {len} → a piece that fits",
                    bytes.len()
                ),
            ));
        };
        match &mut self.pixels {
            Memory::U8(data) => data[start..end].copy_from_slice(bytes),
            Memory::F32(data) => {
                for (value, bytes) in data[start..end].iter_mut().zip(bytes.chunks_exact(4)) {
                    *value = f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
                }
            }
        }
        Ok(())
    }

    /// Sets all labels.
    pub fn write_labels(&mut self, labels: &[u32]) -> Result<()> {
        match &mut self.labels {
            Some(own) if own.len() == labels.len() => {
                own.copy_from_slice(labels);
                Ok(())
            }
            _ => Err(EngineError::new(
                Code::DataMismatch,
                message!(
                    "data set: {} labels for {} images → one label an image",
                    labels.len(),
                    self.count
                ),
            )),
        }
    }

    /// Sets what the outputs of each image should be, row by row.
    pub fn write_targets(&mut self, targets: &[f32]) -> Result<()> {
        let mut own = zeroed("targets", targets.len())?;
        own.copy_from_slice(targets);
        self.targets = Some(own);
        Ok(())
    }

    /// Refuses indices outside the data set, and what is no target for a model: rows of another length than `units`, for
    /// training on them, or labels of `classes` or more.
    pub(crate) fn check(&self, indices: &[u32], units: usize, classes: usize) -> Result<()> {
        if indices.is_empty() {
            return Err(EngineError::new(
                Code::InvalidArgument,
                "batch: it is empty → at least one image",
            ));
        }
        if let Some(&index) = indices.iter().find(|&&i| i as usize >= self.count) {
            return Err(EngineError::new(
                Code::InvalidArgument,
                message!("batch: index {index} → from 0 to {}", self.count as i64 - 1),
            ));
        }
        if let Some(targets) = &self.targets {
            if targets.len() == self.count * units {
                return Ok(());
            }
            return Err(EngineError::new(
                Code::DataMismatch,
                message!(
                    "data set: {} targets for {} images → {units} an image, one for each output",
                    targets.len(),
                    self.count
                ),
            ));
        }
        let labels = self.labels.as_ref().ok_or_else(|| {
            EngineError::new(
                Code::DataMismatch,
                "data set: it has no labels → training and evaluation need one label an image",
            )
        })?;
        match indices
            .iter()
            .find(|&&i| labels[i as usize] as usize >= classes)
        {
            Some(&index) => Err(EngineError::new(
                Code::DataMismatch,
                message!(
                    "data set: label {} of image {index} → the model has {classes} outputs, labels go from 0 to {}",
                    labels[index as usize],
                    classes - 1
                ),
            )),
            None => Ok(()),
        }
    }

    /// What the outputs of an image should be, of a model with `units` of them.
    pub(crate) fn target(&self, index: u32, units: usize) -> Target<'_> {
        let index = index as usize;
        match (&self.targets, &self.labels) {
            (Some(targets), _) => Target::Row(&targets[index * units..][..units]),
            (None, Some(labels)) => Target::Class(labels[index] as usize),
            (None, None) => Target::Class(0),
        }
    }

    /// Reads a byte of every cache line of some images.
    ///
    /// Images of a shuffled order come from anywhere in memory, which takes about 100 ns each time; asked for one after the
    /// other without using them, many are on their way at once (measured: net S 6.3 → 6.0 µs an image).
    pub(crate) fn prefetch(&self, indices: &[u32]) {
        let Memory::U8(data) = &self.pixels else {
            return;
        };
        let mut all = 0;
        for &index in indices {
            let image = &data[index as usize * self.image_len..][..self.image_len];
            all = image.iter().step_by(64).fold(all, |all, byte| all ^ byte);
        }
        std::hint::black_box(all);
    }

    /// Images from `first` on, `count` of them.
    pub(crate) fn images(&self, first: usize, count: usize) -> Pixels<'_> {
        let pixels = match &self.pixels {
            Memory::U8(data) => Pixels::U8(data),
            Memory::F32(data) => Pixels::F32(data),
        };
        pixels.part(first * self.image_len, count * self.image_len)
    }
}
