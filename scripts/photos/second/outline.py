"""From 28×28 to a garment: where it is (coverage, with its holes) and how bright it is, apart from its outline."""

import numpy as np

from fields import blur_small

PAD = 4  # a margin of background, so that outlines at the image's border close and a hanger's hook has room
SIDE = 28 + 2 * PAD
LONG_SLEEVED = {2, 3, 4, 6}  # pullover, dress, coat, shirt: arms hang beside the body with a gap
SOLED = {7, 9}  # sneaker, ankle boot: a white sole on white leaves a gap between shoe and tread


def neighbours(field: np.ndarray) -> np.ndarray:
    """The 3×3 neighbourhood of each place, as shape [9, height, width]."""
    height, width = field.shape
    padded = np.pad(field, 1)
    return np.stack([padded[y : y + height, x : x + width] for y in range(3) for x in range(3)])


def spread(start: np.ndarray, within: np.ndarray, diagonal: bool) -> np.ndarray:
    """All places of `within` reached from `start` by steps."""
    steps = range(9) if diagonal else (1, 3, 4, 5, 7)
    reached = start & within
    while True:
        grown = neighbours(reached)[list(steps)].any(axis=0) & within
        if (grown == reached).all():
            return reached
        reached = grown


def components(mask: np.ndarray, diagonal: bool) -> list[np.ndarray]:
    """The connected parts of a mask, in order of their first place."""
    parts, left = [], mask.copy()
    while left.any():
        start = np.zeros_like(mask)
        start[np.unravel_index(left.argmax(), mask.shape)] = True
        part = spread(start, left, diagonal)
        parts.append(part)
        left &= ~part
    return parts


def shows_backdrop(hole: np.ndarray, mask: np.ndarray, label: int) -> bool:
    """Whether an enclosed gap is open: between straps, under a handle, between sleeve and body, between legs.

    Every other gap is a white part of the garment, a print or a sole.
    """
    rows, columns = np.flatnonzero(hole.any(axis=1)), np.flatnonzero(hole.any(axis=0))
    high, wide = np.ptp(rows) + 1, np.ptp(columns) + 1
    body_rows, body_columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if label == 5:
        return hole.sum() >= 3
    if label == 8:
        return hole.sum() >= 3 and rows.mean() < body_rows.mean()
    slit = high >= 3 and high >= 2 * wide
    aside = abs(columns.mean() - body_columns.mean()) > 0.17 * (np.ptp(body_columns) + 1)
    if label in LONG_SLEEVED:
        return slit and aside
    return label == 1 and slit and rows.mean() > body_rows.mean() - 0.2 * np.ptp(body_rows) and not aside


def with_sole(mask: np.ndarray) -> np.ndarray:
    """The mask with its white sole: gaps of up to 4 places down a column, in the lower half of the shoe."""
    rows = np.flatnonzero(mask.any(axis=1))
    if rows.size == 0:
        return mask
    filled = mask.copy()
    for column in np.flatnonzero(mask.any(axis=0)):
        here = np.flatnonzero(mask[:, column])
        for above, below in zip(here, here[1:]):
            if 1 < below - above <= 5 and above > rows.mean():
                filled[above:below, column] = True
    return filled


def garment_mask(value: np.ndarray, label: int) -> np.ndarray:
    """Places that are garment: above 0, without faint specks beside it, with white patches inside it."""
    covered = value > 0
    # Beside a dark garment the faintest values are what is left of its outline, not cloth.
    mask = value > 14 if covered.any() and np.median(value[covered]) > 80 else covered
    parts = components(mask, diagonal=True)
    largest = max((part.sum() for part in parts), default=0)
    for part in parts:
        if part.sum() < max(3, 0.04 * largest) and value[part].max() < 60:
            mask = mask & ~part
    outside = np.zeros_like(mask)
    outside[0, 0] = True
    outside = spread(outside, ~mask, diagonal=False)
    if label in SOLED:
        mask = with_sole(mask)
    body = mask
    for hole in components(~mask & ~outside, diagonal=False):
        if not shows_backdrop(hole, body, label):
            mask = mask | hole
    return mask


def smooth(coverage: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Coverage whose outline runs without bumps; what is one or two places thin (straps, handles) is smoothed less."""
    core = neighbours(neighbours(mask).all(axis=0)).any(axis=0)
    thin = np.clip(1.6 * blur_small((mask & ~core).astype(np.float32), 0.8), 0, 1)
    thin = np.where(blur_small(core.astype(np.float32), 1.0) > 0.3, 0.4 * thin, thin)
    coarse, fine = blur_small(coverage, 0.85), 1.1 * blur_small(coverage, 0.5)
    return coarse + thin * (fine - coarse)


def separate(image: np.ndarray, label: int) -> tuple[np.ndarray, np.ndarray]:
    """Coverage (0 to 1) and brightness (0 to 255) of shape [36, 36].

    A place at the outline is partly garment: its value, against the values beside it, says how much. Its brightness is
    therefore taken mostly from inside the garment, and continued outwards so that no white seam appears on another
    backdrop; where all is outline, as in a strap, it is the places' own.
    """
    value = np.pad(image.astype(np.float32), PAD)
    mask = garment_mask(value, label)
    value = np.where(mask, value, 0)
    inner = neighbours(mask).all(axis=0)
    highest = neighbours(value).max(axis=0)
    part = np.clip(value / np.clip(0.5 * highest, 10, 90), 0, 1)
    coverage = np.where(inner, 1, mask * (0.5 + 0.5 * part)).astype(np.float32)

    share = np.where(inner, 1, 0.15 * part**2 * mask).astype(np.float32)
    around = np.zeros_like(value)
    for sigma in (6.0, 2.0, 0.8):
        weight = blur_small(share, sigma)
        here = blur_small(value * share, sigma) / np.maximum(weight, 1e-6)
        around = np.where(weight > 1e-3, here, around)
    own = np.where(inner, 1, 0.15 * part * mask).astype(np.float32)
    field = own * value + (1 - own) * around
    return smooth(coverage, mask), (255 - np.clip(field, 0, 255)).astype(np.float32)
