//! What a loss says of one image.

/// Loss of one image, and whether its largest output is the label's (ties: the first).
pub(crate) struct Outcome {
    pub(crate) loss: f32,
    pub(crate) correct: bool,
}
