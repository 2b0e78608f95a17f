#!/usr/bin/env bash
# Runs: jpeg-decoder 0.3.2 (Rust) on one JPEG made by jpeg-encoder 0.7.1, built twice for this processor: as it comes, and with
# its feature platform_independent; whole, and at half the size by scale().
#
# Guess: one version of one decoder gives the same pixels everywhere, as integer arithmetic lets it.
# What happens: the instructions of a processor bring an arithmetic of their own. On x86-64 (SSSE3) 3.1 % of the bytes of a
# photo-like picture differ from those of the portable code, by up to 3; in grey 2.4 %, by 1. At half the size, where blocks
# are transformed by the same code, 0.2 % still do, by the conversion of colours; in grey none. So the pixels depend on the
# processor that the program was built for, and on the machine that it runs on.
#
# Meaning: who wants the same image from the same file on each host must build all with platform_independent, or decode to
# fewer pixels and take luma and colours as they are (ColorTransform::RGB) to convert them himself.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "pixels"
version = "0.1.0"
edition = "2021"
[dependencies]
jpeg-decoder = { version = "=0.3.2", default-features = false }
jpeg-encoder = "=0.7.1"
[features]
portable = ["jpeg-decoder/platform_independent"]
TOML
cat >src/main.rs <<'RS'
use jpeg_decoder::Decoder;
use jpeg_encoder::{ColorType, Encoder};

/// Slopes of three colours with a grain, 512 pixels a side.
fn photo(colour: ColorType, channels: u32) -> Vec<u8> {
    let mut state = 1u32;
    let mut pixels = Vec::new();
    for y in 0..512u32 {
        for x in 0..512u32 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grain = (state >> 28) as i32 - 8;
            for c in 0..channels {
                let slope = 40 + (x * (c + 1) + y * (3 - c)) as i32 * 170 / 2048;
                pixels.push((slope + grain).clamp(0, 255) as u8);
            }
        }
    }
    let mut file = Vec::new();
    Encoder::new(&mut file, 85).encode(&pixels, 512, 512, colour).unwrap();
    file
}

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    for (kind, file) in [("colours", photo(ColorType::Rgb, 3)), ("grey", photo(ColorType::Luma, 1))] {
        for side in [512, 256] {
            let mut decoder = Decoder::new(&file[..]);
            decoder.scale(side, side).unwrap();
            std::fs::write(format!("{folder}/{kind}-{side}"), decoder.decode().unwrap()).unwrap();
        }
    }
}
RS
mkdir as-it-comes portable
cargo run --quiet --release -- as-it-comes
cargo run --quiet --release --features portable -- portable

echo "$(rustc --version), $(uname -m), jpeg-decoder 0.3.2"
node - <<'JS'
const { readFileSync } = require("node:fs");
const seen = {};
for (const name of ["colours-512", "colours-256", "grey-512", "grey-256"]) {
  const [one, other] = ["as-it-comes", "portable"].map((folder) => readFileSync(`${folder}/${name}`));
  const differences = [...one].map((byte, i) => Math.abs(byte - other[i]));
  const share = differences.filter((difference) => difference > 0).length / one.length;
  seen[name] = `${(100 * share).toFixed(1)} % differ, by at most ${differences.reduce((most, one) => Math.max(most, one))}`;
  console.log(`${name}: ${seen[name]}`);
}
const expected = {
  "colours-512": "3.1 % differ, by at most 3",
  "colours-256": "0.2 % differ, by at most 1",
  "grey-512": "2.4 % differ, by at most 1",
  "grey-256": "0.0 % differ, by at most 0",
};
if (process.arch === "x64" && JSON.stringify(seen) !== JSON.stringify(expected)) {
  console.error("the behaviour has changed");
  process.exit(1);
}
JS
