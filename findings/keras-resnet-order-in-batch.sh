#!/usr/bin/env bash
# Runs: Keras 3.15.1 on JAX 0.10.2 (float32, CPU): a ResNet-20 and a net of two convolutions, ten steps of Adam on the same ten
# batches of 32 images, once as they are and once with the images of each batch in reverse order.
#
# Guess: the order of images within a batch means nothing: losses agree to some 1e-6, as rounding has it, with any of the usual
# learning rates; so two libraries can be compared by the losses of a few steps to 1e-4.
# What happens: the first loss agrees to 2e-7. Of the net of two convolutions all ten do. Of ResNet-20 (19 batch normalizations)
# with Adam's default rate of 1e-3 the second differs by 6e-5, the third by 1e-3, the sixth by 8e-3: what rounding leaves of sums in
# another order grows a thousandfold in two steps. With a rate of 2e-6 all ten losses agree to 1e-6. Run twice in the same order,
# all are equal to the bit.
#
# Meaning: losses of several steps of a deep net with batch normalization tell nothing about whether two implementations agree, unless
# the rate is far below the usual one or the sums have the same order. Compare one step's gradients, or train with a small rate.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install -q --disable-pip-version-check keras==3.15.1 jax==0.10.2 jaxlib==0.10.2 numpy==2.4.6 scipy==1.17.1

cd "$dir"
cat >order.py <<'PY'
import os
import sys

os.environ["KERAS_BACKEND"] = "jax"
import jax
import keras
import numpy as np
from keras import layers

print(f"Keras {keras.__version__} on JAX {jax.__version__}, NumPy {np.__version__}")


def convolution(filters, size, strides=1):
    return layers.Conv2D(filters, size, strides=strides, padding="same", use_bias=False, kernel_initializer="he_normal")


def block(x, filters, strides):
    y = layers.ReLU()(layers.BatchNormalization()(convolution(filters, 3, strides)(x)))
    y = layers.BatchNormalization()(convolution(filters, 3)(y))
    shortcut = layers.BatchNormalization()(convolution(filters, 1, strides)(x)) if strides > 1 else x
    return layers.ReLU()(layers.Add()([y, shortcut]))


def resnet20():
    inputs = keras.Input((28, 28, 1))
    x = layers.ReLU()(layers.BatchNormalization()(convolution(16, 3)(inputs)))
    for filters in (16, 32, 64):
        for place in range(3):
            x = block(x, filters, 2 if filters > 16 and place == 0 else 1)
    return keras.Model(inputs, layers.Dense(10)(layers.GlobalAveragePooling2D()(x)))


def two_convolutions():
    inputs = keras.Input((28, 28, 1))
    x = layers.MaxPooling2D()(layers.Conv2D(16, 3, activation="relu")(inputs))
    x = layers.MaxPooling2D()(layers.Conv2D(32, 3, activation="relu")(x))
    return keras.Model(inputs, layers.Dense(10)(layers.Flatten()(x)))


# Grey images with a bright bar whose place tells the class.
random = np.random.default_rng(7)
labels = random.integers(0, 10, (10, 32))
images = 0.3 * random.random((10, 32, 28, 28, 1)).astype("float32")
for step, image in np.ndindex(labels.shape):
    images[step, image, 2 * labels[step, image] :][:6] += 0.7


def losses(make, rate, order):
    keras.utils.set_random_seed(1)
    model = make()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(rate), loss)
    return np.array([float(model.train_on_batch(x[::order], y[::order])) for x, y in zip(images, labels)])


def differences(make, rate):
    found = np.abs(losses(make, rate, 1) - losses(make, rate, -1))
    print(f"{make.__name__}, Adam {rate}: the losses of ten steps differ by", *(f"{each:.0e}" for each in found))
    return found


usual = differences(resnet20, 1e-3)
small = differences(resnet20, 2e-6)
plain = differences(two_convolutions, 1e-3)
same = np.abs(losses(resnet20, 1e-3, 1) - losses(resnet20, 1e-3, 1))
print(f"resnet20, Adam 0.001, twice in the same order: {same.max():.0e}")
holds = usual[0] < 1e-5 and usual.max() > 1e-3 and small.max() < 1e-5 and plain.max() < 1e-5 and same.max() == 0
print("as described" if holds else "no longer as described")
sys.exit(0 if holds else 1)
PY
"$dir/env/bin/python" order.py
