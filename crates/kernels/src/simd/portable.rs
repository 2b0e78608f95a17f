//! The lanes as an array: the twin of `wasm.rs` for tests and tools that run natively.
//!
//! IEEE 754 fixes the result of every operation here, so the bits are those of the WebAssembly instructions.

use core::array::from_fn;
use core::ops::{Add, Div, Mul, Sub};

/// Four f32 lanes.
#[derive(Clone, Copy, Debug)]
pub struct F32x4([f32; 4]);

/// Four u32 lanes, arithmetic modulo 2³².
#[derive(Clone, Copy, Debug)]
pub struct U32x4([u32; 4]);

/// Four truth values, each lane all ones or all zeros.
#[derive(Clone, Copy, Debug)]
pub struct Mask([u32; 4]);

impl F32x4 {
    /// The same value in every lane.
    #[inline(always)]
    pub fn splat(value: f32) -> Self {
        Self([value; 4])
    }

    /// Lanes from an array.
    #[inline(always)]
    pub fn from_array(lanes: [f32; 4]) -> Self {
        Self(lanes)
    }

    /// Lanes as an array.
    #[inline(always)]
    pub fn to_array(self) -> [f32; 4] {
        self.0
    }

    /// Four elements from a pointer.
    ///
    /// # Safety
    /// Four f32 must be readable at `source`; no alignment beyond f32's is needed.
    #[inline(always)]
    pub unsafe fn load_unchecked(source: *const f32) -> Self {
        // SAFETY: readable by the caller's promise; [f32; 4] has the alignment of f32.
        Self(unsafe { source.cast::<[f32; 4]>().read() })
    }

    /// One element from a pointer, in every lane.
    ///
    /// # Safety
    /// One f32 must be readable at `source`.
    #[inline(always)]
    pub unsafe fn splat_unchecked(source: *const f32) -> Self {
        // SAFETY: readable by the caller's promise.
        Self::splat(unsafe { source.read() })
    }

    /// Sixteen bytes as floats, in order.
    #[inline(always)]
    pub fn widen(bytes: &[u8; 16]) -> [Self; 4] {
        from_fn(|i| Self(from_fn(|lane| f32::from(bytes[4 * i + lane]))))
    }

    /// Writes the lanes to a pointer.
    ///
    /// # Safety
    /// Four f32 must be writable at `target`; no alignment beyond f32's is needed.
    #[inline(always)]
    pub unsafe fn store_unchecked(self, target: *mut f32) {
        // SAFETY: writable by the caller's promise; [f32; 4] has the alignment of f32.
        unsafe { target.cast::<[f32; 4]>().write(self.0) }
    }

    /// The square root of every lane.
    #[inline(always)]
    pub fn sqrt(self) -> Self {
        Self(self.0.map(f32::sqrt))
    }

    /// The greater lane; NaN when either is NaN, +0 above −0.
    #[inline(always)]
    pub fn max(self, other: Self) -> Self {
        Self(from_fn(|i| match (self.0[i], other.0[i]) {
            (a, b) if a > b => a,
            (a, b) if a < b => b,
            (a, b) if a == b => f32::from_bits(a.to_bits() & b.to_bits()),
            (a, b) => a + b,
        }))
    }

    /// `self < other ? other : self`, so a NaN in `self` stays; one instruction where `max` takes eight.
    #[inline(always)]
    pub fn raise_to(self, other: Self) -> Self {
        Self(from_fn(|i| {
            if self.0[i] < other.0[i] {
                other.0[i]
            } else {
                self.0[i]
            }
        }))
    }

    /// `other < self ? other : self`, so a NaN in `self` stays.
    #[inline(always)]
    pub fn lower_to(self, other: Self) -> Self {
        Self(from_fn(|i| {
            if other.0[i] < self.0[i] {
                other.0[i]
            } else {
                self.0[i]
            }
        }))
    }

    /// `self > other`, false for NaN.
    #[inline(always)]
    pub fn gt(self, other: Self) -> Mask {
        Mask(from_fn(|i| all_ones(self.0[i] > other.0[i])))
    }

    /// `self <= other`, false for NaN.
    #[inline(always)]
    pub fn le(self, other: Self) -> Mask {
        Mask(from_fn(|i| all_ones(self.0[i] <= other.0[i])))
    }

    /// `self == other`, false for NaN.
    #[inline(always)]
    pub fn eq(self, other: Self) -> Mask {
        Mask(from_fn(|i| all_ones(self.0[i] == other.0[i])))
    }

    /// Rows to columns.
    #[inline(always)]
    pub fn transpose(rows: [Self; 4]) -> [Self; 4] {
        from_fn(|column| Self(from_fn(|row| rows[row].0[column])))
    }

    /// The bits of every lane.
    #[inline(always)]
    pub fn to_bits(self) -> U32x4 {
        U32x4(self.0.map(f32::to_bits))
    }

    /// Lanes from their bits.
    #[inline(always)]
    pub fn from_bits(bits: U32x4) -> Self {
        Self(bits.0.map(f32::from_bits))
    }
}

impl U32x4 {
    /// The same value in every lane.
    #[inline(always)]
    pub fn splat(value: u32) -> Self {
        Self([value; 4])
    }

    /// Lanes from an array.
    #[inline(always)]
    pub fn from_array(lanes: [u32; 4]) -> Self {
        Self(lanes)
    }

    /// Lanes as an array.
    #[inline(always)]
    pub fn to_array(self) -> [u32; 4] {
        self.0
    }

    /// Shifts left by `N` bits.
    #[inline(always)]
    pub fn shift_left<const N: u32>(self) -> Self {
        Self(self.0.map(|lane| lane << N))
    }

    /// Shifts right by `N` bits, copying the sign bit.
    #[inline(always)]
    pub fn shift_right_signed<const N: u32>(self) -> Self {
        Self(self.0.map(|lane| ((lane as i32) >> N) as u32))
    }

    /// The upper and the lower halves of the 64-bit products of the lanes.
    #[inline(always)]
    pub fn multiply_wide(self, other: Self) -> (Self, Self) {
        let wide: [u64; 4] = from_fn(|i| u64::from(self.0[i]) * u64::from(other.0[i]));
        (
            Self(wide.map(|lane| (lane >> 32) as u32)),
            Self(wide.map(|lane| lane as u32)),
        )
    }

    /// Exclusive or, bit by bit.
    #[inline(always)]
    pub fn xor(self, other: Self) -> Self {
        Self(from_fn(|i| self.0[i] ^ other.0[i]))
    }

    /// `self >= other`.
    #[inline(always)]
    pub fn ge(self, other: Self) -> Mask {
        Mask(from_fn(|i| all_ones(self.0[i] >= other.0[i])))
    }

    /// Of each half of a lane, the lower first, whether it is at least `other`: a bit each.
    #[inline(always)]
    pub fn halves_ge(self, other: u16) -> u8 {
        (self.0.iter().rev()).fold(0, |bits, &lane| {
            let ge = |half: u16| u8::from(half >= other);
            bits << 2 | ge((lane >> 16) as u16) << 1 | ge(lane as u16)
        })
    }

    /// `self == other`.
    #[inline(always)]
    pub fn eq(self, other: Self) -> Mask {
        Mask(from_fn(|i| all_ones(self.0[i] == other.0[i])))
    }

    /// The lanes whose bit is set (the first lane's is the lowest) moved to the front in order; zeros behind.
    #[inline(always)]
    pub fn compress(self, bits: u32) -> Self {
        let (mut lanes, mut at) = ([0; 4], 0);
        for (i, lane) in self.0.into_iter().enumerate() {
            if bits >> i & 1 == 1 {
                lanes[at] = lane;
                at += 1;
            }
        }
        Self(lanes)
    }

    /// True where all of `bits` are set.
    #[inline(always)]
    pub fn has(self, bits: Self) -> Mask {
        Mask(from_fn(|i| all_ones(self.0[i] & bits.0[i] == bits.0[i])))
    }
}

impl Mask {
    /// Where true `a`, elsewhere `b`.
    #[inline(always)]
    pub fn select(self, a: F32x4, b: F32x4) -> F32x4 {
        F32x4::from_bits(self.select_u32(a.to_bits(), b.to_bits()))
    }

    /// Where true `a`, elsewhere `b`.
    #[inline(always)]
    pub fn select_u32(self, a: U32x4, b: U32x4) -> U32x4 {
        U32x4(from_fn(|i| (a.0[i] & self.0[i]) | (b.0[i] & !self.0[i])))
    }

    /// Where true `a`, elsewhere +0.
    #[inline(always)]
    pub fn keep(self, a: F32x4) -> F32x4 {
        F32x4(from_fn(|i| f32::from_bits(a.0[i].to_bits() & self.0[i])))
    }

    /// Where true +0, elsewhere `a`.
    #[inline(always)]
    pub fn drop_from(self, a: F32x4) -> F32x4 {
        F32x4(from_fn(|i| f32::from_bits(a.0[i].to_bits() & !self.0[i])))
    }

    /// True where `self` is and `other` is not.
    #[inline(always)]
    pub fn and_not(self, other: Self) -> Self {
        Self(from_fn(|i| self.0[i] & !other.0[i]))
    }

    /// One bit a lane, the first lane's lowest.
    #[inline(always)]
    pub fn bits(self) -> u32 {
        self.0
            .iter()
            .rev()
            .fold(0, |bits, lane| bits << 1 | (lane & 1))
    }
}

#[inline(always)]
fn all_ones(truth: bool) -> u32 {
    if truth { u32::MAX } else { 0 }
}

macro_rules! lanewise {
    ($type:ident, $trait:ident, $method:ident, $operation:expr) => {
        impl $trait for $type {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(from_fn(|i| $operation(self.0[i], other.0[i])))
            }
        }
    };
}

lanewise!(F32x4, Add, add, f32::add);
lanewise!(F32x4, Sub, sub, f32::sub);
lanewise!(F32x4, Mul, mul, f32::mul);
lanewise!(F32x4, Div, div, f32::div);
lanewise!(U32x4, Add, add, u32::wrapping_add);
lanewise!(U32x4, Sub, sub, u32::wrapping_sub);
lanewise!(U32x4, Mul, mul, u32::wrapping_mul);
