#!/usr/bin/env bash
# Runs: Keras 3.15.1 on JAX 0.10.2 (float32, CPU): the gradient of two poolings that compute the same, on images of equal values,
# and of relu with a greatest value, at that value.
#
# Guess: GlobalMaxPooling2D is MaxPooling2D with a window of the whole image, so both send a tie's gradient to the same place (cuDNN,
# PyTorch and TensorFlow give it to one of the equals); ReLU(max_value=6) and ReLU(max_value=5) treat their edges alike.
# What happens: of four equal values MaxPooling2D gives the whole gradient to the first; GlobalMaxPooling2D a quarter to each. At its
# greatest value ReLU(max_value=6) has the slope 0, ReLU(max_value=5) has 0.5. And ReLU(threshold=1) of exactly 1 is 0, where its
# documentation has f(x) = x from the threshold on.
#
# Meaning: ties are common where whole channels are 0, at the first step from zero biases on a black background; there two models that
# compute the same train apart. fashion-wasm gives the gradient of a tie to the first value, with both layers.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install -q --disable-pip-version-check keras==3.15.1 jax==0.10.2 jaxlib==0.10.2 numpy==2.4.6 scipy==1.17.1

cd "$dir"
cat >ties.py <<'PY'
import os
import sys

os.environ["KERAS_BACKEND"] = "jax"
import jax
import keras
import numpy as np
from keras import layers

print(f"Keras {keras.__version__} on JAX {jax.__version__}, NumPy {np.__version__}")


def slopes(layer, values):
    x = np.array(values, "float32")
    layer.build(x.shape)
    return np.asarray(jax.grad(lambda x: layer(x).sum())(x)).ravel().tolist()


equal = np.zeros((1, 2, 2, 1))
one, shared = slopes(layers.MaxPooling2D(2), equal), slopes(layers.GlobalMaxPooling2D(), equal)
print("MaxPooling2D(2) of four equal values:", one)
print("GlobalMaxPooling2D of the same:", shared)
six, five = slopes(layers.ReLU(max_value=6), [6.0]), slopes(layers.ReLU(max_value=5), [5.0])
print("ReLU(max_value=6) at 6:", six, "ReLU(max_value=5) at 5:", five)
threshold = float(layers.ReLU(threshold=1)(np.array([1.0], "float32"))[0])
print("ReLU(threshold=1) of 1:", threshold)
holds = (one, shared, six, five, threshold) == ([1, 0, 0, 0], [0.25] * 4, [0], [0.5], 0)
print("as described" if holds else "no longer as described")
sys.exit(0 if holds else 1)
PY
"$dir/env/bin/python" ties.py
