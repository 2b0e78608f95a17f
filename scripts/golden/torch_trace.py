"""Trains one golden case with PyTorch in float64, for the formulas PyTorch and Keras share.

Run by make.py:  python torch_trace.py CASE IMAGES.safetensors OUT.safetensors INITIAL.safetensors

Layers, loss and optimizer are PyTorch's own; weights and images change their layout on the way in and out
(HWIO ↔ OIHW, and the rows of a dense kernel behind flatten stay in the order height, width, channel).
"""

import sys

import numpy as np
import torch
from safetensors.numpy import load_file

from cases import CASES, PREDICTED, batches
from trace_file import Trace

CASE, IMAGES, OUT, INITIAL = sys.argv[1:]


class ToChannelsLast(torch.nn.Module):
    """NCHW → NHWC, so that flatten counts as Keras does."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1)


def torch_layers(layers: list[dict], channels: int):
    """Yields the PyTorch modules of the spec's layers (those of net L)."""
    for layer in layers:
        if layer["type"] == "conv2d":
            kernel, strides = layer["kernelSize"], layer["strides"]
            yield torch.nn.Conv2d(channels, layer["filters"], kernel, strides, bias=layer["useBias"])
            channels = layer["filters"]
        elif layer["type"] == "maxPooling2d":
            yield torch.nn.MaxPool2d(layer["poolSize"], layer["strides"])
        elif layer["type"] == "flatten":
            yield ToChannelsLast()
            yield torch.nn.Flatten()
        elif layer["type"] == "dense":
            yield torch.nn.LazyLinear(layer["units"], bias=layer["useBias"])
        elif layer["type"] != "rescaling":
            raise ValueError(f"no PyTorch layer for {layer['type']}")
        if layer.get("padding", "valid") != "valid" or layer.get("activation", "linear") not in ("linear", "relu"):
            raise ValueError(f"not translated to PyTorch: {layer}")
        if layer.get("activation") == "relu":
            yield torch.nn.ReLU()


def keras_names(model) -> dict[str, torch.nn.Parameter]:
    """The parameters by Keras' automatic names: conv2d.kernel, conv2d.bias, conv2d_1.kernel, …"""
    names, counts = {}, {}
    for module in model.modules():
        if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)):
            kind = "conv2d" if isinstance(module, torch.nn.Conv2d) else "dense"
            number = counts[kind] = counts.get(kind, -1) + 1
            layer = f"{kind}_{number}" if number else kind
            names |= {f"{layer}.kernel": module.weight, f"{layer}.bias": module.bias}
    return names


def keras_layout(parameter) -> np.ndarray:
    """OIHW → HWIO, (out, in) → (in, out)."""
    value = parameter.detach().numpy()
    return value.transpose(2, 3, 1, 0) if value.ndim == 4 else value.T


def torch_layout(value: np.ndarray) -> torch.Tensor:
    """HWIO → OIHW, (in, out) → (out, in)."""
    return torch.tensor(value.transpose(3, 2, 0, 1) if value.ndim == 4 else value.T, dtype=torch.float64)


def main() -> None:
    """Trains the case and writes its trace."""
    case = next(case for case in CASES if case["name"] == CASE)
    torch.set_default_dtype(torch.float64)
    layers, shape, options = case["spec"]["layers"], case["spec"]["inputShape"], case["optimizer"]
    if options["type"] != "sgd" or options["nesterov"]:
        raise ValueError("only for SGD do PyTorch's formulas equal Keras'")
    data, initial = load_file(IMAGES), load_file(INITIAL)
    images = torch.tensor(data["images"][: case["images"]].reshape(-1, *shape), dtype=torch.float64)
    images = images.permute(0, 3, 1, 2) * layers[0]["scale"] + layers[0]["offset"]
    labels = torch.tensor(data["labels"][: case["images"]].astype(np.int64))

    model = torch.nn.Sequential(*torch_layers(layers, shape[2]))
    model(images[:1])
    weights = keras_names(model)
    with torch.no_grad():
        for name, weight in weights.items():
            weight.copy_(torch_layout(initial[f"initial/{name}"]))
    optimizer = torch.optim.SGD(model.parameters(), options["learningRate"], options["momentum"])
    snapshot = lambda: {name: keras_layout(weight) for name, weight in weights.items()}  # noqa: E731

    trace = Trace(case)
    trace.tensors("initial", snapshot())
    trace.tensors("output", {"before": model(images[:PREDICTED]).detach()})
    for batch in batches(case):
        optimizer.zero_grad()
        logits = model(images[batch])
        loss = torch.nn.functional.cross_entropy(logits, labels[batch])
        loss.backward()
        optimizer.step()
        if trace.step(loss.detach(), int((logits.argmax(1) == labels[batch]).sum())) == case["checkpoint"]:
            trace.tensors("checkpoint", snapshot())
    trace.tensors("final", snapshot())
    with torch.no_grad():
        logits = model(images)
        trace.tensors("output", {"after": logits[:PREDICTED]})
        trace.evaluated(torch.nn.functional.cross_entropy(logits, labels), int((logits.argmax(1) == labels).sum()))
    trace.save(OUT)


main()
