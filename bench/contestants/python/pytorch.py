"""PyTorch, eager: the plain training loop, with the fused Adam that its documentation recommends for CPUs.

`layout` in the settings is "contiguous" or "channels_last" (https://docs.pytorch.org: memory formats). The data
is one u8 tensor; a step gathers its images, rescales them and runs. The loss is not read back.
"""

import torch

from stepping import batches, run, slices


class Separable(torch.nn.Sequential):
    """A depthwise convolution and one of 1 × 1."""

    def __init__(self, channels: int, filters: int, kernel: int, strides: int, same: bool):
        depthwise = convolution(channels, channels, kernel, strides, same, False, channels)
        super().__init__(*depthwise, torch.nn.Conv2d(channels, filters, 1, bias=False))


def convolution(channels, filters, kernel, strides, same, bias, groups=1) -> list[torch.nn.Module]:
    """Padding of "same" as Keras has it: at strides above 1 there is more of it below and to the right."""
    total = kernel - 1 if same else 0
    if strides > 1 and total > 0:
        # Even sides: one row less above than below.
        pad = torch.nn.ZeroPad2d(((total - 1) // 2, total // 2, (total - 1) // 2, total // 2))
        return [pad, torch.nn.Conv2d(channels, filters, kernel, strides, 0, bias=bias, groups=groups)]
    return [torch.nn.Conv2d(channels, filters, kernel, strides, total // 2, bias=bias, groups=groups)]


class Graph(torch.nn.Module):
    """Layers with the places of what they read."""

    def __init__(self, layers: list[dict]):
        super().__init__()
        self.sources, channels, modules = [], {-1: 1}, []
        for place, layer in enumerate(layers):
            sources = layer.get("inputs", [place - 1])
            own = modules_of(layer, channels[sources[0]], modules)
            modules.append(torch.nn.Sequential(*own))
            channels[place] = layer.get("filters", channels[sources[0]])
            self.sources.append(sources)
        self.steps = torch.nn.ModuleList(modules)

    def forward(self, x):
        values = {-1: x}
        for place, (step, sources) in enumerate(zip(self.steps, self.sources)):
            read = [values[source] for source in sources]
            values[place] = step(read[0]) if len(read) == 1 else sum(read[1:], read[0])
        return values[len(self.sources) - 1]


def module_of(layers: list[dict]) -> torch.nn.Module:
    if any("inputs" in layer for layer in layers):
        return Graph(layers)
    modules, channels = [], 1
    for layer in layers:
        modules += modules_of(layer, channels, modules)
        channels = layer.get("filters", channels)
    return torch.nn.Sequential(*modules)


class GlobalAverage(torch.nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


def modules_of(layer: dict, channels: int, before: list) -> list[torch.nn.Module]:
    """The modules of one layer; relu changes in place what no other layer reads."""
    modules = []
    same, bias = layer.get("padding") == "same", layer.get("useBias", True)
    match layer["type"]:
        case "conv2d":
            modules += convolution(channels, layer["filters"], layer["kernelSize"], layer["strides"], same, bias)
        case "separableConv2d":
            modules.append(Separable(channels, layer["filters"], layer["kernelSize"], layer["strides"], same))
        case "maxPool2d":
            modules.append(torch.nn.MaxPool2d(2))
        case "globalAveragePooling2d":
            modules.append(GlobalAverage())
        case "batchNormalization":
            flat = any(isinstance(module, torch.nn.Flatten) for module in before)
            kind = torch.nn.LazyBatchNorm1d if flat else torch.nn.LazyBatchNorm2d
            modules.append(kind(eps=1e-3, momentum=0.01))
        case "relu":
            modules.append(torch.nn.ReLU(inplace=True))
        case "dropout":
            modules.append(torch.nn.Dropout(layer["rate"], inplace=False))
        case "flatten":
            modules.append(torch.nn.Flatten())
        case "dense":
            modules.append(torch.nn.LazyLinear(layer["units"]))
        case "add":
            pass
        case other:
            raise ValueError(f"no PyTorch layer for {other}")
    if layer.get("activation") == "relu":
        modules.append(torch.nn.ReLU(inplace=True))
    return modules


class Contestant:
    version = f"PyTorch {torch.__version__}"

    def __init__(self, settings: dict, data):
        images, labels = data
        self.format = torch.channels_last if settings["layout"] == "channels_last" else torch.contiguous_format
        self.batch = settings["batch"]
        self.images = torch.from_numpy(images).permute(0, 3, 1, 2)
        self.labels = None if labels is None else torch.from_numpy(labels).long()
        self.model = module_of(settings["layers"])
        self.model(self.prepared(self.images[:2]))
        self.model.to(memory_format=self.format)
        self.trainable = sum(p.numel() for p in self.model.parameters() if p.requires_grad)
        if settings["mode"] == "train":
            self.positions = batches(len(images), self.batch)
            self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3, eps=1e-7, fused=True)
            self.step = self.train_step
        else:
            self.model.eval()
            self.positions = slices(len(images), self.batch)
            self.step = self.infer_step

    def prepared(self, images: torch.Tensor) -> torch.Tensor:
        return images.float().mul_(1 / 255).contiguous(memory_format=self.format)

    def train_step(self) -> None:
        positions = torch.from_numpy(next(self.positions))
        logits = self.model(self.prepared(self.images[positions]))
        loss = torch.nn.functional.cross_entropy(logits, self.labels[positions])
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()

    @torch.inference_mode()
    def infer_step(self) -> None:
        self.model(self.prepared(self.images[next(self.positions)])).numpy()

    def round(self, seconds: float) -> dict:
        return run(self.step, self.batch, seconds)


def prepare(settings: dict, data) -> Contestant:
    torch.set_num_threads(settings["threads"])
    torch.set_num_interop_threads(1)
    contestant = Contestant(settings, data)
    contestant.round(settings["warmUpSeconds"])
    return contestant
