"""Makes what the examples work on: a catalogue of pixels and orders, always the same for the same numbers.

    python make_data.py FOLDER ITEMS CUSTOMERS    # writes FOLDER/catalogue.csv and FOLDER/orders.csv

Items are the 500 training images of data/sample, then the same moved by a pixel or two. Customers have tastes of Dirichlet(0.3)
and buy for two years. One line of 50 is of an item that the catalogue does not have; one customer of 97 buys only such.
"""

import csv
import gzip
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
MOVES = [(0, 0), (0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1), (2, 0), (0, 2), (-2, 0), (0, -2)]
FIRST_DAY, DAYS = date(2024, 1, 1), 731


def read_idx(name: str, offset: int) -> np.ndarray:
    with gzip.open(SAMPLE / name) as file:
        return np.frombuffer(file.read(), np.uint8, offset=offset)


def moved(image: np.ndarray, down: int, right: int) -> np.ndarray:
    """What leaves the picture on one side comes in on the other."""
    return np.roll(image.reshape(28, 28), (down, right), axis=(0, 1)).reshape(-1)


def write_catalogue(path: Path, items: int) -> np.ndarray:
    """Returns the class of each item."""
    images = read_idx("train-images-idx3-ubyte.gz", 16).reshape(-1, 784)
    labels = read_idx("train-labels-idx1-ubyte.gz", 8)
    with path.open("w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["item_id", *(f"pixel{place}" for place in range(784))])
        for item in range(items):
            move = MOVES[item // len(images) % len(MOVES)]
            rows.writerow([f"item-{item}", *moved(images[item % len(images)], *move).tolist()])
    return labels[np.arange(items) % len(labels)]


def bought_item(random: np.random.Generator, of_class: list[np.ndarray], taste: np.ndarray, only_unknown: bool) -> str:
    if only_unknown or random.random() < 0.02:
        return f"gift-card-{random.integers(5)}"
    mine = of_class[random.choice(len(of_class), p=taste)]
    return f"item-{mine[random.integers(len(mine))]}"


def orders_of(random: np.random.Generator, customer: int, of_class: list[np.ndarray]) -> list[list]:
    taste = random.dirichlet([0.3] * len(of_class))
    rows = []
    for number in range(1 + random.geometric(0.35)):
        day = FIRST_DAY + timedelta(days=int(random.integers(DAYS)))
        for _ in range(random.integers(1, 4)):
            item = bought_item(random, of_class, taste, customer % 97 == 96)
            amount = f"{random.integers(500, 20000) / 100:.2f}"
            rows.append([day.isoformat(), f"{customer}-{number}", f"customer-{customer}", item, random.integers(1, 4), amount])
    return rows


def write_orders(path: Path, classes: np.ndarray, customers: int) -> None:
    random = np.random.default_rng(20261201)
    of_class = [mine for mine in (np.flatnonzero(classes == one) for one in range(10)) if len(mine) > 0]
    rows = [row for customer in range(customers) for row in orders_of(random, customer, of_class)]
    rows.sort(key=lambda row: row[0])
    with path.open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["date", "order_id", "customer_id", "item_id", "quantity", "amount"])
        table.writerows(rows)


def main(folder: str, items: str, customers: str) -> None:
    to = Path(folder)
    to.mkdir(parents=True, exist_ok=True)
    classes = write_catalogue(to / "catalogue.csv", int(items))
    write_orders(to / "orders.csv", classes, int(customers))


if __name__ == "__main__":
    main(*sys.argv[1:])
