"""Colours: of garments, of backdrops, and how a brightness becomes a colour of that brightness."""

import numpy as np

from fields import luma

KINDS = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
TOPS = {0, 2, 3, 4, 6}
SHOES = {5, 7, 9}

HUES: dict[str, tuple[int, int, int]] = {
    "navy": (40, 60, 150),
    "blue": (40, 100, 220),
    "sky": (110, 180, 245),
    "red": (220, 40, 45),
    "burgundy": (150, 30, 60),
    "pink": (245, 130, 170),
    "orange": (245, 130, 40),
    "tan": (190, 130, 75),
    "brown": (120, 75, 45),
    "beige": (225, 200, 160),
    "yellow": (245, 210, 60),
    "green": (50, 150, 80),
    "olive": (120, 125, 60),
    "teal": (40, 150, 155),
    "purple": (130, 80, 180),
}

# Backdrops of one colour: what seamless paper, painted walls and sheets are commonly sold in.
PAPERS: dict[str, tuple[int, int, int]] = {
    "powder pink": (240, 208, 208),
    "sky blue": (180, 212, 236),
    "mint": (192, 226, 206),
    "butter": (246, 230, 170),
    "lilac": (212, 200, 232),
    "sand": (222, 206, 180),
    "coral": (232, 130, 110),
    "mustard": (214, 168, 60),
    "deep blue": (50, 84, 140),
    "forest": (60, 100, 78),
    "charcoal": (70, 70, 74),
    "black": (28, 28, 30),
}
WALLS: dict[str, tuple[int, int, int]] = {
    "white": (238, 236, 232),
    "cream": (236, 226, 204),
    "light grey": (206, 207, 208),
    "sage": (178, 192, 176),
    "pale blue": (190, 206, 220),
    "terracotta": (196, 128, 100),
    "dark grey": (96, 98, 102),
}
SHEETS: dict[str, tuple[int, int, int]] = {
    "white": (236, 236, 238),
    "ivory": (232, 224, 206),
    "grey": (176, 178, 182),
    "light blue": (174, 196, 222),
    "rose": (224, 186, 188),
    "navy": (52, 62, 96),
}
WOODS: dict[str, tuple[int, int, int]] = {
    "birch": (222, 198, 162),
    "oak": (190, 150, 104),
    "grey oak": (168, 158, 146),
    "walnut": (112, 78, 54),
    "white": (226, 222, 214),
}
CARPETS: dict[str, tuple[int, int, int]] = {
    "beige": (206, 192, 170),
    "grey": (150, 150, 152),
    "cream": (226, 220, 206),
    "blue": (92, 112, 146),
    "dark": (74, 72, 76),
}
STONES: dict[str, tuple[int, int, int]] = {
    "concrete": (170, 168, 164),
    "light tile": (222, 218, 210),
    "slate": (96, 98, 100),
    "terracotta": (182, 112, 82),
}


def colourize(brightness: np.ndarray, hue: str, saturation: float) -> np.ndarray:
    """RGB (0 to 255) of a brightness field in a hue, with that brightness kept as luma; "neutral" is grey.

    The hue is scaled to the brightness; where that leaves the gamut it is mixed with grey of the same luma.
    """
    grey = np.repeat(brightness[..., None], 3, axis=-1)
    if hue == "neutral":
        return grey
    colour = np.asarray(HUES[hue], np.float32)
    scaled = grey * (colour / luma(colour))
    excess = scaled.max(axis=-1, keepdims=True) - grey[..., :1]
    room = 255 - grey[..., :1]
    share = np.clip(room / np.maximum(excess, 1e-3), 0, 1) * saturation
    return grey + (scaled - grey) * share


def distance(first: np.ndarray, second: np.ndarray) -> float:
    """How far apart two colours look, in units of luma: luma difference and half-weighted chroma difference."""
    difference = np.asarray(first, np.float32) - np.asarray(second, np.float32)
    bright = float(luma(difference))
    chroma = difference - bright
    return float(np.sqrt(bright**2 + 0.25 * float((chroma**2).sum())))
