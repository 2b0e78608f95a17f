#!/usr/bin/env bash
# Runs: keras.ops.image.rgb_to_grayscale and the layer RandomGrayscale of Keras 3.15.1 (on JAX 0.10.2 and on NumPy 2.4.6),
# beside convert("L") of Pillow 13.0.0 and cvtColor of OpenCV 5.0.0.93, on the 256 greys (r = g = b).
#
# Guess: grey of a grey is that grey: white stays 255, and applying it twice changes nothing more.
# What happens: the three weights add up to 0.9999 and bytes are cut off, not rounded: of the 256 greys only 0 stays.
# 1 becomes 0, 128 becomes 127, 255 becomes 254; three rounds make 252. Pillow and OpenCV keep all 256. Keras' own
# load_img(color_mode="grayscale"), which goes through Pillow, keeps them as well: two ways within one library.
# In floats white is 254.9745.
#
# Meaning: colour files made grey by these Keras functions are one tone darker, in every pixel that is not 0, than
# the same files read by other tools. A white background, inverted afterwards, lies on 1, not on 0; files and
# fingerprints differ everywhere. Round floats yourself, or read files as grey.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install -q --disable-pip-version-check \
  keras==3.15.1 jax==0.10.2 jaxlib==0.10.2 numpy==2.4.6 scipy==1.17.1 pillow==13.0.0 opencv-python-headless==5.0.0.93

cd "$dir"
cat >grey.py <<'PY'
import sys

import cv2
import keras
import numpy as np
import PIL
from PIL import Image

print(f"Keras {keras.__version__} on {keras.backend.backend()}, NumPy {np.__version__}, "
      f"Pillow {PIL.__version__}, OpenCV {cv2.__version__}")

tones = np.arange(256, dtype=np.uint8)
colour = np.repeat(tones.reshape(1, 256, 1), 3, axis=2)
Image.fromarray(colour).save("tones.png")


def keras_grey(image):
    return np.array(keras.ops.image.rgb_to_grayscale(image))


def again(grey):
    return np.repeat(grey.reshape(1, 256, 1), 3, axis=2)


once = keras_grey(colour)
thrice = keras_grey(again(keras_grey(again(once))))
layer = keras.layers.RandomGrayscale(factor=1.0, dtype="uint8")
always = np.array(layer(colour[None], training=True))[0, ..., 0]
floats = keras_grey(colour.astype("float32")).ravel()

results = [
    ("keras.ops.image.rgb_to_grayscale", once, 1, [0, 0, 127, 254]),
    ("the same, three times", thrice, 1, [0, 0, 125, 252]),
    ("keras.layers.RandomGrayscale", always, 1, [0, 0, 127, 254]),
    ("keras.utils.load_img, grayscale", np.array(keras.utils.load_img("tones.png", color_mode="grayscale")), 256, [0, 1, 128, 255]),
    ('Pillow convert("L")', np.array(Image.fromarray(colour).convert("L")), 256, [0, 1, 128, 255]),
    ("OpenCV cvtColor", cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), 256, [0, 1, 128, 255]),
]
changed = False
for title, image, kept, some in results:
    row = image.ravel()
    got = (int((row == tones).sum()), row[[0, 1, 128, 255]].tolist())
    wrong = got != (kept, some) or image.dtype != np.uint8
    changed = changed or wrong
    print(f"  {title:34} keeps {got[0]:3} of 256 greys; 0, 1, 128, 255 become {got[1]}"
          + (f"  CHANGED, expected {(kept, some)}" if wrong else ""))
white = round(float(floats[255]), 4)
print(f"  {'in floats, 255 becomes':34} {white}")
changed = changed or white != 254.9745
sys.exit(1 if changed else 0)
PY
for backend in jax numpy; do
  KERAS_BACKEND=$backend KERAS_HOME="$dir/keras" JAX_PLATFORMS=cpu "$dir/env/bin/python" grey.py
done
echo "as expected"
