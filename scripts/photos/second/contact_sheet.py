"""The first photos of a folder on one sheet, with the kind, to be looked at."""

import csv
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

CELL = 200


def main() -> None:
    """contact_sheet.py FOLDER SHEET.png [FIRST [COUNT]]"""
    if len(sys.argv) < 3:
        raise SystemExit("contact_sheet.py FOLDER SHEET.png [FIRST [COUNT]]")
    folder, first, count = Path(sys.argv[1]), *(int(a) for a in (sys.argv[3:] + ["0", "60"][len(sys.argv) - 3 :]))
    rows = list(csv.DictReader((folder / "photos.csv").open(encoding="utf-8")))[first : first + count]
    columns = 10
    sheet = Image.new("RGB", (columns * CELL, -(-len(rows) // columns) * (CELL + 16)), (60, 90, 60))
    pen = ImageDraw.Draw(sheet)
    for place, row in enumerate(rows):
        photo = ImageOps.exif_transpose(Image.open(folder / row["file"]))
        photo.thumbnail((CELL - 6, CELL - 6))
        x, y = place % columns * CELL, place // columns * (CELL + 16)
        corner = (x + (CELL - photo.width) // 2, y + 14 + (CELL - photo.height) // 2)
        sheet.paste(photo, corner, photo if photo.mode == "RGBA" else None)
        pen.text((x + 4, y + 1), f"{row['file'][6:10]} {row['label']} · {row['difficulty']}", fill="white")
    sheet.save(sys.argv[2])


if __name__ == "__main__":
    main()
