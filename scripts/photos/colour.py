"""Colours with a given luma (Rec. 601), as tables from 256 tones to sRGB: colouring a picture is one look-up."""

import colorsys

import numpy as np

LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def tinted(luma: np.ndarray, hue: float, saturation: float) -> np.ndarray:
    """Returns the colours (f32, [..., 3]) with these lumas (0 to 255), and hue and saturation as of a dyed cloth.

    Where sRGB has no such colour, the saturation gives way and the luma stays.
    """
    colour = np.array(colorsys.hsv_to_rgb(hue / 360, saturation, 1), np.float32)
    chroma = colour / (colour @ LUMA) - 1
    luma = np.asarray(luma, np.float32)[..., None]
    most = np.maximum(chroma.max(), 1e-6) * luma
    strength = np.minimum(1, (255 - luma) / np.maximum(most, 1e-6))
    return luma + luma * chroma * strength


def tone_table(hue: float, saturation: float) -> np.ndarray:
    """Returns the colour of every luma from 0 to 255 (u8, [256, 3])."""
    return to_bytes(tinted(np.arange(256), hue, saturation))


def luma_of(colours: np.ndarray) -> np.ndarray:
    """Returns the luma (f32) of colours [..., 3]."""
    red, green, blue = (colours[..., channel] * weight for channel, weight in enumerate(LUMA))
    return red + green + blue


def to_bytes(values: np.ndarray) -> np.ndarray:
    """Returns values rounded to u8, those outside of 0 to 255 clipped."""
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
