#!/usr/bin/env bash
# Runs: optimizers of Keras 3.15.1 on JAX 0.10.2 (float32, CPU) with gradient_accumulation_steps=3, on one weight whose gradient
# is 1 at every batch; after each batch the weight, its average and `optimizer.iterations`.
#
# Guess: three batches make one step, and all that an optimizer counts, it counts in steps: a run with accumulation over 3 is one
# with batches three times as large.
# What happens: there are two clocks. `iterations`, Adam's bias correction and ema_overwrite_frequency count steps; a schedule and
# the average of use_ema count batches. ExponentialDecay(decay_steps=2) has gone through three halvings after 9 batches at steps
# 1 to 3: the steps' rates are those of batches 2, 5 and 8. The average with ema_momentum=0.9 moves at every batch towards a weight
# that stays, by 0.1 + 0.09 + 0.081 of the way a step: as with momentum 0.729. With
# ema_overwrite_frequency=2 the weight becomes its average at batches 10, 11 and 12: it moves between two steps.
#
# Meaning: who takes accumulation for a larger batch multiplies decay_steps by it and takes the root of ema_momentum. Numbers
# of steps read from `optimizer.iterations` are not the schedule's.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install -q --disable-pip-version-check keras==3.15.1 jax==0.10.2 jaxlib==0.10.2 numpy==2.4.6 scipy==1.17.1

cd "$dir"
cat >clocks.py <<'PY'
import os
import sys

os.environ["KERAS_BACKEND"] = "jax"
import jax
import keras
import numpy as np

print(f"Keras {keras.__version__} on JAX {jax.__version__}")
one = np.ones((1, 1), np.float32)


def run(optimizer, batches=9):
    """After each batch: the weight, its average, the iterations."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")])
    model.compile(optimizer, loss=lambda true, output: output)
    model.optimizer.build(model.trainable_variables)
    weights, averages, iterations = [], [], []
    for _ in range(batches):
        model.train_on_batch(one, one)
        weights.append(round(float(model.get_weights()[0][0, 0]), 4))
        if optimizer.use_ema:
            averages.append(round(float(keras.ops.convert_to_numpy(optimizer._model_variables_moving_average[0])[0, 0]), 4))
        iterations.append(int(optimizer.iterations))
    return weights, averages, iterations


changed = False


def expect(title, got, right):
    global changed
    wrong = not np.allclose(got, right, atol=2e-4)
    changed = changed or wrong
    print(f"  {title}: {got}" + (f"  CHANGED, expected {right}" if wrong else ""))


accumulated = {"gradient_accumulation_steps": 3}
halving = keras.optimizers.schedules.ExponentialDecay(1.0, 2, 0.5)
weights, _, iterations = run(keras.optimizers.SGD(halving, **accumulated))
expect("optimizer.iterations", iterations, [0, 0, 1, 1, 1, 2, 2, 2, 3])
rates = [round(before - after, 4) for before, after in zip([0, weights[2], weights[5]], [weights[2], weights[5], weights[8]])]
expect("rates of the steps", rates, [0.5 ** (batch / 2) for batch in (2, 5, 8)])
# With a constant gradient Adam's bias correction makes each step one of the rate, if it counts the steps that were made.
weights, _, _ = run(keras.optimizers.Adam(0.1, **accumulated))
expect("weights by Adam", weights, [0, 0, -0.1, -0.1, -0.1, -0.2, -0.2, -0.2, -0.3])
weights, averages, _ = run(keras.optimizers.SGD(1.0, use_ema=True, ema_momentum=0.9, **accumulated))
expect("weights", weights, [0, 0, -1, -1, -1, -2, -2, -2, -3])
expect("averages", averages, [0, 0, -1, -1, -1, -1.1, -1.19, -1.271, -1.4439])
ema = {"use_ema": True, "ema_momentum": 0.5, "ema_overwrite_frequency": 2}
weights, averages, _ = run(keras.optimizers.SGD(1.0, **ema, **accumulated), 12)
expect("weights overwritten", weights, [0, 0, -1, -1, -1, -1.5, -1.5, -1.5, -2.5, -2.25, -2.25, -2.75])
expect("their averages", averages, [0, 0, -1, -1, -1, -1.5, -1.5, -1.5, -2, -2.25, -2.25, -2.75])
sys.exit(1 if changed else 0)
PY
JAX_PLATFORMS=cpu KERAS_HOME="$dir/keras" "$dir/env/bin/python" clocks.py
echo "as expected"
