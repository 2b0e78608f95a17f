//! Naive twins of what works on planes and masks: pixel by pixel, by the definition, in double precision.

use fashion_data::photo::mask::Mask;
use fashion_data::photo::plane::Plane;

/// The pixel at a place; outside, the nearest of the edge.
pub fn clamped(plane: &Plane, x: isize, y: isize) -> f64 {
    let x = x.clamp(0, plane.width as isize - 1) as usize;
    let y = y.clamp(0, plane.height as isize - 1) as usize;
    f64::from(plane.data[y * plane.width + x])
}

/// Shifts from −radius to radius in x and y.
pub fn window(radius: usize) -> impl Iterator<Item = (isize, isize)> {
    let radius = radius as isize;
    (-radius..=radius).flat_map(move |dy| (-radius..=radius).map(move |dx| (dx, dy)))
}

/// Whether a mask holds at a place; None outside.
pub fn inside(mask: &Mask, x: isize, y: isize) -> Option<bool> {
    let within = (0..mask.width as isize).contains(&x) && (0..mask.height as isize).contains(&y);
    within.then(|| mask.data[y as usize * mask.width + x as usize])
}

/// A mask made anew pixel by pixel.
pub fn made(mask: &Mask, is: impl Fn(isize, isize) -> bool) -> Mask {
    let width = mask.width as isize;
    Mask {
        data: (0..mask.data.len() as isize)
            .map(|i| is(i % width, i / width))
            .collect(),
        ..*mask
    }
}

/// True where any pixel of the square around is.
pub fn dilated(mask: &Mask, radius: usize) -> Mask {
    made(mask, |x, y| {
        window(radius).any(|(dx, dy)| inside(mask, x + dx, y + dy) == Some(true))
    })
}

/// True where all pixels of the square around are; those outside of the mask do not count.
pub fn eroded(mask: &Mask, radius: usize) -> Mask {
    made(mask, |x, y| {
        window(radius).all(|(dx, dy)| inside(mask, x + dx, y + dy) != Some(false))
    })
}

/// For each pixel that is `value` the number of its connected part, counted from the first; None for the others.
///
/// Every pixel has a number of its own at first and takes its neighbours' as long as they are lower.
pub fn labels(mask: &Mask, value: bool) -> Vec<Option<usize>> {
    let mut labels: Vec<Option<usize>> = mask
        .data
        .iter()
        .enumerate()
        .map(|(i, &is)| (is == value).then_some(i))
        .collect();
    let width = mask.width;
    loop {
        let before = labels.clone();
        for i in 0..labels.len() {
            let Some(own) = labels[i] else { continue };
            let beside = [
                (i % width > 0).then(|| i - 1),
                (i % width + 1 < width).then(|| i + 1),
                i.checked_sub(width),
                Some(i + width).filter(|&j| j < labels.len()),
            ];
            let lowest = beside.into_iter().flatten().filter_map(|j| labels[j]).min();
            labels[i] = Some(lowest.map_or(own, |other| own.min(other)));
        }
        if labels == before {
            break;
        }
    }
    let mut firsts: Vec<usize> = labels.iter().flatten().copied().collect();
    firsts.sort_unstable();
    firsts.dedup();
    let number = |first: usize| firsts.binary_search(&first).expect("one of them");
    labels.into_iter().map(|label| label.map(number)).collect()
}
