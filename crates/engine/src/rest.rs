//! Weights at rest: in a file as 32-bit or 16-bit floats, or as bytes with a scale a channel.
//!
//! Only kernels are made small; biases and what batch normalization has are few and stay as they are. int8 is symmetric,
//! per output channel (the last axis): w ≈ q·s with s = max |w| / 127, q rounded half to even. f16 is IEEE 754's, rounded
//! half to even. Whatever they are at rest, a model computes with 32-bit floats.

use crate::error::{Code, EngineError, Result};
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
                format!("save: weights is \"{word}\" → {}", Self::EXPECTED),
            )
        })
    }
}

/// Behind the name of a kernel of bytes: its channels' scales.
pub const SCALES: &str = ".scale";

const LARGEST_BYTE: f32 = 127.0;

fn invalid(name: &str, what: &str) -> EngineError {
    EngineError::new(
        Code::CheckpointInvalid,
        format!("checkpoint: tensor \"{name}\" {what}"),
    )
}

fn floats(bytes: &[u8]) -> impl Iterator<Item = f32> + '_ {
    let words = bytes.chunks_exact(4);
    words.map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

/// Reads the tensor `name` of `dtype` (`F32`, `F16`, `I8` with `scales`, 32-bit floats) into `out`.
pub fn read(name: &str, dtype: &str, bytes: &[u8], scales: &[u8], out: &mut [f32]) -> Result<()> {
    let width = match dtype {
        "F32" => 4,
        "F16" => 2,
        "I8" => 1,
        _ => return Err(invalid(name, &format!("is {dtype} → F32, F16 or I8"))),
    };
    if bytes.len() != out.len() * width {
        return Err(invalid(name, "has another length than its shape"));
    }
    match width {
        4 => out.iter_mut().zip(floats(bytes)).for_each(|(o, v)| *o = v),
        2 => {
            for (out, half) in out.iter_mut().zip(bytes.chunks_exact(2)) {
                *out = widen(u16::from_le_bytes([half[0], half[1]]));
            }
        }
        _ => {
            let scales: Vec<f32> = floats(scales).collect();
            if scales.is_empty() || out.len() % scales.len() != 0 {
                return Err(invalid(name, "has no scale for each of its channels"));
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
pub(crate) fn to_halves(values: &[f32]) -> Option<Vec<u8>> {
    let halves = values.iter().map(|&value| narrow(value));
    let fits = values.iter().all(|v| narrow(*v) & 0x7c00 != 0x7c00);
    fits.then(|| halves.flat_map(u16::to_le_bytes).collect())
}

/// A kernel of `channels` columns as bytes, and the scales of the columns. None when a value is not finite.
pub(crate) fn to_bytes(values: &[f32], channels: usize) -> Option<(Vec<u8>, Vec<f32>)> {
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
    use super::{narrow, read, to_bytes, to_halves, widen};

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
        let scale_bytes: Vec<u8> = scales.iter().flat_map(|s| s.to_le_bytes()).collect();
        read("w", "I8", &bytes, &scale_bytes, &mut back).unwrap();
        for (i, (a, b)) in values.iter().zip(&back).enumerate() {
            assert!((a - b).abs() <= scales[i % 3] * 0.500_01, "{i}: {a} {b}");
        }
        assert!(to_bytes(&[1.0, f32::INFINITY], 1).is_none());
        assert!(read("w", "I8", &bytes, &[], &mut back).is_err());
        assert!(read("w", "F32", &bytes, &[], &mut back).is_err());
        assert!(read("w", "BOOL", &bytes, &[], &mut back).is_err());
    }
}
