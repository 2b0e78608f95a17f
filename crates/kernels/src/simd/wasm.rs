//! The lanes as WebAssembly's `v128`.
//!
//! One method is one instruction. Relaxed SIMD is left out on purpose: it may round differently on different machines.

use core::arch::wasm32::*;
use core::ops::{Add, Div, Mul, Sub};

/// Four f32 lanes.
#[derive(Clone, Copy, Debug)]
pub struct F32x4(v128);

/// Four u32 lanes, arithmetic modulo 2³².
#[derive(Clone, Copy, Debug)]
pub struct U32x4(v128);

/// Four truth values, each lane all ones or all zeros.
#[derive(Clone, Copy, Debug)]
pub struct Mask(v128);

/// Of every choice of lanes their bytes, then bytes that are none.
static COMPRESS: [[u8; 16]; 16] = {
    let mut table = [[0x80; 16]; 16];
    let mut bits = 0;
    while bits < 16 {
        let (mut lane, mut at) = (0, 0);
        while lane < 4 {
            if bits >> lane & 1 == 1 {
                let mut byte = 0;
                while byte < 4 {
                    table[bits][at] = 4 * lane as u8 + byte;
                    byte += 1;
                    at += 1;
                }
            }
            lane += 1;
        }
        bits += 1;
    }
    table
};

impl F32x4 {
    /// The same value in every lane.
    #[inline(always)]
    pub fn splat(value: f32) -> Self {
        Self(f32x4_splat(value))
    }

    /// Lanes from an array.
    #[inline(always)]
    pub fn from_array([a, b, c, d]: [f32; 4]) -> Self {
        Self(f32x4(a, b, c, d))
    }

    /// Lanes as an array.
    #[inline(always)]
    pub fn to_array(self) -> [f32; 4] {
        [
            f32x4_extract_lane::<0>(self.0),
            f32x4_extract_lane::<1>(self.0),
            f32x4_extract_lane::<2>(self.0),
            f32x4_extract_lane::<3>(self.0),
        ]
    }

    /// Four elements from a pointer.
    ///
    /// # Safety
    /// Four f32 must be readable at `source`; no alignment beyond f32's is needed.
    #[inline(always)]
    pub unsafe fn load_unchecked(source: *const f32) -> Self {
        // SAFETY: readable by the caller's promise; v128.load has no alignment requirement.
        Self(unsafe { v128_load(source.cast()) })
    }

    /// One element from a pointer, in every lane.
    ///
    /// # Safety
    /// One f32 must be readable at `source`.
    #[inline(always)]
    pub unsafe fn splat_unchecked(source: *const f32) -> Self {
        // SAFETY: readable by the caller's promise.
        Self(unsafe { v128_load32_splat(source.cast()) })
    }

    /// Sixteen bytes as floats, in order.
    #[inline(always)]
    pub fn widen(bytes: &[u8; 16]) -> [Self; 4] {
        // SAFETY: sixteen bytes are readable; v128.load has no alignment requirement.
        let bytes = unsafe { v128_load(bytes.as_ptr().cast()) };
        let halves = [
            u16x8_extend_low_u8x16(bytes),
            u16x8_extend_high_u8x16(bytes),
        ];
        [
            Self(f32x4_convert_i32x4(u32x4_extend_low_u16x8(halves[0]))),
            Self(f32x4_convert_i32x4(u32x4_extend_high_u16x8(halves[0]))),
            Self(f32x4_convert_i32x4(u32x4_extend_low_u16x8(halves[1]))),
            Self(f32x4_convert_i32x4(u32x4_extend_high_u16x8(halves[1]))),
        ]
    }

    /// Writes the lanes to a pointer.
    ///
    /// # Safety
    /// Four f32 must be writable at `target`; no alignment beyond f32's is needed.
    #[inline(always)]
    pub unsafe fn store_unchecked(self, target: *mut f32) {
        // SAFETY: writable by the caller's promise; v128.store has no alignment requirement.
        unsafe { v128_store(target.cast(), self.0) }
    }

    /// The square root of every lane.
    #[inline(always)]
    pub fn sqrt(self) -> Self {
        Self(f32x4_sqrt(self.0))
    }

    /// The greater lane; NaN when either is NaN, +0 above −0.
    #[inline(always)]
    pub fn max(self, other: Self) -> Self {
        Self(f32x4_max(self.0, other.0))
    }

    /// `self < other ? other : self`, so a NaN in `self` stays; one instruction where `max` takes eight.
    #[inline(always)]
    pub fn raise_to(self, other: Self) -> Self {
        Self(f32x4_pmax(self.0, other.0))
    }

    /// `other < self ? other : self`, so a NaN in `self` stays.
    #[inline(always)]
    pub fn lower_to(self, other: Self) -> Self {
        Self(f32x4_pmin(self.0, other.0))
    }

    /// `self > other`, false for NaN.
    #[inline(always)]
    pub fn gt(self, other: Self) -> Mask {
        Mask(f32x4_gt(self.0, other.0))
    }

    /// `self <= other`, false for NaN.
    #[inline(always)]
    pub fn le(self, other: Self) -> Mask {
        Mask(f32x4_le(self.0, other.0))
    }

    /// `self == other`, false for NaN.
    #[inline(always)]
    pub fn eq(self, other: Self) -> Mask {
        Mask(f32x4_eq(self.0, other.0))
    }

    /// Rows to columns.
    #[inline(always)]
    pub fn transpose([a, b, c, d]: [Self; 4]) -> [Self; 4] {
        let (ab0, ab2) = (zip_low(a.0, b.0), zip_high(a.0, b.0));
        let (cd0, cd2) = (zip_low(c.0, d.0), zip_high(c.0, d.0));
        [
            Self(i64x2_shuffle::<0, 2>(ab0, cd0)),
            Self(i64x2_shuffle::<1, 3>(ab0, cd0)),
            Self(i64x2_shuffle::<0, 2>(ab2, cd2)),
            Self(i64x2_shuffle::<1, 3>(ab2, cd2)),
        ]
    }

    /// The bits of every lane.
    #[inline(always)]
    pub fn to_bits(self) -> U32x4 {
        U32x4(self.0)
    }

    /// Lanes from their bits.
    #[inline(always)]
    pub fn from_bits(bits: U32x4) -> Self {
        Self(bits.0)
    }
}

impl U32x4 {
    /// The same value in every lane.
    #[inline(always)]
    pub fn splat(value: u32) -> Self {
        Self(u32x4_splat(value))
    }

    /// Lanes from an array.
    #[inline(always)]
    pub fn from_array([a, b, c, d]: [u32; 4]) -> Self {
        Self(u32x4(a, b, c, d))
    }

    /// Lanes as an array.
    #[inline(always)]
    pub fn to_array(self) -> [u32; 4] {
        [
            u32x4_extract_lane::<0>(self.0),
            u32x4_extract_lane::<1>(self.0),
            u32x4_extract_lane::<2>(self.0),
            u32x4_extract_lane::<3>(self.0),
        ]
    }

    /// Shifts left by `N` bits.
    #[inline(always)]
    pub fn shift_left<const N: u32>(self) -> Self {
        Self(u32x4_shl(self.0, N))
    }

    /// Shifts right by `N` bits, copying the sign bit.
    #[inline(always)]
    pub fn shift_right_signed<const N: u32>(self) -> Self {
        Self(i32x4_shr(self.0, N))
    }

    /// The upper and the lower halves of the 64-bit products of the lanes.
    #[inline(always)]
    pub fn multiply_wide(self, other: Self) -> (Self, Self) {
        let first = u64x2_extmul_low_u32x4(self.0, other.0);
        let second = u64x2_extmul_high_u32x4(self.0, other.0);
        (
            Self(u32x4_shuffle::<1, 3, 5, 7>(first, second)),
            Self(u32x4_shuffle::<0, 2, 4, 6>(first, second)),
        )
    }

    /// Exclusive or, bit by bit.
    #[inline(always)]
    pub fn xor(self, other: Self) -> Self {
        Self(v128_xor(self.0, other.0))
    }

    /// `self >= other`.
    #[inline(always)]
    pub fn ge(self, other: Self) -> Mask {
        Mask(u32x4_ge(self.0, other.0))
    }

    /// Of each half of a lane, the lower first, whether it is at least `other`: a bit each.
    #[inline(always)]
    pub fn halves_ge(self, other: u16) -> u8 {
        u16x8_bitmask(u16x8_ge(self.0, u16x8_splat(other)))
    }

    /// `self == other`.
    #[inline(always)]
    pub fn eq(self, other: Self) -> Mask {
        Mask(u32x4_eq(self.0, other.0))
    }

    /// The lanes whose bit is set (the first lane's is the lowest) moved to the front in order; zeros behind.
    #[inline(always)]
    pub fn compress(self, bits: u32) -> Self {
        // SAFETY: the table has 16 rows of 16 bytes.
        let lanes = unsafe { v128_load(COMPRESS.as_ptr().add((bits & 15) as usize).cast()) };
        Self(i8x16_swizzle(self.0, lanes))
    }

    /// True where all of `bits` are set.
    #[inline(always)]
    pub fn has(self, bits: Self) -> Mask {
        Mask(u32x4_eq(v128_and(self.0, bits.0), bits.0))
    }
}

impl Mask {
    /// Where true `a`, elsewhere `b`.
    #[inline(always)]
    pub fn select(self, a: F32x4, b: F32x4) -> F32x4 {
        F32x4(v128_bitselect(a.0, b.0, self.0))
    }

    /// Where true `a`, elsewhere `b`.
    #[inline(always)]
    pub fn select_u32(self, a: U32x4, b: U32x4) -> U32x4 {
        U32x4(v128_bitselect(a.0, b.0, self.0))
    }

    /// Where true `a`, elsewhere +0.
    #[inline(always)]
    pub fn keep(self, a: F32x4) -> F32x4 {
        F32x4(v128_and(a.0, self.0))
    }

    /// Where true +0, elsewhere `a`.
    #[inline(always)]
    pub fn drop_from(self, a: F32x4) -> F32x4 {
        F32x4(v128_andnot(a.0, self.0))
    }

    /// True where `self` is and `other` is not.
    #[inline(always)]
    pub fn and_not(self, other: Self) -> Self {
        Self(v128_andnot(self.0, other.0))
    }

    /// One bit a lane, the first lane's lowest.
    #[inline(always)]
    pub fn bits(self) -> u32 {
        u32::from(u32x4_bitmask(self.0))
    }
}

#[inline(always)]
fn zip_low(a: v128, b: v128) -> v128 {
    u32x4_shuffle::<0, 4, 1, 5>(a, b)
}

#[inline(always)]
fn zip_high(a: v128, b: v128) -> v128 {
    u32x4_shuffle::<2, 6, 3, 7>(a, b)
}

macro_rules! lanewise {
    ($type:ident, $trait:ident, $method:ident, $instruction:ident) => {
        impl $trait for $type {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self($instruction(self.0, other.0))
            }
        }
    };
}

lanewise!(F32x4, Add, add, f32x4_add);
lanewise!(F32x4, Sub, sub, f32x4_sub);
lanewise!(F32x4, Mul, mul, f32x4_mul);
lanewise!(F32x4, Div, div, f32x4_div);
lanewise!(U32x4, Add, add, u32x4_add);
lanewise!(U32x4, Sub, sub, u32x4_sub);
lanewise!(U32x4, Mul, mul, u32x4_mul);
