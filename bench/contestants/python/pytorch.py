"""PyTorch, eager: the plain training loop, with the fused Adam that its documentation recommends for CPUs.

`layout` in the settings is "contiguous" or "channels_last" (https://docs.pytorch.org: memory formats). The data
is one u8 tensor; a step gathers its images, rescales them and runs. The loss is not read back.
"""

import torch

from stepping import batches, run, slices


def module_of(layers: list[dict]) -> torch.nn.Sequential:
    modules, channels = [], 1
    for layer in layers:
        match layer["type"]:
            case "conv2d":
                kernel, same = layer["kernelSize"], layer["padding"] == "same"
                padding = kernel // 2 if same else 0
                modules.append(torch.nn.Conv2d(channels, layer["filters"], kernel, layer["strides"], padding))
                channels = layer["filters"]
            case "maxPool2d":
                modules.append(torch.nn.MaxPool2d(2))
            case "batchNormalization":
                flat = any(isinstance(module, torch.nn.Flatten) for module in modules)
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
            case other:
                raise ValueError(f"no PyTorch layer for {other}")
        if layer.get("activation") == "relu":
            modules.append(torch.nn.ReLU(inplace=True))
    return torch.nn.Sequential(*modules)


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
