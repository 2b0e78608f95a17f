"""Makes the photos of the bench: Fashion-MNIST images as product photos of 800 × 800 pixels, quality 90, 4:2:0.

    python make_photos.py IMAGES LABELS COUNT FOLDER

They are drawn by scripts/photos and have its table. Size and file are alike: photos differ in what they show.
"""

import dataclasses
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts" / "photos"))

import photo  # noqa: E402
from idx import read_images, read_labels  # noqa: E402
from shot import Shot, draw_shot  # noqa: E402
from table import row_of, write_table  # noqa: E402

SEED = 1


def alike(rng: np.random.Generator) -> Shot:
    """Returns the settings of one photo, with the size and the file of the bench."""
    return dataclasses.replace(draw_shot(rng), width=800, height=800, quality=90, subsampling="4:2:0")


def main(images_file: Path, labels_file: Path, count: int, folder: Path) -> None:
    """Makes the photos of the first images, and their table."""
    images, labels = read_images(images_file), read_labels(labels_file)
    if not 1 <= count <= len(images):
        raise ValueError(f"{images_file}: {len(images)} images, received --count {count} → give 1 to {len(images)}")
    photo.draw_shot = alike
    rows = {}
    for index in range(count):
        made = photo.make_photo(images[index], SEED, index)
        name = f"{index:05d}.jpg"
        (folder / name).write_bytes(made.jpeg)
        rows[index] = row_of(name, index, int(labels[index]), made)
    write_table(folder / "photos.csv", rows)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
    except (ValueError, OSError) as error:
        sys.exit(f"make_photos.py: {error}")
