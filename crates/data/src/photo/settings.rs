//! What of a preparation is said by the caller instead of being found out.

/// How the garment's tones lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tones {
    /// Found out: a picture without colours on a black ground is a negative.
    Auto,
    /// As the eye sees it: white cloth is light.
    Positive,
    /// As the data set has it: white cloth is dark, the ground black.
    Negative,
}

/// What lies behind the garment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One tone.
    Plain,
    /// Tones that change slowly.
    Gradient,
    /// A pattern, a structure, or things.
    Textured,
}

/// Options of [`super::prepare`]; the default finds everything out.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Polarity.
    pub tones: Tones,
    /// Background; None: found out.
    pub background: Option<Kind>,
    /// Left, top, right, bottom of the garment in pixels of the upright photo; None: found out.
    pub bounds: Option<[f64; 4]>,
    /// Degrees by which the photo is turned clockwise before.
    pub turn: f64,
    /// How much is sharpened.
    pub sharpening: f32,
    /// Whether tones are stretched to 255.
    pub stretch: bool,
    /// Whether pictures of the steps are kept.
    pub steps: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            tones: Tones::Auto,
            background: None,
            bounds: None,
            turn: 0.0,
            sharpening: 0.66,
            stretch: true,
            steps: false,
        }
    }
}
