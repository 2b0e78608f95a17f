//! 3×3 and 5×5 convolutions of stride 1 in the domain where they are elementwise: Winograd's minimal filtering.
//!
//! Tiles of m × m outputs of a kernel of r × r read (m + r − 1)² inputs; transformed, a tile's products are independent over
//! its (m + r − 1)² points, so each point is a matrix product over channels, for many tiles at once, with 4 (r = 3, m = 4),
//! 4.6 (5), 5.4 (7) or 7.7 (r = 5, m = 5) times fewer multiplications. y = Aᵀ[(G·g·Gᵀ) ∘ (Bᵀ·d·B)]A; the weight gradient is its transpose,
//! dg = Gᵀ[(Bᵀ·d·B) ∘ (A·dy·Aᵀ)]G, and the input gradient a forward pass with the kernel turned by 180°.
//! Padding is never stored: what a tile reads outside of the image is zero.
//!
//! Tiles of all images of a call stand in one row, cut in blocks that stay in the second-level cache. A tile adds its
//! products in the order of the channels, wherever it stands. Source: Lavin & Gray, CVPR 2016; `points` for the rest.

mod backward_weights;
mod forward;
mod lines;
mod points;
mod tiles;
mod weights;

use super::Conv2d;
use crate::gemm::packing::{NR, packed_len};
use points::Points;

/// Floats of transformed tiles that a block may hold: 320 kB, to leave room in a second-level cache of 1 MiB.
const BLOCK_FLOATS: usize = 320 * 1024;

/// Floats of a cache line.
const LINE: usize = 16;

/// Outputs of a tile along an axis, for 3×3. Larger ones save more where they fit the image; 6 would save less than 7, and
/// 2, 3 and 8 less than 4.
const TILES: [usize; 3] = [4, 5, 7];

/// The same for 5×5: what has the points of 7 for 3×3. 2, 3 and 4 would save less on most images.
const TILES_OF_FIVE: [usize; 1] = [5];

/// A convolution that goes through Winograd tiles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Winograd {
    conv: Conv2d,
    /// Taps of the kernel along an axis: 3 or 5.
    taps: usize,
    /// Outputs of a tile along an axis.
    tile: usize,
    /// Rows and columns of tiles in an image.
    grid: [usize; 2],
    /// `conv.output()`, which a tile should not have to work out.
    output: [usize; 3],
    /// Whether 2 × 2 max pooling follows.
    pooled: bool,
    coefficients: Points,
}

impl Conv2d {
    /// The way through Winograd tiles, where it is faster than the direct one; `pooled` with 2 × 2 max pooling behind.
    ///
    /// The answer depends on the shape alone.
    pub fn winograd(&self, pooled: bool) -> Option<Winograd> {
        let (channels, filters) = (self.input[2], self.filters);
        let [top, bottom, left, right] = self.padding;
        let taps = self.kernel[0];
        let sizes: &[usize] = match self.kernel {
            [3, 3] => &TILES,
            [5, 5] => &TILES_OF_FIVE,
            _ => return None,
        };
        if self.strides != [1, 1]
            || channels % 4 != 0
            || filters % 4 != 0
            || top.max(bottom).max(left).max(right) >= taps
        {
            return None;
        }
        let [rows, columns, _] = self.output();
        let (rows, columns) = if pooled {
            (rows / 2 * 2, columns / 2 * 2)
        } else {
            (rows, columns)
        };
        let direct = rows * columns * taps * taps * channels * filters;
        let cost = |tile: usize| {
            let tiles = rows.div_ceil(tile) * columns.div_ceil(tile);
            let side = tile + taps - 1;
            let transform = (side - 1) * (channels + filters);
            tiles * side * side * (channels * filters + transform)
        };
        let tile = sizes.iter().copied().min_by_key(|&tile| cost(tile))?;
        (cost(tile) < direct).then(|| Winograd {
            conv: *self,
            taps,
            tile,
            grid: [rows.div_ceil(tile), columns.div_ceil(tile)],
            output: self.output(),
            pooled,
            coefficients: Points::of(tile + taps - 1),
        })
    }
}

impl Winograd {
    /// Points of a transformed tile along an axis.
    fn side(&self) -> usize {
        self.tile + self.taps - 1
    }

    /// Points of a transformed tile.
    fn points(&self) -> usize {
        self.side() * self.side()
    }

    fn tiles(&self) -> usize {
        self.grid[0] * self.grid[1]
    }

    /// Tiles that are transformed and multiplied together.
    fn block(&self) -> usize {
        let floats = self.points() * (self.conv.input[2] + self.conv.filters);
        let block = (BLOCK_FLOATS / floats / 4 * 4).clamp(4, 64);
        if self.pooled {
            // Windows may cross tiles: whole images.
            (block / self.tiles()).max(1) * self.tiles()
        } else {
            block
        }
    }

    /// Elements of outputs that a block of pooled images stores for a moment.
    fn unpooled_len(&self) -> usize {
        let images = if self.pooled {
            self.block() / self.tiles()
        } else {
            0
        };
        images * self.conv.output_len()
    }

    /// Elements from one point's transformed weights to the next.
    fn packed_pitch(&self) -> usize {
        pitch(packed_len(self.conv.input[2], self.conv.filters))
    }

    /// Elements from one point's matrix of weight gradients to the next.
    fn gradient_pitch(&self) -> usize {
        pitch(self.conv.input[2] * self.conv.filters)
    }

    /// Elements of the transformed weights as `pack` lays them out.
    pub fn packed_len(&self) -> usize {
        self.points() * self.packed_pitch()
    }

    /// Elements that a pass needs as working memory.
    pub fn scratch_len(&self) -> usize {
        let side = |channels: usize| self.points() * pitch(self.block() * channels);
        side(self.conv.input[2])
            + side(self.conv.filters.next_multiple_of(NR))
            + self.border_len()
            + self.unpooled_len()
    }

    /// Elements that stand for what lies outside of the images: zeros to read, a place to write.
    fn border_len(&self) -> usize {
        self.conv.input[2].max(self.conv.filters)
    }

    /// Elements of the weight gradient while it is added up, before `finish_weights`.
    pub fn gradient_len(&self) -> usize {
        self.points() * self.gradient_pitch()
    }
}

/// The distance of two points' matrices of `len` elements: an odd number of cache lines.
///
/// A tile writes to all points at once; at a distance of a power of two they would all meet in one set of the cache
/// (measured: six times slower).
fn pitch(len: usize) -> usize {
    (len.div_ceil(LINE) | 1) * LINE
}
