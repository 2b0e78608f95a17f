"""Makes test/golden/fixtures/evaluation.json: what scikit-learn and SciPy say of labels and probabilities.

    scripts/golden/run evaluation

Inputs are drawn with NumPy's seeded generator and are whole numbers, so that both sides compute from the same bits:
probabilities in 1024ths, ten an image, many of them equal; logits in 64ths. Class 9 is never a label, class 8
never predicted. Calibration and coverage, which scikit-learn has not, are computed here, in another way than in ts/:
by masks and by trying every threshold. A rerun gives the same file.
"""

import json
import platform
from importlib.metadata import version
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from scipy.stats import binomtest
from sklearn.metrics import classification_report, confusion_matrix, log_loss, top_k_accuracy_score

FIXTURE = Path(__file__).parent.parent.parent / "test" / "golden" / "fixtures" / "evaluation.json"
CLASSES = 10
PARTS = 1024
NAMES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot 👢"]
INTERVALS = [(9321, 10_000), (0, 10), (10, 10), (1, 3), (599_999, 600_000)]
LEVELS = [0.5, 0.9, 0.95, 0.99, 0.999_999]


def drawn(images: int, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Labels of classes 0 to 8, and logits that favour them, or another class; those of class 8 are never the largest."""
    labels = generator.choice(CLASSES - 1, images, p=[0.14, 0.13, 0.13, 0.12, 0.12, 0.12, 0.11, 0.1, 0.03])
    logits = generator.normal(0, 1, (images, CLASSES))
    favoured = np.where(generator.random(images) < 0.04, generator.integers(0, CLASSES, images), labels)
    logits[np.arange(images), favoured] += generator.gamma(4, 1, images)
    logits *= generator.uniform(0.3, 2.5, (images, 1))
    logits[:, 8] = np.minimum(logits[:, 8], np.delete(logits, 8, axis=1).max(axis=1) - 1)
    return labels, logits


def in_parts(probabilities: np.ndarray) -> np.ndarray:
    """Rows of whole numbers that add up to PARTS; what rounding leaves over goes to the largest."""
    counts = np.floor(probabilities * PARTS).astype(int)
    counts[np.arange(len(counts)), counts.argmax(axis=1)] += PARTS - counts.sum(axis=1)
    return counts


def calibration(labels: np.ndarray, probabilities: np.ndarray, bins: int) -> dict:
    """Expected calibration error with bins (low, high], by a mask a bin."""
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    edges = np.arange(bins + 1) / bins
    ece, table = 0.0, []
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        count = int(inside.sum())
        mean, accuracy = (confidence[inside].mean(), right[inside].mean()) if count else (None, None)
        ece += count / len(labels) * abs(accuracy - mean) if count else 0
        table.append([count, mean, accuracy])
    return {"bins": bins, "ece": ece, "table": table}


def coverage(labels: np.ndarray, probabilities: np.ndarray, precision: float) -> dict:
    """The largest share of images at a precision, by trying every confidence there is as the threshold."""
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    best = {"precision": precision, "coverage": 0, "threshold": None}
    for threshold in np.unique(confidence):
        covered = confidence >= threshold
        if right[covered].mean() >= precision and covered.mean() > best["coverage"]:
            best = {"precision": precision, "coverage": covered.mean(), "threshold": threshold}
    return best


def report(labels, predictions, digits: int, names: list[str], as_dict: bool = False):
    """scikit-learn's report over all classes, whether they occur or not."""
    return classification_report(
        labels,
        predictions,
        labels=range(len(names)),
        target_names=names,
        digits=digits,
        output_dict=as_dict,
        zero_division=0,
    )


def close_texts(generator: np.random.Generator) -> list[dict]:
    """Reports whose digits hang on a last bit: values that lie between two texts, exactly or but for rounding."""
    cases = []
    for digits, classes, each in [(2, 2, 8), (1, 4, 8), (2, 10, 20), (3, 10, 40), (2, 20, 10), (3, 160, 5)]:
        kept = 0
        while kept < 2:
            labels = np.repeat(np.arange(classes), each)
            wrong = generator.random(len(labels)) < 0.3
            predictions = np.where(wrong, generator.integers(0, classes, len(labels)), labels)
            names = [str(c) for c in range(classes)]
            macro = report(labels, predictions, digits, names, as_dict=True)["macro avg"]["recall"]
            between = abs(macro * 10**digits % 1 - 0.5) < 1e-9
            if not between:
                continue
            kept += 1
            text = report(labels, predictions, digits, names)
            case = {"digits": digits, "classes": classes, "labels": labels.tolist()}
            cases.append({**case, "predictions": predictions.tolist(), "text": text})
    return cases


def temperature(generator: np.random.Generator) -> dict:
    """The temperature of too sure logits, by SciPy's search over ln T."""
    labels, logits = drawn(800, generator)
    parts = np.round(logits * 1.7 * 64).astype(int)
    logits = parts / 64

    def loss(log_temperature: float) -> float:
        return -log_softmax(logits / np.exp(log_temperature), axis=1)[np.arange(len(labels)), labels].mean()

    found = minimize_scalar(loss, bounds=(-4, 4), method="bounded", options={"xatol": 1e-12})
    best = float(np.exp(found.x))
    return {
        "labels": labels.tolist(),
        "logits64ths": parts.ravel().tolist(),
        "temperature": best,
        "nll": loss(0),
        "scaledNll": loss(np.log(best)),
        "scaledLogLoss": log_loss(labels, softmax(logits / best, axis=1), labels=range(CLASSES)),
    }


def main() -> None:
    """Draws the inputs, measures them, writes the fixture."""
    generator = np.random.default_rng(20171)
    labels, logits = drawn(2000, generator)
    counts = in_parts(softmax(logits, axis=1))
    ties = generator.choice(len(counts), 300, replace=False)
    second = np.argsort(counts[ties], axis=1)[:, -2]
    top = counts[ties].argmax(axis=1)
    both = counts[ties, top] + counts[ties, second]
    fit = (both % 2 == 0) & (second != 8) & (second != 9)
    counts[ties[fit], top[fit]] = counts[ties[fit], second[fit]] = both[fit] // 2
    probabilities = counts / PARTS
    predictions = probabilities.argmax(axis=1)
    assert 9 not in labels and 8 not in predictions
    record = {
        "classNames": NAMES,
        "labels": labels.tolist(),
        "probabilities1024ths": counts.ravel().tolist(),
        "confusionMatrix": confusion_matrix(labels, predictions, labels=range(CLASSES)).tolist(),
        "report": report(labels, predictions, 2, NAMES, as_dict=True),
        "texts": {str(digits): report(labels, predictions, digits, NAMES) for digits in (0, 1, 2, 4, 14)},
        "closeTexts": close_texts(generator),
        "topK": {
            str(k): top_k_accuracy_score(labels, probabilities, k=k, labels=range(CLASSES)) for k in (1, 2, 3, 5, 9)
        },
        "logLoss": log_loss(labels, probabilities, labels=range(CLASSES)),
        "calibration": [calibration(labels, probabilities, bins) for bins in (1, 7, 15, 16)],
        "coverage": [coverage(labels, probabilities, precision) for precision in (0.8, 0.9, 0.95, 0.97, 0.99)],
        "temperature": temperature(generator),
        "intervals": [
            {"hits": hits, "n": n, "level": level, "low": bounds.low, "high": bounds.high}
            for hits, n in INTERVALS
            for level in LEVELS
            for bounds in [binomtest(hits, n).proportion_ci(level, method="wilson")]
        ],
        "madeWith": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "scipy", "scikit-learn")},
            "machine": platform.machine(),
        },
        "madeBy": "scripts/golden/run evaluation",
    }
    FIXTURE.write_text(json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n")
    print(f"{FIXTURE.name}: {FIXTURE.stat().st_size} bytes")


main()
