"""The golden cases: each is a model in the package's own spec JSON, how it is trained, and on what.

The same description builds the reference model here and the fashion-wasm model in test/golden/: a case
is data, and both sides must make the same of it. Images are always the first `images` of the fixture's
training images, read as `inputShape` (784 values an image, any shape); batches are taken in order, the
last of a pass may be smaller, and passes repeat until `steps` are done.

`checkpoint` is the step up to which a trace is compared number by number. Training is chaotic: a rounding
error that moves one relu or one pooling maximum across its edge is a jump in a gradient, and Adam makes a
full step of it where gradients are small. Net L has two million such edges a batch; Keras in float32
leaves the tolerance of its own float64 trace after about ten steps, whatever the seed. `seed` is one for
which Keras, started from weights changed by 1e-6 of themselves, stays within 2 % of the tolerance up to
the checkpoint; make.py refuses a case whose checkpoint Keras itself does not reach, and writes down how
many steps float32 does stay within tolerance (`stepsWithinTolerance`). Biases are random: from zeros, what the
first convolution makes of a black background is exactly 0, on relu's edge, and a convolution through Winograd tiles is not.

Batch normalization makes it worse: an image that crosses an edge moves the statistics of all others. With net
D, slim and trained by Adam, Keras' float32 stays within tolerance for 0 to 14 steps, by the seed; started from
weights changed by 1e-5 of themselves (what a fast convolution may be off by) for 0 to 5: where a gradient is
almost 0, Adam's first step is a whole one in the direction of its sign. Therefore
- d-adam is slim, so that it has few edges; its seed, of 13 tried, keeps both within tolerance up to the checkpoint;
  and like the small cases it starts from random betas (`biases`), since tolerances are shares of the largest value;
- d-wide is the net as it is, trained by SGD at a small rate, where an edge is worth its gradient and no more (by
  Adam float32 misses the second step). Its 468,778 weights would be 1.9 MB a snapshot, so the first ones come by a
  formula, and of a tensor about `samples` values are kept, which is all of the moving statistics;
- residual-projected ends before the first step at which a relu's input comes within 3e-6 of its edge;
- resnet20 and net-m have ten losses compared to 1e-4, and deep down edges amplify: by Adam at 1e-3 Keras' float32 parts from its
  float64 by 3e-4 in the third loss and by 9e-2 in the tenth (seed 20), as float64 parts from itself when weights are
  changed by 1e-7 of themselves; SGD does no better. At 1e-5 such losses stay within 1e-4 for every other seed, at
  2e-6 with room, and a rate 1 % off still shows. Its kernels are in He's range, all else is as Keras starts it;
- what a norm undoes does not stand before it: no bias right before a norm, no beta before a dense layer and a
  norm. Its gradient is 0 up to rounding, and Adam makes steps of that.
"""

PREDICTED = 8  # images whose outputs are recorded before and after training

RESCALE = {"type": "rescaling", "scale": 1 / 255, "offset": 0}
ADAM = {"type": "adam", "learningRate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7}


def conv(filters, kernel, strides=(1, 1), padding="valid", activation="relu", use_bias=True):
    """A conv2d layer of the spec."""
    return {
        "type": "conv2d",
        "filters": filters,
        "kernelSize": list(kernel),
        "strides": list(strides),
        "padding": padding,
        "activation": activation,
        "useBias": use_bias,
    }


def pool(size=(2, 2), strides=None, padding="valid"):
    """A maxPooling2d layer of the spec."""
    return {"type": "maxPooling2d", "poolSize": list(size), "strides": list(strides or size), "padding": padding}


def zero_pad(top, bottom, left, right):
    """A zeroPadding2d layer of the spec."""
    return {"type": "zeroPadding2d", "padding": [[top, bottom], [left, right]]}


def depthwise(kernel, strides=(1, 1), padding="valid", multiplier=1, dilation=(1, 1), use_bias=True, **more):
    """A depthwiseConv2d layer of the spec."""
    return {
        "type": "depthwiseConv2d",
        "kernelSize": list(kernel),
        "strides": list(strides),
        "padding": padding,
        "depthMultiplier": multiplier,
        "dilationRate": list(dilation),
        "activation": "linear",
        "useBias": use_bias,
    } | more


def separable(filters, strides=(1, 1), padding="same", multiplier=1, use_bias=True, **more):
    """A separableConv2d layer of the spec, 3 × 3."""
    return {
        "type": "separableConv2d",
        "filters": filters,
        "kernelSize": [3, 3],
        "strides": list(strides),
        "padding": padding,
        "depthMultiplier": multiplier,
        "activation": "linear",
        "useBias": use_bias,
    } | more


def act(activation):
    """An activation layer of the spec."""
    return {"type": "activation", "activation": activation}


def dense(units, activation="linear", use_bias=True):
    """A dense layer of the spec."""
    return {"type": "dense", "units": units, "activation": activation, "useBias": use_bias}


def batches(case):
    """The slice of the images that each step trains on."""
    starts = range(0, case["images"], case["batchSize"])
    order = (starts[step % len(starts)] for step in range(case["steps"]))
    return [slice(start, min(start + case["batchSize"], case["images"])) for start in order]


def norm(momentum=0.99, epsilon=1e-3, center=True, scale=True):
    """A batchNormalization layer of the spec."""
    options = {"momentum": momentum, "epsilon": epsilon, "center": center, "scale": scale}
    return {"type": "batchNormalization"} | options


MERGES = ("add", "concatenate")


def branches(merge, *lists):
    """A block of branches that read the same and meet in a layer `merge`; an empty one is what they read."""
    return {"type": merge, "branches": [list(branch) for branch in lists]}


def residual(layers, shortcut=()):
    """A residual block: the sum of what `layers` and `shortcut` make of the same."""
    return branches("add", layers, shortcut)


def frozen(*layers):
    """The layers, not trained."""
    return [layer | {"trainable": False} for layer in layers]


def laid_out(layers):
    """The flat list of the spec, in the order in which `sequential` lays blocks out (ts/layers/blocks.ts)."""
    flat = []

    def lay(layers, source):
        for layer in layers:
            if "branches" in layer:
                ends = [lay(branch, source) for branch in layer["branches"]]
                flat.append({"type": layer["type"], "inputs": ends})
            elif "inputs" in layer or source == len(flat) - 1:
                flat.append(layer)
            else:
                flat.append(layer | {"inputs": [source]})
            source = len(flat) - 1
        return source

    lay(layers, -1)
    return flat


FLATTEN = {"type": "flatten"}
RELU = {"type": "activation", "activation": "relu"}

NET_L = [RESCALE, conv(32, (3, 3)), pool(), conv(64, (3, 3)), pool(), FLATTEN, dense(10)]


def net_d(filters, units):
    """Net D without dropout; `filters` of its two halves, and none of its layers with a bias a norm would undo."""

    def normalised(layer):
        return [layer, norm(), RELU]

    def half(count):
        layer = conv(count, (3, 3), padding="same", activation="linear", use_bias=False)
        return [*normalised(layer), *normalised(layer), pool()]

    first, second = filters
    return [RESCALE, *half(first), *half(second), FLATTEN, *normalised(dense(units, use_bias=False)), dense(10)]


def resnet20():
    """ResNet-20 for small images (He et al. 2016, section 4.2), with projections; the last pool averages nothing."""

    def normalised(filters, size, strides=1):
        return [conv(filters, (size, size), (strides, strides), "same", "linear", False), norm()]

    def block(filters, strides):
        layers = [*normalised(filters, 3, strides), RELU, *normalised(filters, 3)]
        shortcut = normalised(filters, 1, strides) if strides > 1 else []
        return [residual(layers, shortcut), RELU]

    stages = [block(filters, 2 if filters > 16 and not i else 1) for filters in (16, 32, 64) for i in range(3)]
    return [RESCALE, *normalised(16, 3), RELU, *sum(stages, []), pool((7, 7)), FLATTEN, dense(10)]


GLOBAL_AVERAGE = {"type": "globalAveragePooling2d", "keepdims": False}


def net_m():
    """Net M, a MobileNet in small: a convolution, five separable ones, each normalised, relu, global average pooling."""
    separables = [separable(filters, (stride, stride), use_bias=False) for filters, stride in NET_M]
    layers = [conv(16, (3, 3), padding="same", activation="linear", use_bias=False), *separables]
    return [RESCALE, *sum(([layer, norm(), RELU] for layer in layers), []), GLOBAL_AVERAGE, dense(10)]


NET_M = ((32, 1), (64, 2), (64, 1), (128, 2), (128, 1))


def case(name, about, layers, optimizer, **options):
    """A case; what `options` does not say is as for the small variants.

    `biases`: how weights other than kernels start, "zeros" (as Keras starts them) or "random". `slots`: keep the
    optimizer's state after the last step. `samples`: values kept of a tensor that has more; first_weights.py then
    makes all first weights, kernels in Glorot's uniform range or, by `kernels: "he"`, in He's.
    `reference`: who makes the trace, "keras" or "pytorch".
    """
    input_shape = options.pop("input_shape", (28, 28, 1))
    defaults = {"images": 120, "batchSize": 50, "steps": 12, "seed": 20, "biases": "random", "slots": True}
    settings = defaults | {"reference": "keras"} | options
    settings = {"checkpoint": settings["steps"]} | settings
    spec = {"inputShape": list(input_shape), "layers": laid_out(layers)}
    return {"name": name, "about": about, "spec": spec, "optimizer": optimizer} | settings


CASES = [
    case(
        "l-adam",
        "net L without dropout, from logits, Adam, last batch partial",
        NET_L,
        ADAM,
        images=250,
        batchSize=100,
        steps=30,
        checkpoint=4,
        seed=3,
        slots=False,
    ),
    case(
        "l-sgd",
        "net L, SGD with momentum, where PyTorch's formulas are Keras'; traced by PyTorch",
        NET_L,
        {"type": "sgd", "learningRate": 0.01, "momentum": 0.9, "nesterov": False},
        images=250,
        batchSize=100,
        steps=9,
        seed=1,
        slots=False,
        reference="pytorch",
    ),
    case(
        "s-adam",
        "the seed notebook's net: stride 3, sigmoid output with sparse categorical cross-entropy",
        [RESCALE, conv(32, (3, 3), (3, 3)), pool(), FLATTEN, dense(32, "relu"), dense(10, "sigmoid")],
        ADAM,
        images=250,
        batchSize=100,
        steps=30,
        seed=4,
        biases="zeros",
        slots=False,
    ),
    case(
        "sgd",
        "plain SGD; kernel 5x5, stride 2 valid; a pool that does not divide its input",
        [RESCALE, conv(6, (5, 5), (2, 2)), pool((5, 5)), FLATTEN, dense(10)],
        {"type": "sgd", "learningRate": 0.1, "momentum": 0, "nesterov": False},
    ),
    case(
        "momentum-same",
        "SGD with momentum; conv and overlapping pool with padding same; softmax output",
        [
            RESCALE,
            conv(8, (3, 3), (2, 2), "same"),
            pool((3, 3), (2, 2), "same"),
            conv(10, (4, 4), (1, 1), "same"),
            pool((2, 2), (2, 2), "same"),
            FLATTEN,
            dense(10, "softmax"),
        ],
        {"type": "sgd", "learningRate": 0.02, "momentum": 0.9, "nesterov": False},
    ),
    case(
        "zero-padding",
        "zeros around bytes and within the net, other ones on each side; Adam",
        [
            zero_pad(1, 0, 2, 3),
            RESCALE,
            conv(6, (3, 3), (2, 2)),
            zero_pad(0, 2, 1, 0),
            conv(8, (3, 3), (2, 2)),
            zero_pad(1, 1, 1, 1),
            FLATTEN,
            dense(10),
        ],
        ADAM,
    ),
    case(
        "nesterov",
        "SGD with Nesterov momentum; two input channels, rectangular everything, no bias, sigmoid inside",
        [
            RESCALE,
            conv(5, (2, 4), (1, 2), "valid", "sigmoid", False),
            conv(7, (3, 2), (2, 1), "same", "linear"),
            pool((2, 3), (1, 2), "valid"),
            FLATTEN,
            dense(12, "sigmoid"),
            dense(10, "linear", False),
        ],
        {"type": "sgd", "learningRate": 0.05, "momentum": 0.8, "nesterov": True},
        input_shape=(14, 28, 2),
    ),
    case(
        "adam-options",
        "Adam with every option off its default (epsilon large: its place in the formula shows); rescaling with offset",
        [
            {"type": "rescaling", "scale": 1 / 127.5, "offset": -1},
            conv(9, (1, 1), (1, 1), "valid", "linear"),
            {"type": "activation", "activation": "relu"},
            conv(6, (3, 3), (1, 3), "same", "linear"),
            pool((2, 2), (2, 2), "same"),
            {"type": "activation", "activation": "sigmoid"},
            FLATTEN,
            dense(11, "relu"),
            dense(10),
            {"type": "activation", "activation": "softmax"},
        ],
        {"type": "adam", "learningRate": 4e-3, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3},
        input_shape=(14, 14, 4),
        images=64,
        batchSize=1,
        steps=40,
    ),
    case(
        "dense-only",
        "no convolution: flatten first, two dense layers, Adam",
        [RESCALE, FLATTEN, dense(8, "relu"), dense(10)],
        ADAM,
        images=100,
        batchSize=33,
        steps=20,
    ),
    case(
        "norm-dense",
        "batch normalization of features, of bytes as they are and behind a dense layer; SGD, last batch partial",
        [FLATTEN, norm(0.9, center=False), dense(12, use_bias=False), norm(), RELU, dense(10)],
        {"type": "sgd", "learningRate": 0.05, "momentum": 0.9, "nesterov": False},
        input_shape=(14, 14, 4),
    ),
    case(
        "norm-conv",
        "batch normalization of images: momentum .9, epsilon .01, without center, without scale, without both, twice",
        [
            RESCALE,
            conv(8, (3, 3), (1, 1), "same", "linear", False),
            norm(0.9, 1e-2),
            RELU,
            pool(),
            conv(9, (3, 3), (1, 1), "valid", "linear", False),
            norm(0.8, 1e-3, center=False),
            pool(),
            norm(0.95, 1e-2, scale=False),
            RELU,
            FLATTEN,
            dense(12, use_bias=False),
            norm(0.5, 1e-3, center=False, scale=False),
            RELU,
            dense(10),
        ],
        ADAM,
        steps=20,
    ),
    case(
        "d-adam",
        "net D without dropout, slim, Adam, last batch partial",
        net_d((8, 16), 32),
        ADAM,
        images=250,
        batchSize=128,
        steps=20,
        checkpoint=5,
        seed=2,
        slots=False,
    ),
    case(
        "d-wide",
        "net D without dropout, at its full width; SGD with momentum, last batch partial",
        net_d((32, 64), 128),
        {"type": "sgd", "learningRate": 0.002, "momentum": 0.9, "nesterov": False},
        images=250,
        batchSize=128,
        steps=6,
        checkpoint=3,
        seed=1,
        slots=False,
        samples=200,
    ),
    case(
        "residual",
        "a residual block whose shortcut is its input, without normalization, Adam",
        [
            RESCALE,
            conv(8, (3, 3), (2, 2), "same"),
            residual([conv(8, (3, 3), padding="same"), conv(8, (3, 3), padding="same", activation="linear")]),
            RELU,
            pool(),
            FLATTEN,
            dense(10),
        ],
        ADAM,
    ),
    case(
        "residual-projected",
        "a residual block with batch normalization and stride 2, and a projection with both on its shortcut, Adam",
        [
            RESCALE,
            conv(8, (3, 3), (2, 2), "same", "linear", False),
            norm(),
            RELU,
            residual(
                [
                    conv(12, (3, 3), (2, 2), "same", "linear", False),
                    norm(0.9),
                    RELU,
                    conv(12, (3, 3), (1, 1), "same", "linear", False),
                    norm(),
                ],
                [conv(12, (1, 1), (2, 2), "valid", "linear", False), norm(0.8)],
            ),
            RELU,
            FLATTEN,
            dense(10),
        ],
        ADAM,
        steps=8,
        seed=22,
    ),
    case(
        "concatenate",
        "three branches side by side: convolutions, the input itself, an overlapping pool; SGD with momentum",
        [
            RESCALE,
            conv(4, (3, 3), (2, 2), "same"),
            branches(
                "concatenate",
                [conv(6, (1, 1)), conv(5, (3, 3), padding="same")],
                [],
                [pool((3, 3), (1, 1), "same")],
            ),
            conv(6, (3, 3), (2, 2)),
            FLATTEN,
            dense(10),
        ],
        {"type": "sgd", "learningRate": 0.02, "momentum": 0.9, "nesterov": False},
    ),
    case(
        "forked-thrice",
        "one value that a convolution, a sum and a concatenation further on read, Adam",
        [
            RESCALE,
            conv(6, (3, 3), (2, 2), "same"),
            conv(6, (3, 3), padding="same"),
            {"type": "add", "inputs": [1, 2]},
            pool((3, 3), (1, 1), "same"),
            {"type": "concatenate", "inputs": [4, 1]},
            conv(6, (3, 3), (2, 2)),
            FLATTEN,
            dense(10),
        ],
        ADAM,
    ),
    case(
        "forks-in-forks",
        "forks of the model's input, in branches of forks, and of nothing but empty branches, Adam",
        [
            branches(
                "concatenate",
                [RESCALE, conv(4, (3, 3), (1, 2), "same")],
                [
                    RESCALE,
                    conv(5, (2, 2), (1, 2), "same"),
                    branches(
                        "add",
                        [branches("concatenate", [conv(3, (3, 3), padding="same")], [conv(2, (1, 1))])],
                        [],
                        [residual([conv(5, (3, 3), padding="same")]), RELU],
                    ),
                ],
            ),
            branches("add", [], []),
            pool(),
            FLATTEN,
            dense(10),
        ],
        ADAM,
        input_shape=(14, 28, 2),
    ),
    case(
        "frozen",
        "a convolution and a batch normalization that are not trained, under a head that is, Adam",
        [
            RESCALE,
            *frozen(conv(8, (3, 3), (2, 2), "same", "linear", False), norm(0.9)),
            RELU,
            pool(),
            conv(8, (3, 3), (1, 1), "valid", "linear", False),
            norm(0.9),
            RELU,
            FLATTEN,
            *frozen(dense(16)),
            RELU,
            dense(10),
        ],
        ADAM,
    ),
    case(
        "resnet20",
        "ResNet-20 with projections, Adam at a small rate",
        resnet20(),
        ADAM | {"learningRate": 2e-6},
        images=224,
        batchSize=32,
        steps=10,
        seed=3,
        biases="zeros",
        kernels="he",
        slots=False,
        samples=40,
    ),
    case(
        "depthwise",
        "depthwise convolutions: two kernels a channel, stride 2, gaps, a rectangle; one with groups, one with gaps; Adam",
        [
            RESCALE,
            conv(4, (3, 3), (2, 2), "same", "linear"),
            depthwise((3, 3), (1, 1), "same", 2),
            RELU,
            depthwise((3, 3), (2, 2), "same", activation="relu"),
            conv(12, (3, 3), padding="same") | {"groups": 4},
            depthwise((2, 3), (1, 1), "valid", 1, (2, 1), False),
            conv(6, (2, 3), padding="same") | {"dilationRate": [1, 2]},
            FLATTEN,
            dense(10),
        ],
        ADAM,
    ),
    case(
        "separable",
        "separable convolutions with two kernels a channel, regularizers of all kinds, global average pooling; SGD",
        [
            RESCALE,
            conv(6, (3, 3), (2, 2), "same") | {"kernelRegularizer": {"l1": 1e-3}},
            separable(8, multiplier=2, activation={"type": "relu", "maxValue": 6}) | {"depthwiseRegularizer": {"l2": 0.01}},
            separable(12, (2, 2), activation="silu", pointwiseRegularizer={"l1": 1e-3, "l2": 2e-3}),
            GLOBAL_AVERAGE,
            dense(10) | {"kernelRegularizer": {"l2": 0.02}},
        ],
        {"type": "sgd", "learningRate": 0.05, "momentum": 0.9, "nesterov": False},
    ),
    case(
        "activations",
        "every activation, as an option and as a layer; SGD with momentum",
        [
            RESCALE,
            conv(8, (3, 3), (2, 2), "same", {"type": "gelu", "approximate": True}),
            conv(8, (3, 3), (1, 1), "same", "leakyRelu"),
            pool(),
            act("gelu"),
            conv(8, (3, 3), (1, 1), "same", "hardSwish"),
            act({"type": "leakyRelu", "negativeSlope": 0.3}),
            FLATTEN,
            dense(24, {"type": "relu", "negativeSlope": 0.1, "maxValue": 2, "threshold": 0.05}),
            dense(20, {"type": "elu", "alpha": 0.7}),
            act("silu"),
            dense(16, "tanh"),
            act("elu"),
            dense(10),
        ],
        {"type": "sgd", "learningRate": 0.05, "momentum": 0.9, "nesterov": False},
    ),
    case(
        "softmax-axes",
        "softmax along the rows, the columns, and the rows and channels; SGD with momentum",
        [
            RESCALE,
            conv(8, (3, 3), (2, 2), "same", "linear"),
            act("softmax") | {"axis": [1]},
            conv(6, (3, 3), (2, 2), "same", "linear"),
            act("softmax") | {"axis": [-2]},
            conv(6, (2, 2), (1, 1), "same", "linear"),
            act("softmax") | {"axis": [3, 1]},
            FLATTEN,
            dense(10),
        ],
        {"type": "sgd", "learningRate": 0.05, "momentum": 0.9, "nesterov": False},
    ),
    case(
        "normalization",
        "normalization by numbers of the bytes at the head, by weights within; reshape, global max pooling; Adam",
        [
            {"type": "normalization", "axis": [3], "mean": [72.0, 90.0, 60.0, 81.0], "variance": [8100.0, 9000.0, 7000.0, 6400.0]},
            conv(8, (3, 3), (1, 1), "same"),
            {"type": "normalization", "axis": [1, -1]},
            conv(12, (3, 3), (1, 1), "same", "linear"),
            {"type": "reshape", "targetShape": [7, -1, 24]},
            act("tanh"),
            {"type": "globalMaxPooling2d", "keepdims": True},
            FLATTEN,
            dense(10),
        ],
        ADAM,
        input_shape=(14, 14, 4),
    ),
    case(
        "net-m",
        "net M, Adam at a small rate",
        net_m(),
        ADAM | {"learningRate": 2e-6},
        images=224,
        batchSize=32,
        steps=10,
        seed=3,
        biases="zeros",
        kernels="he",
        slots=False,
        samples=40,
    ),
]
