#!/usr/bin/env bash
# Runs: the Rust crates image 0.25.10 and image-webp 0.2.4, with an allocator that counts, on two good WebP files: a blank
# one of 1024 × 1024 that image itself writes, and one of 80 × 80 pixels in which each block of 4 × 4 has a table of
# codes of its own (15,146 bytes; libwebp reads it to the same pixels).
#
# Guess: with Limits::max_alloc at the size of the decoded pixels, decoding takes about as much beside them, or fails.
# What happens: max_alloc is compared with the size of the pixels and given to the decoder, which heeds it for nothing.
# The blank file of 492 bytes takes 7.0 MiB where 3 MiB are allowed. The small one takes 26.8 MiB where 19 KiB are, 4,400
# bytes for each of its pixels, in the tables of codes. image-webp's own set_memory_limit is for metadata alone, as a TODO
# in it says.
#
# Meaning: memory is bounded by neither crate's limits. Check the sides before decoding, and bound the process or its
# allocator. Headers may declare 16,384 × 16,384 pixels.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "limits"
version = "0.0.0"
edition = "2021"
[dependencies]
image = { version = "=0.25.10", default-features = false, features = ["webp"] }
image-webp = "=0.2.4"
TOML
cat >src/main.rs <<'RS'
use image::{codecs::webp::WebPEncoder, ExtendedColorType, ImageFormat, ImageReader, Limits};
use std::alloc::{GlobalAlloc, Layout, System};
use std::io::Cursor;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

struct Counting;
static USED: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        MOST.fetch_max(USED.fetch_add(layout.size(), Relaxed) + layout.size(), Relaxed);
        System.alloc(layout)
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Relaxed);
        System.dealloc(block, layout)
    }
}
#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Bits of a lossless WebP, by its specification.
struct Bits(Vec<bool>);
impl Bits {
    fn put(&mut self, value: u32, length: u32) {
        self.0.extend((0..length).map(|i| value >> i & 1 == 1));
    }
    fn code(&mut self, value: u32, length: u32) {
        self.0.extend((0..length).rev().map(|i| value >> i & 1 == 1));
    }
    /// A code of one symbol.
    fn one(&mut self, symbol: u32) {
        self.put(0b101, 3);
        self.put(symbol, 8);
    }
    /// A code of `count` symbols of `length` bits each.
    fn even(&mut self, length: u32, count: u32) {
        let order = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11];
        let used = order.iter().position(|&l| l == length).unwrap() as u32 + 1;
        self.put(0, 1);
        self.put(used - 4, 4);
        (0..used).for_each(|i| self.put(u32::from(i + 1 == used), 3));
        self.put(1, 1);
        self.put(5, 3);
        self.put(count - 2, 12);
    }
}

fn tables(side: u32) -> Vec<u8> {
    let mut bits = Bits(Vec::new());
    for (value, length) in [(0x2f, 8), (4 * side - 1, 14), (4 * side - 1, 14), (0, 4), (0, 1), (1, 1), (11, 4), (1, 1), (0, 3), (0, 1)] {
        bits.put(value, length);
    }
    bits.even(8, 256);
    bits.even(8, 256);
    (0..3).for_each(|_| bits.one(0));
    for group in 0..side * side {
        bits.code(group & 255, 8);
        bits.code(group >> 8, 8);
    }
    for _ in 0..side * side {
        bits.even(11, 2048);
        [0, 0, 255, 0].into_iter().for_each(|symbol| bits.one(symbol));
    }
    (0..16 * side * side).for_each(|i| bits.code(i * 7 & 255, 11));
    let mut data: Vec<u8> = bits.0.chunks(8).map(|b| b.iter().rev().fold(0, |byte, &bit| byte << 1 | u8::from(bit))).collect();
    let length = data.len() as u32;
    if length % 2 == 1 {
        data.push(0);
    }
    let whole = data.len() as u32 + 12;
    [b"RIFF", &whole.to_le_bytes()[..], b"WEBPVP8L", &length.to_le_bytes(), &data].concat()
}

/// Bytes taken at the most while a file is decoded under a limit of exactly its pixels.
fn taken(file: &[u8], pixels: u64) -> usize {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(pixels);
    let mut reader = ImageReader::with_format(Cursor::new(file), ImageFormat::WebP);
    reader.limits(limits);
    let before = USED.load(Relaxed);
    MOST.store(before, Relaxed);
    let image = reader.decode().expect("a good file, within the limit");
    assert_eq!(image.as_bytes().len() as u64, pixels);
    MOST.load(Relaxed) - before
}

fn main() {
    let mut blank = Vec::new();
    WebPEncoder::new_lossless(&mut blank).encode(&vec![9; 3 << 20], 1024, 1024, ExtendedColorType::Rgb8).unwrap();
    let small = tables(20);
    let mut as_expected = true;
    for (name, file, pixels, least, most) in [("blank", &blank, 3 << 20, 6 << 20, 9 << 20), ("tables", &small, 3 * 6400, 16 << 20, 40 << 20)] {
        let bytes = taken(file, pixels);
        as_expected &= (least..most).contains(&bytes);
        println!("  {name:7} file {:6} bytes, limit {pixels:8}, taken {bytes:9}", file.len());
    }
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(&small)).unwrap();
    decoder.set_memory_limit(1000);
    let mut pixels = vec![0; 3 * 6400];
    let before = USED.load(Relaxed);
    MOST.store(before, Relaxed);
    decoder.read_image(&mut pixels).expect("a good file");
    let bytes = MOST.load(Relaxed) - before;
    println!("  set_memory_limit(1000), taken {bytes}");
    std::process::exit(i32::from(!(as_expected && bytes > 16 << 20)));
}
RS
cargo run --release --quiet
echo "as expected"
