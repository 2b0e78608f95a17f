"""The contact sheet: photos of a set as thumbnails with captions, to be looked at."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from table import Row

COLUMNS, ROWS = 8, 6
THUMBNAIL = 180
CAPTION = 44
GAP = 8
# A colour that no background has: where a photo ends is seen.
PAPER = (250, 240, 250)
BOX = (("left", "right"), ("top", "bottom"))


def write_sheet(path: Path, folder: Path, rows: list[Row]) -> None:
    """Writes a PNG of up to 48 of the photos, spread evenly over the rows, with red corners around the garments."""
    count = min(len(rows), COLUMNS * ROWS)
    chosen = [rows[n * len(rows) // count] for n in range(count)]
    cell = (THUMBNAIL + GAP, THUMBNAIL + CAPTION + GAP)
    sheet = Image.new("RGB", (COLUMNS * cell[0] + GAP, -(-count // COLUMNS) * cell[1] + GAP), PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(11)
    for n, row in enumerate(chosen):
        left, top = GAP + n % COLUMNS * cell[0], GAP + n // COLUMNS * cell[1]
        with Image.open(folder / row["file"]) as photo:
            photo.thumbnail((THUMBNAIL, THUMBNAIL))
            sheet.paste(photo, (left, top))
            _mark(draw, (left, top), photo.width / int(row["width"]), row)
        draw.multiline_text((left, top + THUMBNAIL + 1), _caption(row), (40, 40, 40), font, spacing=2)
    sheet.save(path)


def _mark(draw: ImageDraw.ImageDraw, origin: tuple[int, int], scale: float, row: Row) -> None:
    """Draws the corners of the garment's box."""
    x, y = ([origin[axis] + int(row[key]) * scale for key in keys] for axis, keys in enumerate(BOX))
    for corner_x, inward_x in zip(x, (6, -6)):
        for corner_y, inward_y in zip(y, (6, -6)):
            draw.line((corner_x + inward_x, corner_y, corner_x, corner_y, corner_x, corner_y + inward_y), (255, 0, 0))


def _caption(row: Row) -> str:
    """Returns three short lines: what it is, what it lies on and how it is seen, how it was made."""
    view = row["view"] if row["angle"] == "0.00" else f"{row['view']} {float(row['angle']):+.0f}°"
    return (
        f"{row['index']} {row['label']}, contrast {float(row['contrast']):.0f}\n"
        f"{row['texture'] or row['background']}, {view}\n"
        f"{row['width']}x{row['height']} {row['filter']} q{row['quality']}{' shadow' if row['shadow'] == '1' else ''}"
    )
