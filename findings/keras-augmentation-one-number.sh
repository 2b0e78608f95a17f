#!/usr/bin/env bash
# Runs: RandomErasing and RandomContrast of Keras 3.15.1, on JAX 0.10.2 and on NumPy 2.4.6, with one number for `factor`.
#
# Guess: what the documentation says. RandomErasing: "`factor=1.0` means erasing is always applied", and 1.0 is the default.
# RandomContrast: "When represented as a single float, lower = upper", so that 0.2 draws from 0.8 to 1.2.
# What happens: one number f is read as the pair (0, f). RandomErasing draws each image's probability from 0 to f, so that the
# default erases in half of the images and 0.5 in a quarter. RandomContrast(0.2) draws from 1.0 to 1.2: contrast never falls. A pair
# does what is said: (1.0, 1.0) erases in all, (0.2, 0.2) draws from 0.8 to 1.2.
#
# Meaning: half the augmentation that was asked for; and rates that were tuned with Keras are twice too strong in a library that does
# what the documentation says.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install -q --disable-pip-version-check keras==3.15.1 jax==0.10.2 jaxlib==0.10.2 numpy==2.4.6 scipy==1.17.1

cd "$dir"
cat >factors.py <<'PY'
import sys

import keras
import numpy as np

print(f"\nKeras {keras.__version__} on {keras.backend.backend()}, NumPy {np.__version__}")
layers = keras.layers
changed = False


def expect(title, found, wanted, tolerance):
    global changed
    right = np.allclose(found, wanted, atol=tolerance)
    changed = changed or not right
    print(f"  {title}: {np.round(found, 3)}" + ("" if right else f"  CHANGED, expected {wanted}"))


images = np.full((4000, 8, 8, 1), 100, dtype="float32")
for title, options, share in (
    ("RandomErasing()", {}, 0.5),
    ("RandomErasing(1.0)", {"factor": 1.0}, 0.5),
    ("RandomErasing(0.5)", {"factor": 0.5}, 0.25),
    ("RandomErasing((1.0, 1.0))", {"factor": (1.0, 1.0)}, 1),
):
    # Patches of a quarter of the image or more, which hold a pixel wherever they lie.
    erase = layers.RandomErasing(**options, scale=(0.25, 0.33), fill_value=0, seed=1)
    out = np.asarray(erase(images, training=True))
    expect(f"{title}, share of the images with erased pixels", (out == 0).any(axis=(1, 2, 3)).mean(), share, 0.032)

tones = np.repeat(np.array([90, 110], dtype="float32").reshape(1, 1, 2, 1), 4000, axis=0)
for title, factor, ends in (
    ("RandomContrast(0.2)", 0.2, [1.0, 1.2]),
    ("RandomContrast((0.2, 0.2))", (0.2, 0.2), [0.8, 1.2]),
):
    out = np.asarray(layers.RandomContrast(factor, seed=1)(tones, training=True))
    drawn = (out[:, 0, 1, 0] - out[:, 0, 0, 0]) / 20
    expect(f"{title}, least and largest factor of 4,000", [drawn.min(), drawn.max()], ends, 0.002)

for layer, text in (
    (layers.RandomErasing, "`factor=1.0` means erasing is always applied"),
    (layers.RandomContrast, "When represented as a single float, lower = upper"),
):
    documented = text in layer.__doc__
    changed = changed or not documented
    print(f'  documentation of {layer.__name__}: "{text}": {documented}')
sys.exit(1 if changed else 0)
PY
for backend in jax numpy; do
  KERAS_BACKEND=$backend KERAS_HOME="$dir/keras" JAX_PLATFORMS=cpu "$dir/env/bin/python" factors.py
done
echo "as expected"
