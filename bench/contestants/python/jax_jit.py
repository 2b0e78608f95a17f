"""JAX: one jitted function for a whole step, gather, rescaling and Adam included, its state donated.

Layout NHWC. XLA takes as many threads as there are CPUs this process may use, so that is how they are limited.
"""

import math
import os

import jax
import jax.numpy as jnp
import numpy as np

from stepping import batches, run, slices


def max_pool(x):
    """By reshape, for its gradient is much faster on CPUs than that of lax.reduce_window."""
    n, h, w, c = x.shape
    return x[:, : h // 2 * 2, : w // 2 * 2].reshape(n, h // 2, 2, w // 2, 2, c).max((2, 4))


def initial(layers: list[dict], random: np.random.Generator):
    """Glorot-uniform weights for each layer, and the moving statistics of batch normalization."""
    shape, weights, statistics = (28, 28, 1), [], []

    def glorot(*size):
        bound = math.sqrt(6 / ((size[-1] + size[-2]) * math.prod(size[:-2])))
        return random.uniform(-bound, bound, size).astype(np.float32)

    for layer in layers:
        weight, moving = {}, {}
        match layer["type"]:
            case "conv2d":
                k, s, filters = layer["kernelSize"], layer["strides"], layer["filters"]
                weight = {"kernel": glorot(k, k, shape[2], filters), "bias": np.zeros(filters, np.float32)}
                side = math.ceil(shape[0] / s) if layer["padding"] == "same" else (shape[0] - k) // s + 1
                shape = (side, side, filters)
            case "maxPool2d":
                shape = (shape[0] // 2, shape[1] // 2, shape[2])
            case "flatten":
                shape = (math.prod(shape),)
            case "dense":
                weight = {"kernel": glorot(shape[0], layer["units"]), "bias": np.zeros(layer["units"], np.float32)}
                shape = (layer["units"],)
            case "batchNormalization":
                weight = {"gamma": np.ones(shape[-1], np.float32), "beta": np.zeros(shape[-1], np.float32)}
                moving = {"mean": np.zeros(shape[-1], np.float32), "variance": np.ones(shape[-1], np.float32)}
            case "relu" | "dropout":
                pass
            case other:
                raise ValueError(f"this contestant has no layer for {other}")
        weights.append(weight)
        statistics.append(moving)
    return weights, statistics


def forward(layers, weights, statistics, images, key=None):
    """Logits and the new moving statistics; with a key in training, without in inference."""
    x = images.astype(jnp.float32) * (1 / 255)
    moved = []
    for layer, weight, moving in zip(layers, weights, statistics, strict=True):
        match layer["type"]:
            case "conv2d":
                strides, padding = (layer["strides"],) * 2, layer["padding"].upper()
                order = ("NHWC", "HWIO", "NHWC")
                x = jax.lax.conv_general_dilated(x, weight["kernel"], strides, padding, dimension_numbers=order)
                x += weight["bias"]
            case "maxPool2d":
                x = max_pool(x)
            case "flatten":
                x = x.reshape(x.shape[0], -1)
            case "dense":
                x = x @ weight["kernel"] + weight["bias"]
            case "dropout":
                if key is not None:
                    key, own = jax.random.split(key)
                    kept = jax.random.bernoulli(own, 1 - layer["rate"], x.shape)
                    x = jnp.where(kept, x / (1 - layer["rate"]), 0)
            case "batchNormalization":
                mean, variance = moving["mean"], moving["variance"]
                if key is not None:
                    axes = tuple(range(x.ndim - 1))
                    mean = x.mean(axes)
                    variance = jnp.square(x).mean(axes) - jnp.square(mean)
                    now = {"mean": mean, "variance": variance}
                    moving = jax.tree.map(lambda old, new: 0.99 * old + 0.01 * jax.lax.stop_gradient(new), moving, now)
                x = (x - mean) * (jax.lax.rsqrt(variance + 1e-3) * weight["gamma"]) + weight["beta"]
        if layer["type"] == "relu" or layer.get("activation") == "relu":
            x = jax.nn.relu(x)
        moved.append(moving)
    return x, moved


def adam(weights, gradients, first, second, step):
    rate = 1e-3 * jnp.sqrt(1 - 0.999**step) / (1 - 0.9**step)
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradients)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradients)
    weights = jax.tree.map(lambda w, m, v: w - rate * m / (jnp.sqrt(v) + 1e-7), weights, first, second)
    return weights, first, second


class Contestant:
    version = f"JAX {jax.__version__}"

    def __init__(self, settings: dict, data):
        images, labels = data
        layers, self.batch = settings["layers"], settings["batch"]
        weights, statistics = initial(layers, np.random.default_rng(1))
        self.trainable = sum(w.size for w in jax.tree.leaves(weights))
        self.images, self.labels = jnp.asarray(images), None if labels is None else jnp.asarray(labels)

        def train(state, images, labels, positions):
            weights, statistics, first, second, step, key = state
            key, own = jax.random.split(key)

            def loss_of(weights):
                logits, moved = forward(layers, weights, statistics, images[positions], own)
                wanted = jnp.take_along_axis(logits, labels[positions][:, None].astype(jnp.int32), 1)[:, 0]
                return (jax.nn.logsumexp(logits, 1) - wanted).mean(), moved

            (loss, moved), gradients = jax.value_and_grad(loss_of, has_aux=True)(weights)
            weights, first, second = adam(weights, gradients, first, second, step + 1)
            return (weights, moved, first, second, step + 1, key), loss

        self.train = jax.jit(train, donate_argnums=0)
        self.infer = jax.jit(lambda weights, statistics, images: forward(layers, weights, statistics, images)[0])
        weights, statistics = jax.tree.map(jnp.asarray, (weights, statistics))
        zeros = [jax.tree.map(jnp.zeros_like, weights) for _ in range(2)]
        self.state = (weights, statistics, *zeros, jnp.float32(0), jax.random.key(1))
        training = settings["mode"] == "train"
        self.positions = (batches if training else slices)(len(images), self.batch)
        self.host_images = images
        self.step = self.train_step if training else self.infer_step
        self.round(settings["warmUpSeconds"])

    def train_step(self):
        self.state, loss = self.train(self.state, self.images, self.labels, next(self.positions))
        return loss

    def infer_step(self):
        return self.infer(self.state[0], self.state[1], self.host_images[next(self.positions)])

    def round(self, seconds: float) -> dict:
        return run(self.step, self.batch, seconds, np.asarray)


def prepare(settings: dict, data) -> Contestant:
    allowed = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, allowed[: settings["threads"]])
    return Contestant(settings, data)
