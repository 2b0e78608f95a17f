//! Pictures of the steps, for pages and for teaching: kept only where they are asked for.

use super::colour::Colours;
use super::mask::Mask;
use super::plane::Plane;
use super::square::SIDE;

/// Names of all steps, in their order.
pub const NAMES: [&str; 8] = [
    "photo",
    "background",
    "difference",
    "mask",
    "garment",
    "reduced",
    "sharpened",
    "prepared",
];

/// A step as a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What the step is called.
    pub name: &'static str,
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// 1 (grey) or 3 (red, green, blue).
    pub channels: usize,
    /// `height × width × channels` bytes.
    pub bytes: Vec<u8>,
}

/// Steps in their order; or none, where they are not kept.
#[derive(Debug, Clone)]
pub struct Steps(Option<Vec<Step>>);

impl Steps {
    /// No steps yet.
    pub fn new(kept: bool) -> Self {
        Self(kept.then(Vec::new))
    }

    /// All that were kept.
    pub fn all(&self) -> &[Step] {
        self.0.as_deref().unwrap_or_default()
    }

    fn keep(&mut self, step: impl FnOnce() -> Step) {
        if let Some(steps) = &mut self.0 {
            steps.push(step());
        }
    }

    pub(super) fn colours(&mut self, name: &'static str, colours: &Colours) {
        self.keep(|| coloured(name, &colours[0], |i| [0, 1, 2].map(|c| colours[c].data[i])));
    }

    /// White where the difference is four times the threshold or more.
    pub(super) fn difference(&mut self, name: &'static str, map: &Plane, threshold: f32) {
        self.keep(|| grey(name, map, |i| (map.data[i] / threshold).sqrt() * 127.5));
    }

    pub(super) fn mask(&mut self, name: &'static str, mask: &Mask) {
        let like = Plane {
            width: mask.width,
            height: mask.height,
            data: Vec::new(),
        };
        self.keep(|| grey(name, &like, |i| if mask.data[i] { 255.0 } else { 0.0 }));
    }

    /// The garment on white.
    pub(super) fn garment(&mut self, name: &'static str, colours: &Colours, cover: &Plane) {
        self.keep(|| {
            coloured(name, cover, |i| {
                [0, 1, 2].map(|c| 255.0 + (colours[c].data[i] - 255.0) * cover.data[i])
            })
        });
    }

    pub(super) fn tones(&mut self, name: &'static str, image: &[f32]) {
        let like = Plane {
            width: SIDE,
            height: SIDE,
            data: Vec::new(),
        };
        self.keep(|| grey(name, &like, |i| image[i]));
    }

    pub(super) fn bytes(&mut self, name: &'static str, image: &[u8]) {
        self.keep(|| Step {
            name,
            width: SIDE,
            height: SIDE,
            channels: 1,
            bytes: image.to_vec(),
        });
    }
}

fn byte(tone: f32) -> u8 {
    (tone + 0.5).clamp(0.0, 255.0) as u8
}

fn grey(name: &'static str, like: &Plane, tone: impl Fn(usize) -> f32) -> Step {
    Step {
        name,
        width: like.width,
        height: like.height,
        channels: 1,
        bytes: (0..like.width * like.height)
            .map(|i| byte(tone(i)))
            .collect(),
    }
}

fn coloured(name: &'static str, like: &Plane, colour: impl Fn(usize) -> [f32; 3]) -> Step {
    Step {
        name,
        width: like.width,
        height: like.height,
        channels: 3,
        bytes: (0..like.width * like.height)
            .flat_map(|i| colour(i).map(byte))
            .collect(),
    }
}
