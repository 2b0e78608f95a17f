//! The ring: pixels along the border of a photo, where the background shows.

use super::colour::Colours;

/// Pixels of the ring that are looked at, at most.
const MOST_SAMPLES: usize = 499;

/// A pixel of the ring.
#[derive(Clone, Copy)]
pub struct Sample {
    /// Column.
    pub x: usize,
    /// Row.
    pub y: usize,
    /// Red, green, blue.
    pub colour: [f32; 3],
    /// Weight that it has before anything is known: corners, which are least often covered, count three times.
    pub prior: f32,
}

/// Pixels along the border, in rows: a twenty-fifth of the shorter side wide.
pub fn ring(colours: &Colours) -> Vec<Sample> {
    let (width, height) = (colours[0].width, colours[0].height);
    let wide = (width.min(height) / 25).max(1);
    let mut places = Vec::new();
    for y in 0..height {
        let inside = if y.min(height - 1 - y) < wide {
            width..width
        } else {
            wide..(width - wide).max(wide)
        };
        places.extend((0..inside.start).chain(inside.end..width).map(|x| (x, y)));
    }
    let corner = [width / 6, height / 6];
    let sample = |(x, y): (usize, usize)| {
        let (dx, dy) = (x.min(width - 1 - x), y.min(height - 1 - y));
        Sample {
            x,
            y,
            colour: [0, 1, 2].map(|c| colours[c].at(x, y)),
            prior: if dx < corner[0] && dy < corner[1] {
                3.0
            } else {
                1.0
            },
        }
    };
    // Neighbours say the same: so many, evenly over the ring, are enough.
    let step = places.len().div_ceil(MOST_SAMPLES).max(1);
    places.into_iter().step_by(step).map(sample).collect()
}
