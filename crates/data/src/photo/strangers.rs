//! Images that are no garments, made of garments: what a model for photos learns to tell from them.
//!
//! Pieces in another order, halves that do not belong together, details, heaps, bent shapes, patterns. None shows what such a
//! model is tested with: digits, noise, blobs, textures, logos.

use super::draw::Draw;
use super::finish::stretched;
use super::plane::Plane;
use super::square::SIDE;

const LAST: f32 = (SIDE - 1) as f32;

/// Makes image number `image` of two images of 28 × 28 tones.
pub fn stranger(one: &[u8], other: &[u8], seed: u32, image: u64) -> Vec<u8> {
    let mut draw = Draw::new(seed ^ 0x7374_726e, image);
    let [one, other] = [one, other].map(plane);
    let mut made = match image % 8 {
        0 => pieces(&mut draw, &one, SIDE / 4),
        1 => pieces(&mut draw, &one, SIDE / 2),
        2 => halves(&mut draw, &one, &other),
        3 => detail(&mut draw, &one),
        4 => heap(&mut draw, &one, &other),
        5 => bent(&mut draw, &one),
        6 => pattern(&mut draw, &one),
        _ => rows(&mut draw, &one),
    };
    // Signs and drawings are flat, as cloth is not.
    if draw.chance(0.35) {
        let level = draw.between(20.0, 120.0);
        made.data
            .iter_mut()
            .for_each(|tone| *tone = if *tone > level { 255.0 } else { 0.0 });
    }
    stretched(&made.data, true)
}

fn plane(image: &[u8]) -> Plane {
    Plane {
        width: SIDE,
        height: SIDE,
        data: image.iter().map(|&tone| f32::from(tone)).collect(),
    }
}

/// Each pixel from the place that `from` says.
fn mapped(image: &Plane, mut from: impl FnMut(f32, f32) -> [f32; 2]) -> Plane {
    let mut result = Plane::filled(SIDE, SIDE, 0.0);
    for (i, tone) in result.data.iter_mut().enumerate() {
        let [x, y] = from((i % SIDE) as f32, (i / SIDE) as f32);
        *tone = image.between(x, y);
    }
    result
}

/// A quarter turn, `quarters` times.
fn turned(image: &Plane, quarters: usize) -> Plane {
    (0..quarters).fold(image.clone(), |image, _| {
        mapped(&image, |x, y| [y, LAST - x])
    })
}

/// Squares of `side` in another order, each turned if they are large.
fn pieces(draw: &mut Draw, image: &Plane, side: usize) -> Plane {
    let count = SIDE / side;
    let mut order: Vec<usize> = (0..count * count).collect();
    for i in (1..order.len()).rev() {
        order.swap(i, draw.below(i + 1));
    }
    let turns: Vec<usize> = order
        .iter()
        .map(|_| if count == 2 { draw.below(4) } else { 0 })
        .collect();
    let mut result = Plane::filled(SIDE, SIDE, 0.0);
    for (i, tone) in result.data.iter_mut().enumerate() {
        let (x, y) = (i % SIDE, i / SIDE);
        let place = y / side * count + x / side;
        let (mut u, mut v) = (x % side, y % side);
        for _ in 0..turns[place] {
            (u, v) = (v, side - 1 - u);
        }
        *tone = image.at(
            order[place] % count * side + u,
            order[place] / count * side + v,
        );
    }
    result
}

/// One half of an image, the other of another that is turned.
fn halves(draw: &mut Draw, one: &Plane, other: &Plane) -> Plane {
    let other = turned(other, 1 + draw.below(3));
    let cut = 10 + draw.below(9);
    let across = draw.chance(0.5);
    let mut result = one.clone();
    for (i, tone) in result.data.iter_mut().enumerate() {
        if (if across { i / SIDE } else { i % SIDE }) >= cut {
            *tone = other.data[i];
        }
    }
    result
}

/// A small part, enlarged.
fn detail(draw: &mut Draw, image: &Plane) -> Plane {
    let side = draw.between(7.0, 14.0);
    let (left, top) = (
        draw.between(4.0, 24.0 - side),
        draw.between(4.0, 24.0 - side),
    );
    mapped(image, |x, y| {
        [left + x * side / LAST, top + y * side / LAST]
    })
}

/// Another image, turned and small, laid over it.
fn heap(draw: &mut Draw, one: &Plane, other: &Plane) -> Plane {
    let other = turned(other, 1 + draw.below(3));
    let scale = draw.between(1.0, 1.8);
    let (left, top) = (draw.between(8.0, 19.0), draw.between(8.0, 19.0));
    let middle = LAST / 2.0;
    let mut result = mapped(&other, |x, y| {
        [(x - middle) * scale + left, (y - middle) * scale + top]
    });
    for (tone, other) in result.data.iter_mut().zip(&one.data) {
        *tone = tone.max(*other);
    }
    result
}

/// Bent by a field of random shifts.
fn bent(draw: &mut Draw, image: &Plane) -> Plane {
    let cells = 2 + draw.below(4);
    let strength = draw.between(4.0, 9.0);
    let mut field = || Plane {
        width: cells + 1,
        height: cells + 1,
        data: (0..(cells + 1) * (cells + 1))
            .map(|_| strength * draw.normal())
            .collect(),
    };
    let shifts = [field(), field()];
    let scale = cells as f32 / LAST;
    mapped(image, |x, y| {
        let [dx, dy] = [0, 1].map(|axis: usize| shifts[axis].between(x * scale, y * scale));
        [x + dx, y + dy]
    })
}

/// Several times, small.
fn pattern(draw: &mut Draw, image: &Plane) -> Plane {
    let times = (2 + draw.below(2)) as f32;
    let within = |at: f32| at * times - (at * times / SIDE as f32).floor() * SIDE as f32;
    mapped(image, |x, y| [within(x), within(y)])
}

/// Rows or columns shifted against each other.
fn rows(draw: &mut Draw, image: &Plane) -> Plane {
    let high = 2 + draw.below(4);
    let shifts: Vec<usize> = (0..SIDE.div_ceil(high)).map(|_| draw.below(SIDE)).collect();
    let across = draw.chance(0.5);
    let mut result = Plane::filled(SIDE, SIDE, 0.0);
    for (i, tone) in result.data.iter_mut().enumerate() {
        let (x, y) = if across {
            (i % SIDE, i / SIDE)
        } else {
            (i / SIDE, i % SIDE)
        };
        let from = (x + shifts[y / high]) % SIDE;
        *tone = if across {
            image.at(from, y)
        } else {
            image.at(y, from)
        };
    }
    result
}
