"""Easy, medium or hard: points for what makes a photo hard to read, counted from its decisions alone."""

from decisions import Decisions

BACKDROP_POINTS = {
    "studio white": 0, "transparent": 0, "packshot grey": 0, "cream": 0, "paper": 0, "wall": 1, "sheet": 1,
    "floor and wall": 1, "stone": 3, "wood": 3, "carpet": 3,
}  # fmt: skip
MEDIUM_FROM, HARD_FROM = 3, 6


def steps(value: float, *bounds: float) -> int:
    """How many of the bounds a value reaches."""
    return sum(value >= bound for bound in bounds)


def reasons(d: Decisions) -> dict[str, int]:
    """Points by their cause."""
    return {
        "backdrop": BACKDROP_POINTS[d.backdrop],
        "likeness": 2 - steps(d.colour_distance, 18, 35),
        "angle": steps(abs(d.angle), 3, 6, 10, 18),
        "size": 2 - steps(d.fill, 0.45, 0.55),
        "cut": 2 if d.cut else 0,
        "perspective": steps(abs(d.keystone_y), 0.07),
        "clutter": min(d.clutter, 1) + int(d.hanger),
        "shadow": steps(d.shadow * (0.5 + d.shadow_length * 25), 0.5),
        "light": steps(d.falloff, 0.28) + (2 if d.window_light else 0) + (1 if d.own_shadow else 0),
        "exposure": steps(abs(d.exposure), 0.45, 0.8),
        "cast": steps(abs(d.warmth), 0.08),
        "focus": steps(d.blur, 0.003, 0.005) + (1 if d.motion else 0),
        "noise": steps(d.noise, 5),
        "compression": 1 if d.quality < 56 and d.format != "png" else 0,
        "frame": (2 if d.bars else 0) + (1 if d.watermark else 0),
    }


def rate(d: Decisions) -> None:
    """Sets points and difficulty."""
    d.points = sum(reasons(d).values())
    d.difficulty = "hard" if d.points >= HARD_FROM else "medium" if d.points >= MEDIUM_FROM else "easy"
