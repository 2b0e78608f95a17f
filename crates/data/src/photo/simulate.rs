//! Photos, and what is trained on: an image of the data set, enlarged, mirrored, turned and bent, coloured, on a
//! background, lit, blurred, noisy.
//!
//! Only sums, products, quotients and square roots, so a seed gives the same bytes on each host.

use super::draw::Draw;
use super::photo::Photo;
use super::plane::Plane;
use super::square::SIDE;

/// Where a pixel of the photo lies in the image: x' = a x + b y + c, y' = d x + e y + f.
struct Pose([f32; 6]);

/// One image in five is not made a photo.
const AS_IT_IS: f32 = 0.2;

/// What a model for photos is trained on: an image of 28 × 28 tones as a photo of it is prepared, or, one in five, as it is; half
/// of all mirrored.
pub fn example(image: &[u8], seed: u32, number: u64) -> Vec<u8> {
    let mut draw = Draw::new(seed ^ 0x6578_616d, number);
    if !draw.chance(AS_IT_IS) {
        return super::prepare(&photo(image, seed, number), &super::Settings::default()).image;
    }
    if draw.chance(0.5) {
        return image.to_vec();
    }
    image
        .chunks_exact(SIDE)
        .flat_map(|row| row.iter().rev().copied())
        .collect()
}

/// Makes photo number `photo` of an image of 28 × 28 tones.
pub fn photo(image: &[u8], seed: u32, photo: u64) -> Photo {
    let mut draw = Draw::new(seed, photo);
    let (tones, cover, bounds) = garment(image);
    let [left, top, right, bottom] = bounds;
    let (box_width, box_height) = (right - left, bottom - top);
    let garment_side = draw.between(64.0, 150.0);
    let scale = garment_side / box_width.max(box_height);
    let mirrored = draw.chance(0.5);
    let turn = if draw.chance(0.6) {
        draw.normal().clamp(-2.6, 2.6) * 8.0
    } else {
        0.0
    };
    let bend = if draw.chance(0.4) {
        draw.normal() * 0.05
    } else {
        0.0
    };
    let aspect = if draw.chance(0.5) {
        1.0 + draw.normal().clamp(-2.0, 2.0) * 0.04
    } else {
        1.0
    };
    // Half the angle's tangent, near enough for small angles, gives an exact turn without trigonometry.
    let half = turn * (std::f32::consts::PI / 360.0);
    let (cosine, sine) = (
        (1.0 - half * half) / (1.0 + half * half),
        2.0 * half / (1.0 + half * half),
    );
    let reach = 1.0 + sine.abs() * 0.6;
    let fit = garment_side * reach;
    let width = (fit * draw.between(1.06, 1.7)) as usize;
    let height = (fit * draw.between(1.06, 1.7)) as usize;
    let room = |side: usize, length: f32| ((side as f32 - length * reach) / 2.0).max(0.0);
    let centre = [
        width as f32 / 2.0 + draw.between(-1.0, 1.0) * room(width, box_width * scale),
        height as f32 / 2.0 + draw.between(-1.0, 1.0) * room(height, box_height * scale),
    ];
    let direction = if mirrored { -1.0 } else { 1.0 };
    let (along, down) = (direction / (scale * aspect), aspect / scale);
    let pose = {
        let (a, b) = (cosine * along + bend * along, sine * along);
        let (d, e) = (-sine * down, cosine * down);
        let middle = [(left + right) / 2.0, (top + bottom) / 2.0];
        Pose([
            a,
            b,
            middle[0] - a * centre[0] - b * centre[1],
            d,
            e,
            middle[1] - d * centre[0] - e * centre[1],
        ])
    };
    let filter = draw.below(3);
    let mut light = Plane::filled(width, height, 0.0);
    let mut alpha = Plane::filled(width, height, 0.0);
    for y in 0..height {
        for x in 0..width {
            let (px, py) = (x as f32 + 0.5, y as f32 + 0.5);
            let [a, b, c, d, e, f] = pose.0;
            let (u, v) = (a * px + b * py + c - 0.5, d * px + e * py + f - 0.5);
            if u < -3.0 || v < -3.0 || u > 34.0 || v > 34.0 {
                continue;
            }
            let i = y * width + x;
            let (u, v) = (u + PAD as f32, v + PAD as f32);
            (light.data[i], alpha.data[i]) = match filter {
                0 => {
                    let at = |p: f32| (p + 0.5).clamp(0.0, (PADDED - 1) as f32) as usize;
                    (tones.at(at(u), at(v)), cover.at(at(u), at(v)))
                }
                1 => (tones.between(u, v), cover.between(u, v)),
                _ => (cubic(&tones, u, v), cubic(&cover, u, v).clamp(0.0, 1.0)),
            };
        }
    }
    if draw.chance(0.5) {
        // Edges of real photos are sharper than those of enlarged images.
        let steep = draw.between(1.0, 4.0);
        alpha
            .data
            .iter_mut()
            .for_each(|a| *a = ((*a - 0.5) * steep + 0.5).clamp(0.0, 1.0));
    }
    paint(&mut draw, light, alpha)
}

const PAD: usize = 4;
const PADDED: usize = SIDE + 2 * PAD;

/// Light (255 − tone) with the garment's own going on outside, cover, and the box, all with a margin.
fn garment(image: &[u8]) -> (Plane, Plane, [f32; 4]) {
    let tone = |x: usize, y: usize| {
        if x >= PAD && y >= PAD && x < PAD + SIDE && y < PAD + SIDE {
            image[(y - PAD) * SIDE + x - PAD]
        } else {
            0
        }
    };
    let mut mask = super::mask::Mask {
        width: PADDED,
        height: PADDED,
        data: (0..PADDED * PADDED)
            .map(|i| tone(i % PADDED, i / PADDED) > 6)
            .collect(),
    };
    mask.fill_holes(if mask.data.iter().filter(|&&is| is).count() > 250 {
        12
    } else {
        2
    });
    let mut bounds = [PADDED, PADDED, 0, 0];
    for (i, _) in mask.data.iter().enumerate().filter(|(_, is)| **is) {
        let (x, y) = (i % PADDED, i / PADDED);
        bounds = [
            bounds[0].min(x),
            bounds[1].min(y),
            bounds[2].max(x + 1),
            bounds[3].max(y + 1),
        ];
    }
    if bounds[2] == 0 {
        bounds = [PAD, PAD, PAD + SIDE, PAD + SIDE];
    }
    let mut light = Plane::filled(PADDED, PADDED, -1.0);
    for (i, value) in light.data.iter_mut().enumerate() {
        if mask.data[i] {
            *value = 255.0 - f32::from(tone(i % PADDED, i / PADDED));
        }
    }
    // Outside, the nearest garment's light, so that soft edges mix it and not white with the background.
    for _ in 0..3 {
        let before = light.clone();
        for y in 1..PADDED - 1 {
            for x in 1..PADDED - 1 {
                if before.at(x, y) < 0.0 {
                    let (mut sum, mut count) = (0.0, 0.0);
                    for (nx, ny) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)] {
                        if before.at(nx, ny) >= 0.0 {
                            sum += before.at(nx, ny);
                            count += 1.0;
                        }
                    }
                    if count > 0.0 {
                        light.data[y * PADDED + x] = sum / count;
                    }
                }
            }
        }
    }
    light
        .data
        .iter_mut()
        .for_each(|v| *v = if *v < 0.0 { 255.0 } else { *v });
    let cover = Plane {
        width: PADDED,
        height: PADDED,
        data: mask
            .data
            .iter()
            .map(|&is| if is { 1.0 } else { 0.0 })
            .collect(),
    };
    (light, cover, bounds.map(|at| at as f32 - PAD as f32))
}

/// Catmull and Rom's cubic.
fn cubic(plane: &Plane, x: f32, y: f32) -> f32 {
    let weights = |t: f32| {
        [
            ((-0.5 * t + 1.0) * t - 0.5) * t,
            (1.5 * t - 2.5) * t * t + 1.0,
            ((-1.5 * t + 2.0) * t + 0.5) * t,
            (0.5 * t - 0.5) * t * t,
        ]
    };
    let (x0, y0) = (x.floor(), y.floor());
    let (wx, wy) = (weights(x - x0), weights(y - y0));
    let clamp = |at: f32, side: usize| at.clamp(0.0, (side - 1) as f32) as usize;
    let mut sum = 0.0;
    for (j, wy) in wy.iter().enumerate() {
        let row = clamp(y0 + j as f32 - 1.0, plane.height) * plane.width;
        let mut line = 0.0;
        for (i, wx) in wx.iter().enumerate() {
            line += wx * plane.data[row + clamp(x0 + i as f32 - 1.0, plane.width)];
        }
        sum += wy * line;
    }
    sum
}

/// A colour with the luma 1, kept where no channel would leave the range much.
fn tint(draw: &mut Draw, strength: f32) -> [f32; 3] {
    let colour = [(); 3].map(|()| 1.0 + strength * draw.between(-1.0, 1.0));
    let luma = super::colour::luma(colour);
    colour.map(|c| c / luma)
}

fn paint(draw: &mut Draw, mut light: Plane, alpha: Plane) -> Photo {
    let (width, height) = (light.width, light.height);
    // Contrast about the middle of what photos show.
    if draw.chance(0.4) {
        let (contrast, lift) = (draw.between(0.6, 1.25), draw.between(-20.0, 20.0));
        light
            .data
            .iter_mut()
            .for_each(|v| *v = (*v - 160.0) * contrast + 160.0 + lift);
    }
    let colour = if draw.chance(0.7) {
        tint(draw, 0.7)
    } else {
        [1.0; 3]
    };
    let ground = ground(draw, width, height);
    let shade = shadow(draw, &alpha);
    let noise = if draw.chance(0.6) {
        draw.between(0.0, 6.0)
    } else {
        0.0
    };
    let blur = [0, 0, 0, 2, 2, 4][draw.below(6)];
    let mut planes = [0, 1, 2].map(|c| {
        let mut plane = Plane::filled(width, height, 0.0);
        for (i, value) in plane.data.iter_mut().enumerate() {
            let a = alpha.data[i];
            let garment = (light.data[i] * colour[c]).clamp(0.0, 255.0);
            let behind = ground[c].data[i] * shade.data[i];
            *value = behind + a * (garment - behind);
        }
        if blur > 0 {
            plane.smoothed(blur)
        } else {
            plane
        }
    });
    if noise > 0.0 {
        for i in 0..width * height {
            let grey = draw.normal() * noise;
            for plane in &mut planes {
                plane.data[i] += grey;
            }
        }
    }
    let mut bytes = Vec::with_capacity(width * height * 3);
    for i in 0..width * height {
        for plane in &planes {
            bytes.push((plane.data[i] + 0.5).clamp(0.0, 255.0) as u8);
        }
    }
    Photo {
        width,
        height,
        bytes,
        alpha: None,
        orientation: 1,
    }
}

/// One tone, a gradient, or a texture.
fn ground(draw: &mut Draw, width: usize, height: usize) -> [Plane; 3] {
    let kind = draw.unit();
    let tone = if draw.chance(0.55) {
        draw.between(238.0, 256.0)
    } else {
        draw.between(90.0, 245.0)
    };
    let strength = if draw.chance(0.5) {
        0.0
    } else {
        draw.between(0.0, 0.3)
    };
    let colour = tint(draw, strength);
    let mut shape = Plane::filled(width, height, 0.0);
    if kind > 0.6 {
        let (dx, dy) = (draw.between(-1.0, 1.0), draw.between(-1.0, 1.0));
        let round = draw.between(-1.0, 1.0);
        let depth = draw.between(10.0, 60.0);
        for y in 0..height {
            for x in 0..width {
                let (u, v) = (
                    x as f32 / width as f32 - 0.5,
                    y as f32 / height as f32 - 0.5,
                );
                shape.data[y * width + x] +=
                    depth * (dx * u + dy * v + 2.0 * round * (u * u + v * v));
            }
        }
    }
    if kind > 0.78 {
        let strength = draw.between(5.0, 40.0);
        let texture = texture(draw, width, height);
        for (value, texture) in shape.data.iter_mut().zip(&texture.data) {
            *value += strength * texture;
        }
    }
    let tone = if kind > 0.6 { tone - 40.0 } else { tone };
    [0, 1, 2].map(|c| Plane {
        width,
        height,
        data: shape
            .data
            .iter()
            .map(|v| ((tone + v) * colour[c]).clamp(0.0, 255.0))
            .collect(),
    })
}

/// Noise of several sizes, stretched along one side at times, or stripes and checks bent by it; deviation about 1.
fn texture(draw: &mut Draw, width: usize, height: usize) -> Plane {
    let mut sum = Plane::filled(width, height, 0.0);
    let cell = draw.between(1.5, 40.0);
    let stretch = if draw.chance(0.35) {
        draw.between(3.0, 14.0)
    } else {
        1.0
    };
    for octave in 0..3 {
        let fine = cell / (1 << octave) as f32;
        if fine < 1.0 {
            break;
        }
        let size = [fine * stretch, fine];
        let (columns, rows) = (
            (width as f32 / size[0]) as usize + 2,
            (height as f32 / size[1]) as usize + 2,
        );
        let lattice = Plane {
            width: columns,
            height: rows,
            data: (0..columns * rows).map(|_| draw.normal()).collect(),
        };
        let part = [1.0, 0.5, 0.3][octave];
        for y in 0..height {
            for x in 0..width {
                sum.data[y * width + x] +=
                    part * lattice.between(x as f32 / size[0], y as f32 / size[1]);
            }
        }
    }
    if draw.chance(0.4) {
        let period = draw.between(3.0, 24.0);
        let checks = draw.chance(0.5);
        let part = draw.between(0.6, 1.2);
        let edge = |at: f32| {
            let phase = at / period - (at / period).floor();
            if phase < 0.5 {
                4.0 * phase - 1.0
            } else {
                3.0 - 4.0 * phase
            }
        };
        for y in 0..height {
            for x in 0..width {
                let bent = sum.data[y * width + x];
                let mut wave = edge(x as f32 + bent);
                if checks {
                    wave += edge(y as f32 + bent);
                }
                sum.data[y * width + x] += part * wave;
            }
        }
    }
    let count = (width * height) as f32;
    let mean = sum.data.iter().sum::<f32>() / count;
    let variance = sum
        .data
        .iter()
        .map(|v| (v - mean) * (v - mean))
        .sum::<f32>()
        / count;
    let scale = 1.0 / variance.sqrt().max(1e-3);
    sum.data.iter_mut().for_each(|v| *v = (*v - mean) * scale);
    sum
}

/// What is left of the light, pixel by pixel.
fn shadow(draw: &mut Draw, alpha: &Plane) -> Plane {
    let (width, height) = (alpha.width, alpha.height);
    let mut shade = Plane::filled(width, height, 1.0);
    if draw.chance(0.6) {
        return shade;
    }
    let depth = draw.between(0.08, 0.4);
    let order = 2 * (1 + draw.below(24));
    let soft = alpha.smoothed(order);
    let side = width.max(height) as f32;
    let (dx, dy) = (
        draw.between(-0.05, 0.05) * side,
        draw.between(-0.02, 0.06) * side,
    );
    for y in 0..height {
        for x in 0..width {
            shade.data[y * width + x] -= depth * soft.between(x as f32 - dx, y as f32 - dy);
        }
    }
    shade
}
