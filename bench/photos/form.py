"""What both preparations share: sizes, and how an object is laid into the square."""

SIDE = 28
"""Pixels of the network's images a side."""

MASK_SIDE = 256
"""The object is looked for in a copy of the photo with sides of at most this many pixels."""

LEAST_DIFFERENCE = 14
"""Tones from the background, from which on a pixel belongs to an object on an even background."""

Box = tuple[int, int, int, int]
"""Left, top, right, bottom; right and bottom are the first outside."""


def fitted(shape: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Returns width and height that height and width become when the longer one is SIDE; left and top in the square."""
    longer = max(shape)
    height, width = (max(1, round(side * SIDE / longer)) for side in shape)
    return (width, height), ((SIDE - width) // 2, (SIDE - height) // 2)


def level_for(box: Box, levels: int) -> int:
    """Returns how often a photo may be halved so that a box, found at the last level, has 4 pixels for each of SIDE."""
    longer = max(box[2] - box[0], box[3] - box[1])
    level = levels - 1
    while level > 0 and longer < 4 * SIDE:
        longer, level = longer * 2, level - 1
    return level
