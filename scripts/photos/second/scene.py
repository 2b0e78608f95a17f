"""Garment, backdrop, shadow and light put together, as they are before the camera."""

import math

import numpy as np
from PIL import Image, ImageDraw

from backdrop import make_backdrop
from decisions import Decisions
from fields import blur, shifted, smoothstep
from garment import bounds, make_layer
from outline import separate


def forward(d: Decisions, box: np.ndarray, width: int, height: int) -> tuple[np.ndarray, float, float]:
    """From places of the padded image to pixels of the frame: a 3×3 matrix, the scale, and the garment's lowest row."""
    left, top, right, bottom = box
    centre = np.asarray([[1, 0, -(left + right) / 2], [0, 1, -(top + bottom) / 2], [0, 0, 1]])
    turn = np.deg2rad(d.angle)
    flip = np.diag([(-1.0 if d.mirrored else 1.0) * d.stretch, 1.0, 1.0])
    rotation = np.asarray([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    corners = np.asarray([[left, left, right, right], [top, bottom, top, bottom], [1, 1, 1, 1]])
    placed = rotation @ flip @ centre
    spread = np.ptp((placed @ corners)[:2], axis=1)
    headroom = 3.0 if d.hanger else 0.0
    scale = float(min(d.fill * width / spread[0], d.fill * height / (spread[1] + headroom)))
    free = np.asarray([width, height]) - spread * scale
    x = width / 2 + d.offset_x * 0.35 * free[0] / 2
    y = height / 2 + d.offset_y * 0.35 * free[1] / 2 + (0.5 * headroom * scale if d.hanger else 0)
    if d.backdrop == "floor and wall":
        y = height / 2 + (0.15 + 0.2 * abs(d.offset_y)) * free[1] / 2
    if d.cut_side == "left":
        x = spread[0] * scale * (0.5 - d.cut)
    elif d.cut_side == "right":
        x = width - spread[0] * scale * (0.5 - d.cut)
    elif d.cut_side == "bottom":
        y = height - spread[1] * scale * (0.5 - d.cut)
    lean = np.asarray([[1, 0, 0], [0, 1, 0], [d.keystone_x / width, d.keystone_y / height, 1]])
    to_middle = np.asarray([[1, 0, x - width / 2], [0, 1, y - height / 2], [0, 0, 1]])
    to_frame = np.asarray([[1, 0, width / 2], [0, 1, height / 2], [0, 0, 1]])
    matrix = to_frame @ lean @ to_middle @ np.diag([scale, scale, 1]) @ placed
    return matrix, scale, y + spread[1] * scale / 2


def warp(layer: np.ndarray, matrix: np.ndarray, pixels: int, width: int, height: int) -> np.ndarray:
    """The layer in the frame; colours are premultiplied on the way, so that edges keep the garment's colour."""
    inverse = np.linalg.inv(matrix @ np.diag([1 / pixels, 1 / pixels, 1]))
    data = tuple((inverse / inverse[2, 2]).ravel()[:8])
    bands = [layer[..., i] * layer[..., 3] if i < 3 else layer[..., 3] for i in range(4)]
    size, method = (width, height), Image.Transform.PERSPECTIVE
    moved = [Image.fromarray(band).transform(size, method, data, Image.Resampling.BILINEAR) for band in bands]
    frame = np.dstack([np.asarray(band, np.float32) for band in moved])
    frame[..., :3] /= np.maximum(frame[..., 3:], 1e-3)
    return frame


def shadow(d: Decisions, opacity: np.ndarray) -> np.ndarray:
    """How much light the garment takes from the backdrop: a cast shadow, and a narrow one where they touch."""
    height, width = opacity.shape
    size = max(height, width)
    reach = d.shadow_length * size
    down, across = reach * np.sin(np.deg2rad(d.shadow_angle)), reach * np.cos(np.deg2rad(d.shadow_angle))
    moved = shifted(opacity, round(down), round(across))
    cast = blur(moved, d.shadow_softness * size)
    touch = blur(shifted(opacity, max(1, size // 400), 0), 0.004 * size + 0.5)
    dark = d.shadow * (0.75 * cast + 0.45 * touch)
    if d.backdrop == "floor and wall":
        rows = np.flatnonzero((opacity > 0.5).any(axis=1))
        foot = int(rows[-1]) if rows.size else height - 1
        y = np.arange(height, dtype=np.float32)[:, None]
        under = blur(np.repeat(opacity.max(axis=0)[None], height, 0), 0.02 * size) * np.exp(
            -(((y - foot) / (0.018 * size)) ** 2)
        )
        dark = 0.35 * dark + (0.35 + 0.5 * d.shadow) * under
    return np.clip(dark, 0, 0.85)


def room_light(rng: np.random.Generator, d: Decisions, height: int, width: int) -> np.ndarray:
    """The light over the frame as a factor: falloff to one side, bands from a window, the photographer's shadow."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    y, x = y / height - 0.5, x / width - 0.5
    turn = math.radians(d.falloff_angle)
    side = np.clip(x * math.cos(turn) + y * math.sin(turn) + 0.5, 0, 1)
    light = 1 - d.falloff * side**1.3
    if d.window_light:
        slant, shift = rng.uniform(-0.7, 0.7), rng.uniform(-0.3, 0.1)
        band = x + slant * y - shift
        panes = (
            smoothstep(band, 0.0, 0.02)
            - smoothstep(band, 0.14, 0.16)
            + smoothstep(band, 0.18, 0.2)
            - smoothstep(band, 0.34, 0.37)
        )
        light = light * (0.9 + d.window_light * panes)
    if d.own_shadow:
        blob = np.hypot((x - rng.uniform(-0.3, 0.3)) / 0.45, (y - 0.6) / 0.6)
        light = light * (1 - d.own_shadow * (1 - smoothstep(blob, 0.7, 1.15)))
    return light * (1 - d.vignette * smoothstep(np.hypot(x, y), 0.3, 0.75))


def add_clutter(rng: np.random.Generator, d: Decisions, scene: np.ndarray, opacity: np.ndarray) -> np.ndarray:
    """Things that reach in from the frame's edge where there is room: a book's corner, a cup, a cable."""
    height, width = opacity.shape
    size = max(height, width)
    for _ in range(d.clutter):
        thing = Image.new("L", (width, height))
        pen = ImageDraw.Draw(thing)
        kind, edge = int(rng.integers(0, 3)), rng.uniform(0, 2 * np.pi)
        x, y = width * (0.5 + 0.55 * np.cos(edge)), height * (0.5 + 0.55 * np.sin(edge))
        reach, tilt = rng.uniform(0.07, 0.15) * size, rng.uniform(0, np.pi)
        if kind == 0:
            corners = [
                (x + reach * np.cos(tilt + a), y + reach * np.sin(tilt + a)) for a in (0.0, 1.2, np.pi, np.pi + 1.2)
            ]
            pen.polygon(corners, fill=255)
        elif kind == 1:
            pen.ellipse((x - 0.7 * reach, y - 0.7 * reach, x + 0.7 * reach, y + 0.7 * reach), fill=255)
        else:
            t = np.linspace(0, 1, 40)
            curve = zip(x + reach * 1.5 * (t - 0.5), y + 0.6 * reach * np.sin(5 * t + tilt))
            pen.line([(float(a), float(b)) for a, b in curve], fill=255, width=max(2, size // 110), joint="curve")
        mask = blur(np.asarray(thing, np.float32) / 255, 0.8)
        colour = rng.uniform(30, 225, 3).astype(np.float32)
        scene = scene * (1 - 0.3 * shifted(blur(mask, 0.012 * size), size // 120, 0))[..., None]
        scene = scene + mask[..., None] * (colour - scene)
    return scene


def make_scene(image: np.ndarray, label: int, d: Decisions, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """RGB of the frame (0 to 255, may exceed it where it is bright) and the garment's opacity."""
    width, height = d.width // d.enlarged, d.height // d.enlarged
    coverage, _ = separate(image, label)
    box = bounds(coverage)
    matrix, scale, foot = forward(d, box, width, height)
    pixels = int(np.clip(np.ceil(0.85 * scale), 4, 32))
    layer = warp(make_layer(image, label, d, rng, pixels), matrix, pixels, width, height)
    colour, opacity = layer[..., :3], layer[..., 3]
    if d.backdrop == "transparent":
        return colour, opacity
    scene = make_backdrop(rng, d, height, width, foot)
    scene = add_clutter(rng, d, scene, opacity) if d.clutter else scene
    scene = scene * (1 - shadow(d, opacity) if d.shadow else np.ones_like(opacity))[..., None]
    scene = scene + opacity[..., None] * (colour - scene)
    return scene * room_light(rng, d, height, width)[..., None], opacity
