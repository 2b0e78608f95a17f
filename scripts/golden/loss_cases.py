"""The losses of the golden fixture: which, of what form of outputs, with which targets; data, which both sides read alike.

A case is a loss of the package's spec, the activation of a dense layer (`linear` outputs are logits of the cross-entropies),
the number of its units, and what the targets are: `classes` (numbers), `oneHot`, `soft` (rows that sum to 1), `shares` (rows
of numbers from 0 to 1) or `numbers`. Features, weights and targets are multiples of 1/64, so that both sides read the same.
"""

FEATURES = 5
UNITS = 4
ROWS = 20
# Logits stay within ±4, where no clip of Keras is in reach; of the extreme ones within ±150.
MODERATE, EXTREME = "moderate", "extreme"


def loss(type, **options):
    """A loss of the spec; options that have their defaults are left out."""
    return {"type": type} | options


def cases(losses, activations, targets, units=(UNITS,), inputs=MODERATE):
    """Every combination."""
    return [
        {"loss": each, "activation": activation, "targets": target, "units": count, "inputs": inputs}
        for each in losses
        for activation in activations
        for target in targets
        for count in units
    ]


FORMS = ("linear", "softmax", "sigmoid")
SPARSE = [loss("sparseCategoricalCrossentropy"), loss("sparseCategoricalCrossentropy", labelSmoothing=0.2)]
CATEGORICAL = [loss("categoricalCrossentropy"), loss("categoricalCrossentropy", labelSmoothing=0.1)]
BINARY = [loss("binaryCrossentropy"), loss("binaryCrossentropy", labelSmoothing=0.3)]
REGRESSION = [loss("meanSquaredError"), loss("meanAbsoluteError"), loss("huber"), loss("huber", delta=0.25)]
FOCAL = [
    loss("categoricalFocalCrossentropy"),
    loss("categoricalFocalCrossentropy", alpha=0.7, gamma=1.5, labelSmoothing=0.1),
]
BINARY_FOCAL = [
    loss("binaryFocalCrossentropy"),
    loss("binaryFocalCrossentropy", applyClassBalancing=True, alpha=0.4, gamma=1.3, labelSmoothing=0.1),
]

CASES = [
    *cases(SPARSE, FORMS, ["classes"]),
    *cases(CATEGORICAL, FORMS, ["classes", "oneHot", "soft"]),
    *cases(BINARY, FORMS, ["classes", "shares"]),
    *cases(BINARY, ["linear", "sigmoid"], ["classes", "shares"], [1]),
    *cases(REGRESSION, FORMS, ["classes", "numbers"]),
    *cases(REGRESSION, ["linear", "sigmoid"], ["numbers"], [1]),
    *cases(FOCAL, FORMS, ["classes", "soft"]),
    *cases(BINARY_FOCAL, ["linear", "sigmoid"], ["classes", "shares"], [1, UNITS]),
    *cases(SPARSE + CATEGORICAL, ["linear", "softmax"], ["classes"], inputs=EXTREME),
    *cases(CATEGORICAL, ["linear", "softmax"], ["soft"], inputs=EXTREME),
    *cases(BINARY, ["linear", "sigmoid"], ["classes", "shares"], [1, UNITS], EXTREME),
]
