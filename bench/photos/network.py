"""A checkpoint of the package as an ONNX model, made from its safetensors file."""

import json
from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper


def onnx_model(checkpoint: Path) -> bytes:
    """Returns the ONNX file of a checkpoint: u8 [count, 28, 28] in, probabilities [count, classes] out."""
    metadata, tensors = _read(checkpoint)
    nodes, weights = [], [numpy_helper.from_array(np.array([-1, 1, 28, 28]), "shape")]
    last = "images"

    def node(operator: str, values: dict[str, np.ndarray] | None = None, **attributes: object) -> None:
        """Adds an operation on the last result, with its weights."""
        nonlocal last
        name = f"{operator}_{len(nodes)}"
        named = {f"{name}.{key}": value for key, value in (values or {}).items()}
        weights.extend(numpy_helper.from_array(value, key) for key, value in named.items())
        nodes.append(helper.make_node(operator, [last, *named], [name], **attributes))
        last = name

    nodes.append(helper.make_node("Reshape", ["images", "shape"], ["reshaped"]))
    last = "reshaped"
    node("Cast", to=TensorProto.FLOAT)
    for layer in json.loads(metadata["spec"])["layers"]:
        kind, name = layer["type"], layer["name"]
        if kind == "rescaling":
            node("Mul", {"scale": np.float32(layer["scale"])})
        elif kind == "conv2d":
            if layer["padding"] != "same" or layer["strides"] != [1, 1] or layer["kernelSize"] != [3, 3]:
                raise ValueError(f"{checkpoint}: {name} is no 3×3 convolution with stride 1 and padding same")
            kernel = np.ascontiguousarray(tensors[f"{name}.kernel"].transpose(3, 2, 0, 1))
            node("Conv", {"kernel": kernel, "bias": tensors[f"{name}.bias"]}, kernel_shape=[3, 3], pads=[1, 1, 1, 1])
        elif kind == "batchNormalization":
            parts = ("gamma", "beta", "moving_mean", "moving_variance")
            node("BatchNormalization", {part: tensors[f"{name}.{part}"] for part in parts}, epsilon=layer["epsilon"])
        elif kind == "maxPooling2d":
            node("MaxPool", kernel_shape=[2, 2], strides=[2, 2])
        elif kind == "flatten":
            # The kernel that follows expects channels last.
            node("Transpose", perm=[0, 2, 3, 1])
            node("Flatten", axis=1)
        elif kind == "dense":
            node("Gemm", {"kernel": tensors[f"{name}.kernel"], "bias": tensors[f"{name}.bias"]})
        elif kind not in ("activation", "dropout"):
            raise ValueError(f"{checkpoint}: has a layer of type {kind}, expected those of net D")
        activation = layer.get("activation", "linear")
        if activation != "linear":
            node({"relu": "Relu", "softmax": "Softmax"}[activation])
    nodes.append(helper.make_node("Identity", [last], ["probabilities"]))
    graph = helper.make_graph(
        nodes,
        "net",
        [helper.make_tensor_value_info("images", TensorProto.UINT8, ["count", 28, 28])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["count", "classes"])],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    return model.SerializeToString()


def _read(path: Path) -> tuple[dict[str, str], dict[str, np.ndarray]]:
    """Returns a safetensors file's metadata and its tensors as f32: 8-bit kernels times their channels' scales."""
    content = path.read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start])
    metadata = header.pop("__metadata__")
    types = {"F32": np.dtype("<f4"), "I8": np.dtype("i1")}
    stored = {}
    for name, entry in header.items():
        first, end = entry["data_offsets"]
        values = np.frombuffer(content[start + first : start + end], types[entry["dtype"]])
        stored[name] = values.reshape(entry["shape"])
    tensors = {
        name: values.astype(np.float32) * stored[f"{name}.scale"] if values.dtype == np.int8 else values
        for name, values in stored.items()
    }
    return metadata, tensors
