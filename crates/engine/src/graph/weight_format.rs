//! Encoded weights: in a file as 32-bit or 16-bit floats, or as bytes with a scale a channel.
//!
//! Only kernels are made small; biases and what batch normalization has are few and stay as they are. int8 is symmetric,
//! per output channel (the last axis): w ≈ q·s with s = max |w| / 127, q rounded half to even. f16 is IEEE 754's, rounded
//! half to even. Whatever they are in the file, a model computes with 32-bit floats.

use crate::error::{Code, EngineError, Result, message};
use crate::graph::layout::Weight;
use crate::options::{Field, Value, words};

words! {
    /// How kernels are written.
    pub enum WeightFormat {
        /// As they are.
        F32 "f32",
        /// Half the bytes; 11 bits of precision.
        F16 "f16",
        /// A quarter of the bytes.
        Int8 "int8",
    }
}

impl WeightFormat {
    /// By its word.
    pub fn from_word(word: &str) -> Result<Self> {
        Self::read(&Value::Text(word.to_owned())).ok_or_else(|| {
            EngineError::new(
                Code::InvalidArgument,
                message!("save: weights is \"{word}\" → {}", Self::EXPECTED),
            )
        })
    }
}

/// A weight as it lies in a file.
#[derive(Clone, Copy)]
pub struct EncodedWeight<'a> {
    /// The format's word: `F32`, `F16`, `I8`.
    pub dtype: &'a str,
    /// Row-major, little-endian.
    pub bytes: &'a [u8],
    /// For `I8` the scales of the channels, 32-bit floats; else empty.
    pub scales: &'a [u8],
}

impl<'a> EncodedWeight<'a> {
    /// 32-bit floats.
    pub fn floats(bytes: &'a [u8]) -> Self {
        let (dtype, scales) = ("F32", [].as_slice());
        Self {
            dtype,
            bytes,
            scales,
        }
    }
}

const LARGEST_BYTE: f32 = 127.0;

fn invalid(weight: &Weight, what: &str) -> EngineError {
    EngineError::new(
        Code::CheckpointInvalid,
        message!("checkpoint: tensor \"{}\" {what}", weight.name),
    )
    .at(&weight.name)
}

pub(crate) fn values(bytes: &[u8]) -> impl Iterator<Item = f32> + '_ {
    let words = bytes.chunks_exact(4);
    words.map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

/// Values as 32-bit floats.
pub(crate) fn floats(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_le_bytes()).collect()
}

/// Writes values of a weight, the first of which is its number `start`. None when one is beyond what `format` can hold.
///
/// `scales`: those of its channels for [`WeightFormat::Int8`], else empty.
pub(crate) fn store(
    values: &[f32],
    start: usize,
    format: WeightFormat,
    scales: &[f32],
) -> Option<Vec<u8>> {
    match format {
        WeightFormat::F32 => Some(floats(values)),
        WeightFormat::F16 => to_halves(values),
        WeightFormat::Int8 => Some(to_bytes(values, start, scales)),
    }
}

/// The values of `weight`, from its value `start` on, that a file holds, and whether they are sound: finite, and no variance
/// below 0.
pub(crate) fn read(
    weight: &Weight,
    start: usize,
    stored: EncodedWeight,
) -> Result<(Vec<f32>, bool)> {
    let EncodedWeight {
        dtype,
        bytes,
        scales,
    } = stored;
    let width = match dtype {
        "F32" => 4,
        "F16" if weight.is_kernel() => 2,
        "I8" if weight.is_kernel() => 1,
        _ => {
            let expected = if weight.is_kernel() {
                "F32, F16 or I8"
            } else {
                "F32"
            };
            return Err(invalid(weight, &message!("is {dtype} → {expected}")));
        }
    };
    let end = start.checked_add(bytes.len() / width);
    if bytes.len() % width != 0 || end.is_none_or(|end| end > weight.range.len()) {
        return Err(invalid(weight, "has another length than its shape"));
    }
    let values: Vec<f32> = match width {
        4 => values(bytes).collect(),
        2 => {
            let halves = bytes.chunks_exact(2);
            (halves.map(|half| widen(u16::from_le_bytes([half[0], half[1]])))).collect()
        }
        _ => {
            let scales: Vec<f32> = values(scales).collect();
            if Some(&scales.len()) != weight.shape.last() {
                return Err(invalid(
                    weight,
                    "has not one scale for each of its channels",
                ));
            }
            if !(scales.iter()).all(|scale| (0.0..f32::INFINITY).contains(scale)) {
                return Err(invalid(
                    weight,
                    "has a scale that is no finite number ≥ 0 → the file is damaged",
                ));
            }
            let scales = scales.iter().cycle().skip(start % scales.len());
            (bytes.iter().zip(scales))
                .map(|(&byte, scale)| f32::from(byte as i8) * scale)
                .collect()
        }
    };
    let least = if weight.is_variance() { 0.0 } else { f32::MIN };
    let sound = (values.iter()).all(|value| (least..=f32::MAX).contains(value));
    Ok((values, sound))
}

/// A 16-bit float as a 32-bit one, exactly.
fn widen(half: u16) -> f32 {
    let (sign, exponent, fraction) = (half >> 15, half >> 10 & 31, half & 1023);
    let magnitude = match exponent {
        // 2⁻²⁴ is the smallest.
        0 => f32::from(fraction) * f32::from_bits((127 - 24) << 23),
        31 => f32::from_bits(0xff << 23 | u32::from(fraction) << 13),
        _ => f32::from_bits((u32::from(exponent) + 112) << 23 | u32::from(fraction) << 13),
    };
    if sign == 1 { -magnitude } else { magnitude }
}

/// The nearest 16-bit float; of two the even one.
fn narrow(value: f32) -> u16 {
    let bits = value.to_bits();
    let (sign, magnitude) = ((bits >> 16 & 0x8000) as u16, bits & 0x7fff_ffff);
    if magnitude > 0x7f80_0000 {
        return sign | 0x7e00; // NaN
    }
    if magnitude >= 0x477f_f000 {
        return sign | 0x7c00; // beyond the largest
    }
    if magnitude < 0x3880_0000 {
        // Subnormal: adding ½ as a float rounds its last bits away where 2⁻²⁴ is the unit.
        let rounded = f32::from_bits(magnitude) + 0.5;
        return sign | (rounded.to_bits() - 0.5f32.to_bits()) as u16;
    }
    let odd = magnitude >> 13 & 1;
    let rounded = magnitude - (112 << 23) + 0xfff + odd;
    sign | (rounded >> 13) as u16
}

/// A kernel as 16-bit floats. None when a value is beyond what they can hold.
fn to_halves(values: &[f32]) -> Option<Vec<u8>> {
    let halves = values.iter().map(|&value| narrow(value));
    let fits = values.iter().all(|v| narrow(*v) & 0x7c00 != 0x7c00);
    fits.then(|| halves.flat_map(u16::to_le_bytes).collect())
}

/// The scales of a kernel of `channels` columns. None when a value is not finite.
pub(crate) fn scales(values: &[f32], channels: usize) -> Option<Vec<f32>> {
    if !values.iter().all(|value| value.is_finite()) {
        return None;
    }
    let mut scales = vec![0.0f32; channels];
    for row in values.chunks_exact(channels) {
        for (scale, value) in scales.iter_mut().zip(row) {
            *scale = scale.max(value.abs());
        }
    }
    for scale in &mut scales {
        *scale /= LARGEST_BYTE;
    }
    Some(scales)
}

/// Values of a kernel as bytes; the first is its number `start`, and the columns have these scales.
fn to_bytes(values: &[f32], start: usize, scales: &[f32]) -> Vec<u8> {
    let scales = scales.iter().cycle().skip(start % scales.len());
    let byte = |(value, &scale): (&f32, &f32)| {
        let quotient = if scale > 0.0 { value / scale } else { 0.0 };
        libm::rintf(quotient).clamp(-LARGEST_BYTE, LARGEST_BYTE) as i8 as u8
    };
    values.iter().zip(scales).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::{EncodedWeight, narrow, read, scales, to_bytes, to_halves, widen};
    use crate::graph::layout::Layout;
    use crate::graph::spec::ModelSpec;

    #[test]
    fn every_half_is_read_and_written_back() {
        for half in 0..=u16::MAX {
            let value = widen(half);
            if value.is_nan() {
                assert!(half & 0x7c00 == 0x7c00 && half & 1023 != 0);
            } else {
                assert_eq!(narrow(value), half, "{half:04x} {value}");
            }
        }
        assert_eq!(widen(0x3c00), 1.0);
        assert_eq!(widen(0x0001), 1.0 / 16_777_216.0);
        assert_eq!(widen(0x7bff), 65504.0);
    }

    #[test]
    fn floats_go_to_the_nearest_half() {
        for half in 0..0x7bffu16 {
            let (low, high) = (widen(half), widen(half + 1));
            let middle = low + (high - low) / 2.0;
            let even = half + (half & 1);
            assert_eq!(narrow(middle), even, "{middle}");
            assert_eq!(narrow(f32::from_bits(middle.to_bits() - 1)), half);
            assert_eq!(narrow(f32::from_bits(middle.to_bits() + 1)), half + 1);
            assert_eq!(narrow(-middle), even | 0x8000);
        }
        assert_eq!(narrow(65520.0), 0x7c00);
        assert_eq!(narrow(65519.0), 0x7bff);
        assert!(to_halves(&[1.0, 65520.0]).is_none());
        assert!(to_halves(&[f32::NAN]).is_none());
    }

    #[test]
    fn bytes_are_within_half_a_step_of_each_channel() {
        let values: Vec<f32> = (0..300)
            .map(|i| ((i * 37 % 101) as f32 - 50.0) * [0.01, 3.0, 0.0][i % 3])
            .collect();
        let steps = scales(&values, 3).unwrap();
        let bytes = to_bytes(&values, 0, &steps);
        let layers = r#"[{"type":"dense","units":3,"activation":"linear","useBias":false,
            "kernelInitializer":"zeros","biasInitializer":"zeros"}]"#;
        let json = format!(r#"{{"inputShape":[100],"seed":1,"layers":{layers}}}"#);
        let layout = Layout::new(&ModelSpec::from_json(&json).unwrap()).unwrap();
        let stored = EncodedWeight {
            dtype: "I8",
            bytes: &bytes,
            scales: &super::floats(&steps),
        };
        let weight = &layout.weights()[0];
        let (back, sound) = read(weight, 0, stored).unwrap();
        assert!(sound);
        for (i, (a, b)) in values.iter().zip(&back).enumerate() {
            assert!((a - b).abs() <= steps[i % 3] * 0.500_01, "{i}: {a} {b}");
        }
        assert!(scales(&[1.0, f32::INFINITY], 1).is_none());
        // In pieces they are the same.
        for start in [0, 1, 100, 299] {
            assert_eq!(to_bytes(&values[start..], start, &steps), bytes[start..]);
            let piece = EncodedWeight {
                bytes: &bytes[start..],
                ..stored
            };
            let (again, _) = read(weight, start, piece).unwrap();
            assert_eq!(again, back[start..]);
        }
    }
}
