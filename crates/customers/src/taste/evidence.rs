//! What a customer bought, as the model needs it.

/// The purchases of one customer: a weight per kind of evidence, and the sums that give the effective number of purchases.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// Kinds (of [`Kinds`](super::Kinds)), each once, with the sum of the weights of its purchases. Keep them in one order:
    /// sums run in it, and other orders give other last digits.
    pub kinds: &'a [(u16, f64)],
    /// Σ w over the purchases.
    pub weight: f64,
    /// Σ w² over the purchases.
    pub squares: f64,
}

impl Evidence<'_> {
    /// Kish's factor Σ w / Σ w², by which weights are multiplied, so that they count purchases; 0 without evidence.
    pub(super) fn scale(&self) -> f64 {
        let scale = self.weight / self.squares;
        if self.kinds.is_empty() || !scale.is_finite() {
            0.0
        } else {
            scale
        }
    }

    /// The effective number of purchases, (Σ w)² / Σ w²: their count where all weigh the same, 1 where one outweighs all
    /// others.
    pub fn effective_number(&self) -> f64 {
        self.weight * self.scale()
    }
}
