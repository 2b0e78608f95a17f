//! Images read at other places: each pixel of the result lies at a place of the image, between its pixels by a weighted mean.
//!
//! Places count pixels from the middle of the first; what lies outside an image is said by [`Fill`]. Source of the border
//! rules: SciPy `ndimage`, whose modes of these names they are.

/// What lies outside of an image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fill {
    /// This value.
    Constant(f32),
    /// The pixel at the border.
    Nearest,
    /// The image mirrored at its border, which is doubled: `c b a | a b c | c b a`.
    Reflect,
    /// The image again: `a b c | a b c | a b c`.
    Wrap,
}

/// Whether a place between pixels has their weighted mean, or the value of the nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interpolation {
    /// Their weighted mean.
    Bilinear,
    /// The nearest, of two the one farther from 0.
    Nearest,
}

/// How an image is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Outside of it.
    pub fill: Fill,
    /// Between pixels.
    pub interpolation: Interpolation,
}

/// Where the pixels of a result lie along one side: pixel i at `scale · i + offset`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Pixels of the image from one of the result to the next.
    pub scale: f32,
    /// Place of the first.
    pub offset: f32,
}

/// A pixel that a value is made of, `None` outside, and its share.
type Tap = (Option<usize>, f32);

impl Reading {
    fn at(&self, place: f32, size: usize) -> [Tap; 2] {
        match self.interpolation {
            Interpolation::Nearest => {
                let away = (place.abs() + 0.5).floor();
                let index = if place < 0.0 { -away } else { away };
                [(self.index(index as i64, size), 1.0), (None, 0.0)]
            }
            Interpolation::Bilinear => {
                let lower = place.floor();
                let upper_share = place - lower;
                let index = lower as i64;
                [
                    (self.index(index, size), 1.0 - upper_share),
                    (self.index(index + 1, size), upper_share),
                ]
            }
        }
    }

    fn index(&self, index: i64, size: usize) -> Option<usize> {
        let side = size as i64;
        let inside = match self.fill {
            Fill::Constant(_) => {
                if !(0..side).contains(&index) {
                    return None;
                }
                index
            }
            Fill::Nearest => index.clamp(0, side - 1),
            Fill::Wrap => index.rem_euclid(side),
            Fill::Reflect => {
                let twice = index.rem_euclid(2 * side);
                twice.min(2 * side - 1 - twice)
            }
        };
        Some(inside as usize)
    }

    fn outside(&self) -> f32 {
        match self.fill {
            Fill::Constant(value) => value,
            _ => 0.0,
        }
    }
}

/// Moves and scales an image `[height, width, channels]` in place: its pixel (y, x) becomes what lies at (`rows`, `columns`).
///
/// First along rows, then along columns; `other` holds an image.
pub fn stretch(
    image: &mut [f32],
    [height, width, channels]: [usize; 3],
    rows: Line,
    columns: Line,
    reading: Reading,
    other: &mut [f32],
) {
    let row = width * channels;
    let len = height * row;
    assert!(
        image.len() == len && other.len() >= len,
        "warp: images of another size"
    );
    let value = reading.outside();
    for x in 0..width {
        let taps = reading.at(columns.scale * x as f32 + columns.offset, width);
        for y in 0..height {
            let from = &image[y * row..][..row];
            let to = &mut other[y * row + x * channels..][..channels];
            for (channel, to) in to.iter_mut().enumerate() {
                let at =
                    |place: Option<usize>| place.map_or(value, |x| from[x * channels + channel]);
                *to = mixed(taps, at);
            }
        }
    }
    for (y, to) in image.chunks_exact_mut(row).enumerate() {
        let [(first, share), (second, second_share)] =
            reading.at(rows.scale * y as f32 + rows.offset, height);
        let row_at = |place: usize| &other[place * row..][..row];
        match first {
            Some(place) => {
                (to.iter_mut().zip(row_at(place))).for_each(|(to, from)| *to = share * from)
            }
            None => to.fill(share * value),
        }
        if second_share == 0.0 {
            continue;
        }
        match second {
            Some(place) => {
                (to.iter_mut().zip(row_at(place)))
                    .for_each(|(to, from)| *to += second_share * from);
            }
            None => to.iter_mut().for_each(|to| *to += second_share * value),
        }
    }
}

/// Reads an image `[height, width, channels]` by an affine map, in place: its pixel (y, x) becomes what lies at
/// `(d·x + e·y + f, a·x + b·y + c)` of `[a, b, c, d, e, f]`. `other` holds an image.
pub fn affine(
    image: &mut [f32],
    [height, width, channels]: [usize; 3],
    [a, b, c, d, e, f]: [f32; 6],
    reading: Reading,
    other: &mut [f32],
) {
    let len = height * width * channels;
    assert!(
        image.len() == len && other.len() >= len,
        "warp: images of another size"
    );
    other[..len].copy_from_slice(image);
    let value = reading.outside();
    for (place, to) in image.chunks_exact_mut(channels).enumerate() {
        let (x, y) = ((place % width) as f32, (place / width) as f32);
        let rows = reading.at(d * x + e * y + f, height);
        let columns = reading.at(a * x + b * y + c, width);
        for (channel, to) in to.iter_mut().enumerate() {
            *to = mixed(rows, |y| {
                mixed(columns, |x| match (y, x) {
                    (Some(y), Some(x)) => other[(y * width + x) * channels + channel],
                    _ => value,
                })
            });
        }
    }
}

/// The mean of two values by their shares; one without a share is not read.
fn mixed(
    [(first, share), (second, second_share)]: [Tap; 2],
    at: impl Fn(Option<usize>) -> f32,
) -> f32 {
    let value = share * at(first);
    if second_share == 0.0 {
        value
    } else {
        value + second_share * at(second)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fill, Interpolation, Line, Reading, affine, stretch};

    const BILINEAR: Interpolation = Interpolation::Bilinear;

    fn moved(values: &[f32], offset: f32, fill: Fill, interpolation: Interpolation) -> Vec<f32> {
        let mut row = values.to_vec();
        let shape = [1, values.len(), 1];
        let still = Line {
            scale: 1.0,
            offset: 0.0,
        };
        let reading = Reading {
            fill,
            interpolation,
        };
        let mut other = vec![f32::NAN; values.len()];
        stretch(
            &mut row,
            shape,
            still,
            Line { scale: 1.0, offset },
            reading,
            &mut other,
        );
        let mut again = values.to_vec();
        affine(
            &mut again,
            shape,
            [1.0, 0.0, offset, 0.0, 1.0, 0.0],
            reading,
            &mut other,
        );
        assert_eq!(row, again);
        row
    }

    #[test]
    fn borders_are_scipys() {
        let row = [1.0, 2.0, 3.0];
        for (fill, before, after) in [
            (Fill::Constant(9.0), [9.0, 9.0, 9.0], [9.0, 9.0, 9.0]),
            (Fill::Nearest, [1.0, 1.0, 1.0], [3.0, 3.0, 3.0]),
            (Fill::Reflect, [3.0, 2.0, 1.0], [3.0, 2.0, 1.0]),
            (Fill::Wrap, [1.0, 2.0, 3.0], [1.0, 2.0, 3.0]),
        ] {
            assert_eq!(moved(&row, -3.0, fill, BILINEAR), before, "{fill:?}");
            assert_eq!(moved(&row, 3.0, fill, BILINEAR), after, "{fill:?}");
            assert_eq!(moved(&row, 0.0, fill, BILINEAR), row);
        }
        assert_eq!(moved(&row, 9.0, Fill::Reflect, BILINEAR), [3.0, 2.0, 1.0]);
        assert_eq!(moved(&row, -600_000.0, Fill::Wrap, BILINEAR), row);
    }

    #[test]
    fn between_pixels_lies_their_mean_or_the_nearest() {
        let row = [0.0, 4.0, 8.0];
        assert_eq!(
            moved(&row, 0.25, Fill::Constant(0.0), BILINEAR),
            [1.0, 5.0, 6.0]
        );
        assert_eq!(
            moved(&row, -0.25, Fill::Constant(100.0), BILINEAR),
            [25.0, 3.0, 7.0]
        );
        let nearest = |offset| moved(&row, offset, Fill::Nearest, Interpolation::Nearest);
        assert_eq!(nearest(0.49), row);
        assert_eq!(nearest(0.5), [4.0, 8.0, 8.0]);
        assert_eq!(nearest(-0.5), [0.0, 4.0, 8.0]);
        assert_eq!(nearest(-0.51), [0.0, 0.0, 4.0]);
    }

    #[test]
    fn a_quarter_turn_moves_channels_together() {
        // 2 × 2 × 2; turned counter-clockwise: the right column becomes the top row.
        let mut image = [1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 4.0, -4.0];
        let reading = Reading {
            fill: Fill::Constant(0.0),
            interpolation: BILINEAR,
        };
        let mut other = [0.0; 8];
        affine(
            &mut image,
            [2, 2, 2],
            [0.0, -1.0, 1.0, 1.0, 0.0, 0.0],
            reading,
            &mut other,
        );
        assert_eq!(image, [2.0, -2.0, 4.0, -4.0, 1.0, -1.0, 3.0, -3.0]);
    }

    #[test]
    fn stretching_is_the_affine_map_without_turn() {
        let shape = [5, 4, 3];
        let image: Vec<f32> = (0..60).map(|i| (i * 37 % 101) as f32).collect();
        for fill in [
            Fill::Constant(7.0),
            Fill::Nearest,
            Fill::Reflect,
            Fill::Wrap,
        ] {
            for interpolation in [BILINEAR, Interpolation::Nearest] {
                let reading = Reading {
                    fill,
                    interpolation,
                };
                let (rows, columns) = (
                    Line {
                        scale: 1.3,
                        offset: -2.6,
                    },
                    Line {
                        scale: 0.7,
                        offset: 0.4,
                    },
                );
                let mut other = vec![f32::NAN; 60];
                let mut one = image.clone();
                stretch(&mut one, shape, rows, columns, reading, &mut other);
                let mut two = image.clone();
                let map = [
                    columns.scale,
                    0.0,
                    columns.offset,
                    0.0,
                    rows.scale,
                    rows.offset,
                ];
                affine(&mut two, shape, map, reading, &mut other);
                for (one, two) in one.iter().zip(&two) {
                    assert!(
                        (one - two).abs() < 1e-4,
                        "{fill:?} {interpolation:?}: {one} {two}"
                    );
                }
            }
        }
    }
}
