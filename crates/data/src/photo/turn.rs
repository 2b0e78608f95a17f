//! A photo turned about its middle: for garments that do not hang straight.

use super::photo::Photo;
use std::f64::consts::FRAC_PI_2;

/// Turns a photo clockwise; the corners that come in have the colour `fill`. The new photo holds all of the old.
pub fn turned(photo: &Photo, degrees: f64, fill: [f32; 3]) -> Photo {
    let [sine, cosine] = sine_and_cosine(degrees);
    let (width, height) = (photo.width as f64, photo.height as f64);
    let size = |along: f64, across: f64| {
        (along * cosine.abs() + across * sine.abs()).ceil().max(1.0) as usize
    };
    let (new_width, new_height) = (size(width, height), size(height, width));
    let fill = fill.map(|tone| (tone + 0.5).clamp(0.0, 255.0) as u8);
    let mut bytes = Vec::with_capacity(new_width * new_height * 3);
    let mut alpha = photo
        .alpha
        .as_ref()
        .map(|_| Vec::with_capacity(new_width * new_height));
    for y in 0..new_height {
        for x in 0..new_width {
            let (dx, dy) = (
                x as f64 + 0.5 - new_width as f64 / 2.0,
                y as f64 + 0.5 - new_height as f64 / 2.0,
            );
            let from_x = (cosine * dx + sine * dy + width / 2.0) - 0.5;
            let from_y = (cosine * dy - sine * dx + height / 2.0) - 0.5;
            let outside =
                from_x < -0.5 || from_y < -0.5 || from_x > width - 0.5 || from_y > height - 0.5;
            if outside {
                bytes.extend(fill);
            } else {
                let tone = |c: usize| between(photo, from_x, from_y, |i| photo.bytes[3 * i + c]);
                bytes.extend([tone(0), tone(1), tone(2)]);
            }
            if let (Some(alpha), Some(from)) = (&mut alpha, &photo.alpha) {
                alpha.push(if outside {
                    0
                } else {
                    between(photo, from_x, from_y, |i| from[i])
                });
            }
        }
    }
    Photo {
        width: new_width,
        height: new_height,
        bytes,
        alpha,
        ..*photo
    }
}

/// Bilinear.
fn between(photo: &Photo, x: f64, y: f64, tone: impl Fn(usize) -> u8) -> u8 {
    let x = x.clamp(0.0, (photo.width - 1) as f64);
    let y = y.clamp(0.0, (photo.height - 1) as f64);
    let (x0, y0) = (x as usize, y as usize);
    let (x1, y1) = (
        (x0 + 1).min(photo.width - 1),
        (y0 + 1).min(photo.height - 1),
    );
    let (fx, fy) = (x - x0 as f64, y - y0 as f64);
    let at = |x: usize, y: usize| f64::from(tone(y * photo.width + x));
    let above = at(x0, y0) + (at(x1, y0) - at(x0, y0)) * fx;
    let below = at(x0, y1) + (at(x1, y1) - at(x0, y1)) * fx;
    (above + (below - above) * fy + 0.5) as u8
}

/// Sine and cosine of an angle in degrees, the same bits on each host: Taylor's series up to 45°, quarter turns by exchange.
pub fn sine_and_cosine(degrees: f64) -> [f64; 2] {
    let quarters = (degrees / 90.0).round();
    // Of an angle so large that its quarters are rounded, the rest may be anything.
    let part = ((degrees - 90.0 * quarters) / 90.0).clamp(-0.5, 0.5);
    let x = part * FRAC_PI_2;
    let square = x * x;
    let series = |first: f64, from: i32| {
        let (mut term, mut sum) = (first, first);
        for n in 1..12 {
            let k = f64::from(2 * n + from);
            term *= -square / (k * (k - 1.0));
            sum += term;
        }
        sum
    };
    let (sine, cosine) = (series(x, 1), series(1.0, 0));
    match quarters.rem_euclid(4.0) as i32 {
        0 => [sine, cosine],
        1 => [cosine, -sine],
        2 => [-sine, -cosine],
        _ => [-cosine, sine],
    }
}
