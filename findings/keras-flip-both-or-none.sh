#!/usr/bin/env bash
# Runs: RandomFlip of Keras 3.15.1 in its default mode, "horizontal_and_vertical", on JAX 0.10.2 and on NumPy 2.4.6.
#
# Guess: two coins an image, one for each direction, as tf.image and torchvision are used: a quarter of the images stay, a quarter each is
# mirrored left to right, upside down, and both. The documentation: "will flip the images horizontally and or vertically".
# What happens: one coin an image, used for both directions. Half of the images stay, half are flipped both ways, that is turned by
# 180°; none of 4,000 is mirrored in one direction alone. Two layers, "horizontal" and "vertical", give the four quarters.
#
# Meaning: a net trained with the default never sees a mirrored image, which is what most want of flips (a shoe that points the other
# way), and half of what it sees stands on its head.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install -q --disable-pip-version-check keras==3.15.1 jax==0.10.2 jaxlib==0.10.2 numpy==2.4.6 scipy==1.17.1

cd "$dir"
cat >flips.py <<'PY'
import sys

import keras
import numpy as np

print(f"\nKeras {keras.__version__} on {keras.backend.backend()}, NumPy {np.__version__}")
layers = keras.layers
image = np.arange(6, dtype="float32").reshape(2, 3, 1)
kinds = {"as it is": image, "left to right": image[:, ::-1], "upside down": image[::-1], "both": image[::-1, ::-1]}
images = np.repeat(image[None], 4000, axis=0)


def shares(flip):
    out = np.asarray(flip(images, training=True))
    return {name: float((out == kind).all(axis=(1, 2, 3)).mean()) for name, kind in kinds.items()}


ways = {
    'RandomFlip()': (layers.RandomFlip(seed=1), [0.5, 0, 0, 0.5]),
    'RandomFlip("horizontal")': (layers.RandomFlip("horizontal", seed=1), [0.5, 0.5, 0, 0]),
    'RandomFlip("vertical")': (layers.RandomFlip("vertical", seed=1), [0.5, 0, 0.5, 0]),
    "the two, one after the other": (
        keras.Sequential([layers.RandomFlip("horizontal", seed=1), layers.RandomFlip("vertical", seed=2)]),
        [0.25, 0.25, 0.25, 0.25],
    ),
}
changed = False
for title, (flip, expected) in ways.items():
    found = shares(flip)
    # Four standard deviations of a share of 4,000; what never happens must not happen once.
    right = all(abs(share - want) <= (0.032 if want else 0) for share, want in zip(found.values(), expected))
    changed = changed or not right
    print(f"  {title}: " + ", ".join(f"{name} {share:.3f}" for name, share in found.items()) + ("" if right else "  CHANGED"))
documented = "flip the images horizontally and or vertically" in layers.RandomFlip.__doc__
print(f'  the documentation says "horizontally and or vertically": {documented}')
sys.exit(0 if documented and not changed else 1)
PY
for backend in jax numpy; do
  KERAS_BACKEND=$backend KERAS_HOME="$dir/keras" JAX_PLATFORMS=cpu "$dir/env/bin/python" flips.py
done
echo "as expected"
