#!/usr/bin/env bash
# Runs: SparseTopKCategoricalAccuracy of Keras 3.15.1 on JAX 0.10.2 and on NumPy 2.4.6, beside top_k_accuracy_score
# of scikit-learn 1.9.1, on 1,000 labels (100 of each of ten classes) and outputs that contain ties.
#
# Guess: a net that says the same of every image has chance's top-k accuracy, k in 10, and the libraries agree.
# What happens: Keras counts each class that ties with the k-th place as in, so a constant output scores 100 % at
# k = 1, where its own plain accuracy says 10 %; and a net that is certain (1 for one class, exactly 0 for the rest,
# as a softmax gives in float32 when logits lie 104 apart) scores 100 % at k = 2 whatever it says. Rounding
# probabilities to two decimals lifts the score, too. An output of NaN is 100 % right on JAX, 0 % on NumPy.
# scikit-learn breaks ties in favour of the HIGHEST class number (argmax of the lowest): a constant output is 100 %
# right for labels of 9, 0 % for labels of 0.
#
# Meaning: top-k accuracies of different tools are comparable only where outputs have no ties. Images in wrong units
# (0 to 255 where 0 to 1 was meant), stored roundings and dead nets make ties: in Keras they look like success.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install -q --disable-pip-version-check keras==3.15.1 jax==0.10.2 jaxlib==0.10.2 numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1

cat >"$dir/ties.py" <<'PY'
import sys

import keras
import numpy as np
import sklearn
from sklearn.metrics import top_k_accuracy_score

backend = keras.backend.backend()
print(f"\nKeras {keras.__version__} on {backend}, NumPy {np.__version__}, scikit-learn {sklearn.__version__}")

labels = np.arange(10).repeat(100)
constant = np.full((1000, 10), 0.1, np.float32)
missing = np.full((1000, 10), np.nan, np.float32)
logits = np.zeros((1000, 10), np.float32)
logits[:, 3] = 200
certain = np.array(keras.ops.softmax(logits))  # always class 3

# probabilities of a net that knows a little, and the same as a table with two decimals would hold them
draws = np.random.default_rng(1).normal(size=(1000, 10)) * 3
draws[np.arange(1000), labels] += 4
full = np.exp(draws - draws.max(1, keepdims=True))
full = (full / full.sum(1, keepdims=True)).astype(np.float32)
rounded = full.round(2)


def ours_is(metric, outputs):
    metric.update_state(labels, outputs)
    return round(100 * float(metric.result()), 1)


def keras_top(outputs, k):
    return ours_is(keras.metrics.SparseTopKCategoricalAccuracy(k=k), outputs)


def sklearn_top(outputs, k, truth=labels):
    return round(100 * top_k_accuracy_score(truth, outputs, k=k, labels=range(10)), 1)


plain = ours_is(keras.metrics.SparseCategoricalAccuracy(), constant)
rows = [
    ("constant 0.1, plain accuracy", plain, 10.0),
    ("constant 0.1, top-1, Keras", keras_top(constant, 1), 100.0),
    ("constant 0.1, top-3, Keras", keras_top(constant, 3), 100.0),
    ("constant 0.1, top-1, scikit-learn", sklearn_top(constant, 1), 10.0),
    ("constant 0.1, top-1, scikit-learn, all labels 0", sklearn_top(constant, 1, np.zeros(1000, int)), 0.0),
    ("constant 0.1, top-1, scikit-learn, all labels 9", sklearn_top(constant, 1, np.full(1000, 9)), 100.0),
    ("always class 3 for certain, top-1, Keras", keras_top(certain, 1), 10.0),
    ("always class 3 for certain, top-2, Keras", keras_top(certain, 2), 100.0),
    ("always class 3 for certain, top-2, scikit-learn", sklearn_top(certain, 2), 20.0),
    ("a fair net, top-5, Keras", keras_top(full, 5), 88.1),
    ("the same in two decimals, top-5, Keras", keras_top(rounded, 5), 91.7),
    ("the same in two decimals, top-5, scikit-learn", sklearn_top(rounded, 5), 86.3),
    ("NaN everywhere, top-1, Keras", keras_top(missing, 1), 100.0 if backend == "jax" else 0.0),
]
changed = False
for title, got, expected in rows:
    wrong = got != expected
    changed = changed or wrong
    print(f"  {title:50}{got:6.1f} %" + (f"  CHANGED, expected {expected}" if wrong else ""))
sys.exit(1 if changed else 0)
PY
cd "$dir"
for backend in jax numpy; do
  KERAS_BACKEND=$backend KERAS_HOME="$dir/keras" JAX_PLATFORMS=cpu "$dir/env/bin/python" ties.py
done
echo "as expected"
