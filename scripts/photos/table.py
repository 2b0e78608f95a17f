"""photos.csv: what each photo shows. It grows photo by photo, so that an interrupted run is taken up again."""

import csv
from pathlib import Path
from typing import TextIO

from photo import Photo

CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
COLUMNS = tuple(
    "file index label label_number part background view angle filter width height left top right bottom "
    "texture_sd contrast quality shadow colour texture subsampling noise_sd".split()
)

Row = dict[str, str]


def row_of(file: str, index: int, label: int, photo: Photo) -> Row:
    """Returns the photo's row, by the names of the columns."""
    shot = photo.shot
    coloured = f"hue {shot.hue:.0f} saturation {shot.saturation:.2f}"
    values = (
        file,
        index,
        CLASSES[label],
        label,
        shot.part,
        shot.background,
        shot.view,
        f"{shot.angle:.2f}",
        shot.filter,
        shot.width,
        shot.height,
        *photo.box,
        f"{photo.texture_sd:.1f}",
        f"{photo.contrast:.1f}",
        shot.quality,
        int(shot.shadow > 0),
        "grey" if shot.saturation == 0 else coloured,
        photo.texture,
        shot.subsampling,
        f"{shot.noise:.2f}",
    )
    return dict(zip(COLUMNS, map(str, values), strict=True))


def read_table(path: Path) -> dict[int, Row]:
    """Returns the rows of a table by index; a last line that was cut off is left out. No file: no rows."""
    if not path.exists():
        return {}
    lines = path.read_text("utf-8").splitlines(keepends=True)
    if lines and lines[0].rstrip("\n") != ",".join(COLUMNS):
        raise ValueError(f"{path}: begins with {lines[0][:60]!r}, not the columns of this maker → give another --out")
    rows = list(csv.reader(line for line in lines[1:] if line.endswith("\n")))
    for number, row in enumerate(rows, 2):
        if len(row) != len(COLUMNS) or not row[1].isdecimal():
            raise ValueError(f"{path}, line {number}: {','.join(row)[:60]!r} is no row of it → give another --out")
    return {int(row[1]): dict(zip(COLUMNS, row)) for row in rows}


def write_table(path: Path, rows: dict[int, Row]) -> None:
    """Writes the table in the order of the indices, whole or not at all."""
    new = path.with_suffix(".csv.new")
    with new.open("w", encoding="utf-8", newline="") as file:
        writer = _writer(file)
        writer.writeheader()
        writer.writerows(rows[index] for index in sorted(rows))
    new.replace(path)


def append_row(path: Path, row: Row) -> None:
    """Adds one row to a table that was written before."""
    with path.open("a", encoding="utf-8", newline="") as file:
        _writer(file).writerow(row)


def _writer(file: TextIO) -> csv.DictWriter:
    """Returns a writer of rows, with the same line ends everywhere."""
    return csv.DictWriter(file, COLUMNS, lineterminator="\n")
