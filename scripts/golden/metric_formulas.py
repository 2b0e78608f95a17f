"""Makes test/golden/fixtures/metric-formulas.json: what Keras' metrics say of outputs and labels, with weights and without.

    scripts/golden/run metrics

Probabilities are in 1024ths, five an image, no two of an image equal, so that both sides count from the same bits. Class 4 is
never a label, class 3 never predicted by argmax: their ratios divide by nothing. Beside Keras' values stand the counts that the
engine is to make, counted here with NumPy alone: true positives of each output, false positives, false negatives.
"""

import json
import os
import platform
from importlib.metadata import version
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np

FIXTURE = Path(__file__).parent.parent.parent / "test" / "golden" / "fixtures" / "metric-formulas.json"
IMAGES, CLASSES, PARTS = 60, 5, 1024


def drawn(generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Labels, and probabilities in 1024ths."""
    labels = generator.integers(0, 4, IMAGES)
    rows = []
    for label in labels:
        while True:
            weights = generator.random(CLASSES)
            weights[label] += generator.choice([0, 0.5, 3])
            weights[3] *= 0.1
            row = np.floor(weights / weights.sum() * PARTS).astype(int)
            row[0] += PARTS - row.sum()
            if len(set(row)) == CLASSES and row.argmax() != 3:
                break
        rows.append(row)
    return labels, np.array(rows)


def counts(one_hot: np.ndarray, taken: np.ndarray, weights: np.ndarray) -> list[float]:
    """True positives, false positives, false negatives of each output."""
    w = weights[:, None]
    kinds = (one_hot & taken, ~one_hot & taken, one_hot & ~taken)
    return [float(v) for kind in kinds for v in (kind * w).sum(axis=0)]


def value(metric: keras.Metric, *data) -> object:
    """What a metric says of data."""
    metric.update_state(*data)
    return np.asarray(metric.result(), dtype=float).tolist()


def main() -> None:
    """Draws the inputs, asks Keras, writes the fixture."""
    generator = np.random.default_rng(20171)
    labels, parts = drawn(generator)
    assert 4 not in labels and 3 not in parts.argmax(axis=1)
    p = (parts / PARTS).astype(np.float32)
    one_hot = np.eye(CLASSES, dtype=bool)[labels]
    weights = generator.integers(1, 9, IMAGES) / 4
    rank = (-parts).argsort(axis=1).argsort(axis=1)
    y = one_hot.astype(np.float32)
    metrics = keras.metrics
    by_threshold = {t: p > t for t in (0.25, 0.5)}
    rules = [
        ({"threshold": 0.5}, by_threshold[0.5], {}),
        ({"threshold": 0.25}, by_threshold[0.25], {"thresholds": 0.25}),
        ({"topK": 2}, rank < 2, {"top_k": 2}),
        ({"threshold": 0.5, "classId": 1}, by_threshold[0.5], {"class_id": 1}),
        ({"threshold": 0.5, "classId": 4}, by_threshold[0.5], {"class_id": 4}),
        ({"topK": 2, "classId": 2}, rank < 2, {"top_k": 2, "class_id": 2}),
    ]
    cases = []
    for w in (None, weights):
        weighted = np.ones(IMAGES) if w is None else w

        def case(spec: dict, counted: list[float], said: object) -> None:
            mark = {} if w is None else {"weighted": True}
            sums = {"count": IMAGES, "weight": float(weighted.sum()), "counts": counted}
            cases.append({"spec": {**spec, **mark}, "sums": sums, "value": said})

        for options, taken, keras_options in rules:
            for name, kind in (("precision", metrics.Precision), ("recall", metrics.Recall)):
                said = value(kind(**keras_options), y, p, w)
                case({"type": name, **options}, counts(one_hot, taken, weighted), said)
        for average in (None, "micro", "macro", "weighted"):
            for threshold, taken in ((None, rank < 1), (0.25, by_threshold[0.25])):
                spec = {"type": "f1Score"}
                spec |= {} if average is None else {"average": average}
                spec |= {} if threshold is None else {"threshold": threshold}
                said = value(metrics.F1Score(average=average, threshold=threshold), y, p, w)
                case(spec, counts(one_hot, taken, weighted), said)
        hit = (rank[np.arange(IMAGES), labels][:, None] < np.arange(1, CLASSES + 1)) * weighted[:, None]
        for k in (1, 2, 3):
            said = value(metrics.SparseTopKCategoricalAccuracy(k=k), labels, p, w)
            case({"type": "topKCategoricalAccuracy", "k": k}, [float(hit[:, k - 1].sum())], said)
        said = value(metrics.SparseCategoricalAccuracy(), labels, p, w)
        case({"type": "accuracy"}, [float(hit[:, 0].sum())], said)
        for threshold in (0.25, 0.5):
            right = (one_hot == by_threshold[threshold]).mean(axis=1)
            said = value(metrics.BinaryAccuracy(threshold=threshold), y, p, w)
            case({"type": "binaryAccuracy", "threshold": threshold}, [float((right * weighted).sum())], said)
    record = {
        "labels": labels.tolist(),
        "probabilities1024ths": parts.ravel().tolist(),
        "weights": weights.tolist(),
        "units": CLASSES,
        "cases": cases,
        "madeWith": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("keras", "jax", "numpy")},
            "machine": platform.machine(),
        },
        "madeBy": "scripts/golden/run metrics",
    }
    FIXTURE.write_text(json.dumps(record, allow_nan=False, separators=(",", ":")) + "\n")
    print(f"{FIXTURE.name}: {FIXTURE.stat().st_size} bytes, {len(cases)} cases")


main()
