//! Along one side of a photo: which pixels each cell of a coarser grid covers, for a reduction by area.

/// For each of `to` cells along the part of a side that begins at `start` and is `length` long: the first pixel and the
/// weights of those that it covers. Pixels outside of the side count as nothing, so weights may make less than 1.
pub fn span_cells(start: f64, length: f64, side: usize, to: usize) -> Vec<(usize, Vec<f32>)> {
    let size = length / to as f64;
    (0..to)
        .map(|cell| {
            let begin = start + cell as f64 * size;
            let end = begin + size;
            let first = begin.floor().max(0.0).min(side as f64) as usize;
            let last = end.ceil().max(0.0).min(side as f64) as usize;
            let weights = (first..last)
                .map(|pixel| {
                    let covered = (end.min((pixel + 1) as f64) - begin.max(pixel as f64)).max(0.0);
                    (covered / size) as f32
                })
                .collect();
            (first, weights)
        })
        .collect()
}
