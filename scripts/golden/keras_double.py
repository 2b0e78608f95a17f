"""Makes Keras compute in double precision, on JAX, all that it computes in float64 by name.

With floatx float64 and JAX_ENABLE_X64, Keras 3.15.1 still rounds to single precision in every operation that asks
for the type of its result: tanh, sin, cos, floor, var and others, and with them `activation="tanh"` and CosineDecay
(findings/keras-float64-in-float32.sh). A table of its promotions sends float64 there; here that line of it goes.
"""

from keras import config
from keras.src.backend.common import dtypes


def compute_in_double() -> None:
    """Sets floatx to float64 and means it."""
    config.set_floatx("float64")
    dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
