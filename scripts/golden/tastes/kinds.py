"""What a real classifier tells of garments: the kinds of evidence of a table that `predict --top-k 10` wrote, with a column
`truth` (numbers of classes) added. For each kind: how many items of each true class it has, and its items' mean probabilities.

    python kinds.py TABLE.csv > crates/customers/tests/taste/kinds.txt
"""

import csv
import sys

import numpy as np

NAMES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]
EDGES = [0.6, 0.9, 0.99]
FLOOR = 1e-5

rows, truth = [], []
with open(sys.argv[1]) as table:
    for item in csv.DictReader(table):
        row = np.zeros(10)
        for place in range(10):
            suffix = "" if place == 0 else str(place + 1)
            row[NAMES.index(item["label" + suffix])] = float(item["probability" + suffix])
        rows.append(row)
        truth.append(int(item["truth"]))
probabilities = np.maximum(np.array(rows) / np.sum(rows, axis=1, keepdims=True), FLOOR)
probabilities /= probabilities.sum(axis=1, keepdims=True)
truth = np.array(truth)
order = np.argsort(-probabilities, axis=1, kind="stable")
bins = np.digitize(probabilities[np.arange(len(truth)), order[:, 0]], EDGES)
keys = list(zip(order[:, 0].tolist(), np.where(bins < len(EDGES), order[:, 1], -1).tolist(), bins.tolist()))
print(f"# {len(truth)} items of 10 classes; a line per kind: items by true class; mean probabilities")
for key in sorted(set(keys)):
    of = np.array([other == key for other in keys])
    counts = " ".join(str(n) for n in np.bincount(truth[of], minlength=10))
    print(counts + " ; " + " ".join(f"{p:.6g}" for p in probabilities[of].mean(axis=0)))
