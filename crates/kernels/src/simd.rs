//! Four f32 lanes: the one vector type all kernels are written in.
//!
//! On wasm32 with simd128 a lane group is a `v128`; everywhere else it is an array with the same bits (NaN payloads
//! excepted), which compilers turn into the host's own vectors. Algorithms are written once and hold no `cfg`.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[path = "simd/portable.rs"]
mod elementwise;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[path = "simd/wasm.rs"]
mod elementwise;

pub use elementwise::{F32x4, Mask, U32x4};

impl F32x4 {
    /// All lanes zero.
    #[inline(always)]
    pub fn zero() -> Self {
        Self::splat(0.0)
    }

    /// The first four elements of a slice; panics when there are fewer.
    #[inline(always)]
    pub fn load(source: &[f32]) -> Self {
        let source = &source[..4];
        // SAFETY: the slice was just cut to four elements.
        unsafe { Self::load_unchecked(source.as_ptr()) }
    }

    /// Writes the lanes to the first four elements of a slice; panics when there are fewer.
    #[inline(always)]
    pub fn store(self, target: &mut [f32]) {
        let target = &mut target[..4];
        // SAFETY: the slice was just cut to four elements.
        unsafe { self.store_unchecked(target.as_mut_ptr()) }
    }

    /// Up to three elements of a slice, the missing lanes zero; of longer slices the first three.
    #[inline(never)]
    pub fn load_partial(source: &[f32]) -> Self {
        Self::load_partial_inline(source)
    }

    /// The same where it stands in a loop.
    #[inline(always)]
    pub fn load_partial_inline(source: &[f32]) -> Self {
        Self::from_array(match *source {
            [] => [0.0; 4],
            [a] => [a, 0.0, 0.0, 0.0],
            [a, b] => [a, b, 0.0, 0.0],
            [a, b, c, ..] => [a, b, c, 0.0],
        })
    }

    /// Writes the first lanes to a slice of up to three elements.
    #[inline(never)]
    pub fn store_partial(self, target: &mut [f32]) {
        self.store_partial_inline(target);
    }

    /// The same where it stands in a loop.
    #[inline(always)]
    pub fn store_partial_inline(self, target: &mut [f32]) {
        let [a, b, c, _] = self.to_array();
        match target {
            [] => {}
            [x] => *x = a,
            [x, y] => (*x, *y) = (a, b),
            [x, y, z, ..] => (*x, *y, *z) = (a, b, c),
        }
    }

    /// The sum of the lanes, `(a0 + a1) + (a2 + a3)`.
    #[inline(always)]
    pub fn sum(self) -> f32 {
        let [a, b, c, d] = self.to_array();
        (a + b) + (c + d)
    }
}

impl U32x4 {
    /// The first four elements of a slice; panics when there are fewer.
    #[inline(always)]
    pub fn load(source: &[u32]) -> Self {
        let source = &source[..4];
        // SAFETY: the slice was just cut to four elements; floats and words have one size and alignment.
        unsafe { F32x4::load_unchecked(source.as_ptr().cast()).to_bits() }
    }

    /// Writes the lanes to the first four elements of a slice; panics when there are fewer.
    #[inline(always)]
    pub fn store(self, target: &mut [u32]) {
        let target = &mut target[..4];
        // SAFETY: the slice was just cut to four elements; floats and words have one size and alignment.
        unsafe { F32x4::from_bits(self).store_unchecked(target.as_mut_ptr().cast()) }
    }
}
