//! SHA-256 of a model's weights: the number by which runs are told equal.
//!
//! Over every weight in spec order: its name and shape in UTF-8 (`conv2d.kernel[3,3,1,32]`), then its floats,
//! little-endian.

use crate::training::Session;
use sha2::{Digest, Sha256};
use std::fmt::Write;

impl Session {
    /// The fingerprint in hexadecimal.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn weights_sha256(&self) -> String {
        let mut hash = Sha256::new();
        for weight in self.plan.weights() {
            let shape: Vec<String> = weight.shape.iter().map(usize::to_string).collect();
            hash.update(format!("{}[{}]", weight.name, shape.join(",")));
            for value in &self.weights[weight.range.clone()] {
                hash.update(value.to_le_bytes());
            }
        }
        hash.finalize().iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}
