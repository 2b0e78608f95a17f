//! Weights at rest: in a file as 32-bit or 16-bit floats, or as bytes with a scale a channel.
//!
//! Only kernels are made small; biases and what batch normalization has are few and stay as they are. int8 is symmetric,
//! per output channel (the last axis): w ≈ q·s with s = max |w| / 127, q rounded half to even. f16 is IEEE 754's, rounded
//! half to even. Whatever they are at rest, a model computes with 32-bit floats.

use crate::error::{Code, EngineError, Result, message};
use crate::layout::Weight;
use crate::options::{Field, Value, words};

words! {
    /// How kernels are written.
    pub enum Rest {
        /// As they are.
        F32 "f32",
        /// Half the bytes; 11 bits of precision.
        F16 "f16",
        /// A quarter of the bytes.
        Int8 "int8",
    }
}

impl Rest {
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
pub struct View<'a> {
    /// The format's word: `F32`, `F16`, `I8`.
    pub dtype: &'a str,
    /// Row-major, little-endian.
    pub bytes: &'a [u8],
    /// For `I8` the scales of the channels, 32-bit floats; else empty.
    pub scales: &'a [u8],
}

impl<'a> View<'a> {
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

/// A weight for a file; the fields are [`View`]'s.
pub struct Stored {
    #[allow(missing_docs)]
    pub dtype: &'static str,
    #[allow(missing_docs)]
    pub bytes: Vec<u8>,
    #[allow(missing_docs)]
    pub scales: Vec<u8>,
}

const LARGEST_BYTE: f32 = 127.0;

fn invalid(weight: &Weight, what: &str) -> EngineError {
    EngineError::new(
        Code::CheckpointInvalid,
        message!("checkpoint: tensor \"{}\" {what}", weight.name),
    )
}

fn values(bytes: &[u8]) -> impl Iterator<Item = f32> + '_ {
    let words = bytes.chunks_exact(4);
    words.map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

/// Values as 32-bit floats.
pub(crate) fn floats(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_le_bytes()).collect()
}

/// Writes the values of a weight, `channels` in a row. None when a value is beyond what `rest` can hold.
pub(crate) fn store(values: &[f32], channels: usize, rest: Rest) -> Option<Stored> {
    let (dtype, bytes, scales) = match rest {
        Rest::F32 => ("F32", floats(values), Vec::new()),
        Rest::F16 => ("F16", to_halves(values)?, Vec::new()),
        Rest::Int8 => {
            let (bytes, scales) = to_bytes(values, channels)?;
            ("I8", bytes, floats(&scales))
        }
    };
    Some(Stored {
        dtype,
        bytes,
        scales,
    })
}

/// Reads what a file holds for `weight` into `out`, its values.
pub fn read(weight: &Weight, stored: View, out: &mut [f32]) -> Result<()> {
    let View {
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
    if bytes.len() != out.len() * width {
        return Err(invalid(weight, "has another length than its shape"));
    }
    match width {
        4 => out.iter_mut().zip(values(bytes)).for_each(|(o, v)| *o = v),
        2 => {
            for (out, half) in out.iter_mut().zip(bytes.chunks_exact(2)) {
                *out = widen(u16::from_le_bytes([half[0], half[1]]));
            }
        }
        _ => {
            let scales: Vec<f32> = values(scales).collect();
            if Some(&scales.len()) != weight.shape.last() {
                return Err(invalid(
                    weight,
                    "has not one scale for each of its channels",
                ));
            }
            let rows = out.chunks_exact_mut(scales.len());
            for (row, bytes) in rows.zip(bytes.chunks_exact(scales.len())) {
                for ((out, &byte), scale) in row.iter_mut().zip(bytes).zip(&scales) {
                    *out = f32::from(byte as i8) * scale;
                }
            }
        }
    }
    Ok(())
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

/// A kernel of `channels` columns as bytes, and the scales of the columns. None when a value is not finite.
fn to_bytes(values: &[f32], channels: usize) -> Option<(Vec<u8>, Vec<f32>)> {
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
    let mut bytes = Vec::with_capacity(values.len());
    for row in values.chunks_exact(channels) {
        for (value, &scale) in row.iter().zip(&scales) {
            let quotient = if scale > 0.0 { value / scale } else { 0.0 };
            let byte = libm::rintf(quotient).clamp(-LARGEST_BYTE, LARGEST_BYTE);
            bytes.push(byte as i8 as u8);
        }
    }
    Some((bytes, scales))
}

#[cfg(test)]
mod tests {
    use super::{View, narrow, read, to_bytes, to_halves, widen};
    use crate::layout::Layout;
    use crate::spec::ModelSpec;

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
        let (bytes, scales) = to_bytes(&values, 3).unwrap();
        let mut back = vec![0.0; 300];
        let layers = r#"[{"type":"dense","units":3,"activation":"linear","useBias":false,
            "kernelInitializer":"zeros","biasInitializer":"zeros"}]"#;
        let json = format!(r#"{{"inputShape":[100],"seed":1,"layers":{layers}}}"#);
        let layout = Layout::new(&ModelSpec::from_json(&json).unwrap()).unwrap();
        let stored = View {
            dtype: "I8",
            bytes: &bytes,
            scales: &super::floats(&scales),
        };
        read(&layout.weights()[0], stored, &mut back).unwrap();
        for (i, (a, b)) in values.iter().zip(&back).enumerate() {
            assert!((a - b).abs() <= scales[i % 3] * 0.500_01, "{i}: {a} {b}");
        }
        assert!(to_bytes(&[1.0, f32::INFINITY], 1).is_none());
    }
}
