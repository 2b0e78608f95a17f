"""The Keras model of the package's spec, and the names of its weights. Who imports it has chosen precision and backend."""

import keras

from cases import MERGES


def snake(word: str) -> str:
    """A camelCase word as Keras writes it."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in word)


def keras_activation(activation):
    """Keras' activation of the spec's: a word, or a layer or function with options."""
    if isinstance(activation, str):
        return "hard_silu" if activation == "hardSwish" else snake(activation)
    options = {snake(name): value for name, value in activation.items() if name != "type"}
    if activation["type"] == "gelu":
        return lambda x: keras.activations.gelu(x, **options)
    layer = {"relu": keras.layers.ReLU, "leakyRelu": keras.layers.LeakyReLU, "elu": keras.layers.ELU}[activation["type"]]
    return layer(**options)


def regularizers(layer: dict) -> dict:
    """Keras' regularizers of a layer of the spec, by the names of its arguments."""
    return {
        snake(name): keras.regularizers.L1L2(**factors)
        for name, factors in layer.items()
        if name.endswith("Regularizer")
    }


def keras_layer(layer: dict):
    """The Keras layer of one layer of the spec."""
    kind = layer["type"]
    if kind == "depthwiseConv2d":
        return keras.layers.DepthwiseConv2D(
            layer["kernelSize"],
            layer["strides"],
            layer["padding"],
            layer["depthMultiplier"],
            dilation_rate=layer["dilationRate"],
            activation=keras_activation(layer["activation"]),
            use_bias=layer["useBias"],
            **regularizers(layer),
        )
    if kind == "separableConv2d":
        return keras.layers.SeparableConv2D(
            layer["filters"],
            layer["kernelSize"],
            layer["strides"],
            layer["padding"],
            depth_multiplier=layer["depthMultiplier"],
            activation=keras_activation(layer["activation"]),
            use_bias=layer["useBias"],
            **regularizers(layer),
        )
    if kind == "averagePooling2d":
        return keras.layers.AveragePooling2D(layer["poolSize"], layer["strides"], layer["padding"])
    if kind == "globalAveragePooling2d":
        return keras.layers.GlobalAveragePooling2D(keepdims=layer["keepdims"])
    if kind == "globalMaxPooling2d":
        return keras.layers.GlobalMaxPooling2D(keepdims=layer["keepdims"])
    if kind == "reshape":
        return keras.layers.Reshape(layer["targetShape"])
    if kind == "normalization":
        axis = layer["axis"] if layer["axis"] is None else tuple(layer["axis"])
        return keras.layers.Normalization(axis, layer.get("mean"), layer.get("variance"), layer.get("invert", False))
    if kind == "rescaling":
        return keras.layers.Rescaling(layer["scale"], layer["offset"])
    if kind == "conv2d":
        return keras.layers.Conv2D(
            layer["filters"],
            layer["kernelSize"],
            layer["strides"],
            layer["padding"],
            dilation_rate=layer.get("dilationRate", (1, 1)),
            groups=layer.get("groups", 1),
            activation=keras_activation(layer["activation"]),
            use_bias=layer["useBias"],
            **regularizers(layer),
        )
    if kind == "maxPooling2d":
        return keras.layers.MaxPooling2D(layer["poolSize"], layer["strides"], layer["padding"])
    if kind == "zeroPadding2d":
        return keras.layers.ZeroPadding2D(layer["padding"])
    if kind == "flatten":
        return keras.layers.Flatten()
    if kind == "dense":
        activation = keras_activation(layer["activation"])
        return keras.layers.Dense(layer["units"], activation, layer["useBias"], **regularizers(layer))
    if kind == "activation" and "axis" in layer:
        return keras.layers.Softmax(axis=tuple(layer["axis"]))
    if kind == "activation":
        return keras.layers.Activation(keras_activation(layer["activation"]))
    if kind == "batchNormalization":
        options = {name: layer[name] for name in ("momentum", "epsilon", "center", "scale")}
        return keras.layers.BatchNormalization(**options)
    if kind == "add":
        return keras.layers.Add()
    if kind == "concatenate":
        return keras.layers.Concatenate()
    raise ValueError(f"no Keras layer for {kind}")


def keras_model(layers: list[dict], shape: tuple[int, ...]):
    """The Keras model of the spec: Functional where a layer says what it reads, Sequential otherwise.

    Layers are made in the order of the list, so that Keras' automatic names count as ours do.
    """
    made = [keras_layer(layer) for layer in layers]
    if any("inputs" in layer for layer in layers):
        source = keras.Input(shape)
        outputs = []
        for place, (layer, call) in enumerate(zip(layers, made)):
            read = [source if i == -1 else outputs[i] for i in layer.get("inputs", [place - 1])]
            outputs.append(call(read if layer["type"] in MERGES else read[0]))
        model = keras.Model(source, outputs[-1])
    else:
        model = keras.Sequential([keras.Input(shape), *made])
    for layer, call in zip(layers, made):
        call.trainable = layer.get("trainable", True)
    return model


def named_weights(model) -> dict:
    """The model's variables as `layer.weight`, by Keras' own automatic names and in its order.

    Without what a normalization counts, which it never reads.
    """
    weights = [(layer, weight) for layer in model.layers for weight in layer.weights if weight.name != "count"]
    return {f"{layer.name}.{weight.name}": weight for layer, weight in weights}
