"""Keras on TensorFlow. Training is `model.fit` on arrays in memory or a `tf.function` over whole steps, as `loop`
in the settings says; inference is a `tf.function`, which is faster than `model.predict`.
"""

import math

import keras
import numpy as np
import tensorflow as tf

from stepping import batches, run, slices

STEPS_PER_CALL = 16


def model_of(layers: list[dict]) -> keras.Model:
    images = keras.Input((28, 28, 1), dtype="uint8")
    values = {-1: keras.layers.Rescaling(1 / 255)(images)}
    for place, layer in enumerate(layers):
        read = [values[source] for source in layer.get("inputs", [place - 1])]
        values[place] = layer_of(layer)(read if len(read) > 1 else read[0])
    return keras.Model(images, values[len(layers) - 1])


def layer_of(layer: dict) -> keras.layers.Layer:
    activation, use_bias = layer.get("activation"), layer.get("useBias", True)
    window = {"strides": layer.get("strides"), "padding": layer.get("padding"), "use_bias": use_bias}
    match layer["type"]:
        case "conv2d":
            return keras.layers.Conv2D(layer["filters"], layer["kernelSize"], activation=activation, **window)
        case "separableConv2d":
            return keras.layers.SeparableConv2D(layer["filters"], layer["kernelSize"], activation=activation, **window)
        case "maxPool2d":
            return keras.layers.MaxPool2D()
        case "globalAveragePooling2d":
            return keras.layers.GlobalAveragePooling2D()
        case "batchNormalization":
            return keras.layers.BatchNormalization()
        case "relu":
            return keras.layers.ReLU()
        case "dropout":
            return keras.layers.Dropout(layer["rate"])
        case "flatten":
            return keras.layers.Flatten()
        case "dense":
            return keras.layers.Dense(layer["units"], activation=activation)
        case "add":
            return keras.layers.Add()
        case other:
            raise ValueError(f"no Keras layer for {other}")


class Contestant:
    version = f"Keras {keras.__version__}, TensorFlow {tf.__version__}"

    def __init__(self, settings: dict, data):
        self.images, self.labels = data
        self.batch = settings["batch"]
        self.model = model_of(settings["layers"])
        self.trainable = sum(math.prod(w.shape) for w in self.model.trainable_weights)


class Fit(Contestant):
    """`model.fit` with as many images as fill a round, in whole epochs if an epoch is shorter."""

    def __init__(self, settings: dict, data):
        super().__init__(settings, data)
        self.model.compile(
            keras.optimizers.Adam(1e-3),
            keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            steps_per_execution=STEPS_PER_CALL,
        )
        self.chunk = self.batch * STEPS_PER_CALL
        self.fit(self.chunk)
        first = self.fit(self.chunk)
        self.rate = first["images"] / first["seconds"]
        self.round(settings["warmUpSeconds"])

    def fit(self, images: int) -> dict:
        whole = len(self.images) // self.chunk * self.chunk
        count, epochs = min(images, whole), max(1, math.ceil(images / whole))
        start = tf.timestamp()
        self.model.fit(
            self.images[:count], self.labels[:count], batch_size=self.batch, epochs=epochs, shuffle=True, verbose=0
        )
        return {"images": count * epochs, "seconds": float(tf.timestamp() - start)}

    def round(self, seconds: float) -> dict:
        total = {"images": 0, "seconds": 0.0}
        while total["seconds"] < seconds:
            missing = (seconds - total["seconds"]) * self.rate * 1.05
            for key, value in self.fit(math.ceil(missing / self.chunk) * self.chunk).items():
                total[key] += value
        self.rate = total["images"] / total["seconds"]
        return total


class Function(Contestant):
    """A `tf.function` of several steps each; the images stay one u8 tensor, of which a step gathers its batch."""

    def __init__(self, settings: dict, data):
        super().__init__(settings, data)
        images, labels = tf.constant(self.images), tf.constant(self.labels, tf.int32)
        loss_of, optimizer = keras.losses.SparseCategoricalCrossentropy(from_logits=True), keras.optimizers.Adam(1e-3)
        optimizer.build(self.model.trainable_variables)
        self.positions = batches(len(self.images), self.batch)

        @tf.function
        def steps(positions):
            loss = tf.constant(0.0)
            for i in tf.range(STEPS_PER_CALL):
                chosen = positions[i]
                with tf.GradientTape() as tape:
                    logits = self.model(tf.gather(images, chosen), training=True)
                    loss = loss_of(tf.gather(labels, chosen), logits)
                optimizer.apply(tape.gradient(loss, self.model.trainable_variables), self.model.trainable_variables)
            return loss

        self.steps = steps
        self.round(settings["warmUpSeconds"])

    def step(self):
        return self.steps(tf.constant(np.stack([next(self.positions) for _ in range(STEPS_PER_CALL)])))

    def round(self, seconds: float) -> dict:
        return run(self.step, self.batch * STEPS_PER_CALL, seconds, lambda loss: loss.numpy())


class Infer(Contestant):
    def __init__(self, settings: dict, data):
        super().__init__(settings, data)
        self.slices = slices(len(self.images), self.batch)
        self.predict = tf.function(lambda images: self.model(images, training=False), reduce_retracing=True)
        self.round(settings["warmUpSeconds"])

    def step(self):
        return self.predict(tf.constant(self.images[next(self.slices)]))

    def round(self, seconds: float) -> dict:
        return run(self.step, self.batch, seconds, lambda logits: logits.numpy())


def prepare(settings: dict, data) -> Contestant:
    tf.config.threading.set_intra_op_parallelism_threads(settings["threads"])
    tf.config.threading.set_inter_op_parallelism_threads(settings["threads"])
    kind = Infer if settings["mode"] == "infer" else Fit if settings["loop"] == "fit" else Function
    return kind(settings, data)
