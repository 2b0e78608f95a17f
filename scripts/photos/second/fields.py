"""Two-dimensional float32 fields: enlarging, blurring, smooth noise. All else is built of these."""

import numpy as np
from PIL import Image


def resize(field: np.ndarray, height: int, width: int, method: int = Image.Resampling.BICUBIC) -> np.ndarray:
    """The field at another size; bicubic (Catmull-Rom) unless told otherwise."""
    image = Image.fromarray(np.ascontiguousarray(field, np.float32))
    return np.asarray(image.resize((width, height), method), np.float32)


def blur_small(field: np.ndarray, sigma: float) -> np.ndarray:
    """Gaussian blur by separable convolution with the edge repeated; for small fields or small sigma."""
    radius = max(1, int(np.ceil(3 * sigma)))
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    kernel = (kernel / kernel.sum()).astype(np.float32)
    height, width = field.shape
    padded = np.pad(field, ((radius, radius), (0, 0)), mode="edge")
    down = kernel[0] * padded[:height]
    for i in range(1, 2 * radius + 1):
        down += kernel[i] * padded[i : i + height]
    padded = np.pad(down, ((0, 0), (radius, radius)), mode="edge")
    across = kernel[0] * padded[:, :width]
    for i in range(1, 2 * radius + 1):
        across += kernel[i] * padded[:, i : i + width]
    return across


def blur(field: np.ndarray, sigma: float) -> np.ndarray:
    """Gaussian blur of any size: a wide one is done on a reduced field and enlarged."""
    if sigma < 0.3:
        return field
    factor = max(1, int(sigma / 2))
    height, width = field.shape
    if factor == 1:
        return blur_small(field, sigma)
    small = resize(field, max(2, height // factor), max(2, width // factor), Image.Resampling.BOX)
    return resize(blur_small(small, sigma / factor), height, width)


def smooth_noise(rng: np.random.Generator, height: int, width: int, cell_y: float, cell_x: float) -> np.ndarray:
    """Normal noise whose features are about cell_y × cell_x pixels; standard deviation about 0.7."""
    rows, columns = max(2, round(height / cell_y) + 1), max(2, round(width / cell_x) + 1)
    return resize(rng.standard_normal((rows, columns), np.float32), height, width)


def shifted(field: np.ndarray, down: int, across: int) -> np.ndarray:
    """The field moved by whole pixels, its edge repeated where it left; axes after the first two stay."""
    y = np.clip(np.arange(field.shape[0]) - down, 0, field.shape[0] - 1)
    x = np.clip(np.arange(field.shape[1]) - across, 0, field.shape[1] - 1)
    return field[y][:, x]


def extent(field: np.ndarray, radius: int) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest value within a square around each place."""
    low = high = np.pad(field, radius, mode="edge")
    for _ in range(2):  # rows, then columns of the transposed field
        height = low.shape[0] - 2 * radius
        low = np.minimum.reduce([low[i : i + height] for i in range(2 * radius + 1)]).T
        high = np.maximum.reduce([high[i : i + height] for i in range(2 * radius + 1)]).T
    return low, high


def smoothstep(field: np.ndarray, low: float, high: float) -> np.ndarray:
    """0 below low, 1 above high, smooth between."""
    t = np.clip((field - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def luma(rgb: np.ndarray) -> np.ndarray:
    """Rec. 601 luma of an array whose last axis is RGB."""
    return rgb[..., 0] * 0.299 + rgb[..., 1] * 0.587 + rgb[..., 2] * 0.114
