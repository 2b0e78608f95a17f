"""The nets and optimizers of the golden traces in test/golden/optimizers: data, which both sides must make the same of.

A net is trained from the same first weights by each of its optimizers, `STEPS` steps on the first `IMAGES` images of the
fixture, in batches in order. All numbers of all steps are compared, unlike those of `cases.py`, so these nets are smooth: gelu,
silu and sigmoid instead of relu, averages instead of maxima. Without edges to cross a rounding error grows slowly, and Keras'
float32 stays within a tenth of the tolerance of its own float64 to the end (optimizers.py refuses a net of which that
is not so). They are small, since where gradients are almost 0 Adam makes whole steps in the direction of a rounding; and no
bias stands before a normalization, whose gradient would be one.

Rates are such that each training moves weights by far more than the tolerance, and every option by more than that, too:
test/golden/optimizers/mutants.test.ts takes them away one by one.
"""

from cases import FLATTEN, RESCALE, act, conv, dense, depthwise, laid_out, norm, separable

IMAGES = 120
BATCH_SIZE = 40
STEPS = 30


def average_pool(size):
    """An averagePooling2d layer of the spec."""
    return {"type": "averagePooling2d", "poolSize": [size, size], "strides": [size, size], "padding": "valid"}


def normalised(strides, padding, momentum):
    """A convolution without a bias and its normalization."""
    return [conv(8, (3, 3), strides, padding, "linear", False), norm(momentum)]


def sgd(rate, momentum=0, nesterov=False, **more):
    """SGD of the spec."""
    return {"type": "sgd", "learningRate": rate, "momentum": momentum, "nesterov": nesterov} | more


def adam(rate, beta1=0.9, beta2=0.999, epsilon=1e-7, type="adam", **more):
    """Adam of the spec, or what has its options."""
    return {"type": type, "learningRate": rate, "beta1": beta1, "beta2": beta2, "epsilon": epsilon} | more


def adamw(rate, *betas, decay=0.5, **more):
    """AdamW of the spec; the decay shows within the few steps."""
    return adam(rate, *betas, type="adamw", weightDecay=decay, **more)


def nadam(rate, *betas, **more):
    """Nadam of the spec."""
    return adam(rate, *betas, type="nadam", **more)


def rmsprop(rate, rho=0.9, momentum=0, epsilon=1e-7, centered=False, **more):
    """RMSprop of the spec."""
    options = {"rho": rho, "momentum": momentum, "epsilon": epsilon, "centered": centered}
    return {"type": "rmsprop", "learningRate": rate} | options | more


def adagrad(rate, initial=0.1, epsilon=1e-7, **more):
    """Adagrad of the spec."""
    return {"type": "adagrad", "learningRate": rate, "initialAccumulatorValue": initial, "epsilon": epsilon} | more


def lion(rate, beta1=0.9, beta2=0.99, **more):
    """Lion of the spec."""
    return {"type": "lion", "learningRate": rate, "beta1": beta1, "beta2": beta2} | more


def schedule(type, **options):
    """A schedule of the spec."""
    return {"type": type} | options


DEFAULTS = {
    "sgd": sgd(0.5),
    "nesterov": sgd(0.1, 0.9, True),
    "adam": adam(3e-3),
    "adamw": adamw(3e-3),
    "nadam": nadam(3e-3),
    "rmsprop": rmsprop(3e-3),
    "rmsprop-centered-momentum": rmsprop(5e-4, momentum=0.8, centered=True),
    "adagrad": adagrad(0.1),
    "lion": lion(1e-3),
}

# Numbers off their defaults, epsilon so large that its place in the formula shows.
OTHER_NUMBERS = {
    "sgd": sgd(0.3, 0.5),
    "nesterov": sgd(0.2, 0.7, True),
    "adam": adam(4e-3, 0.8, 0.95, 1e-3),
    "adamw": adamw(4e-3, 0.7, 0.9, 1e-3, decay=0.2),
    "nadam": nadam(4e-3, 0.8, 0.95, 1e-3),
    "rmsprop": rmsprop(4e-3, 0.7, epsilon=1e-3),
    "rmsprop-centered": rmsprop(2e-3, 0.95, epsilon=1e-4, centered=True),
    "rmsprop-momentum": rmsprop(1e-3, 0.8, 0.7, 1e-4),
    "rmsprop-centered-momentum": rmsprop(1e-3, 0.8, 0.6, 1e-4, True),
    "adagrad": adagrad(0.05, 0.01, 1e-2),
    "lion": lion(1e-3, 0.8, 0.9),
}

HALVING = schedule("exponentialDecay", initialLearningRate=0.5, decaySteps=10, decayRate=0.5, staircase=False)
POLYNOMIAL = schedule("polynomialDecay", initialLearningRate=4e-3, decaySteps=20, endLearningRate=5e-4, power=2, cycle=False)
WARM_UP = {"warmupTarget": 4e-3, "warmupSteps": 8}
COSINE = schedule("cosineDecay", initialLearningRate=1e-3, decaySteps=18, alpha=0.1, **WARM_UP)
RESTARTS = schedule("cosineDecayRestarts", initialLearningRate=3e-3, firstDecaySteps=8, tMul=1.5, mMul=0.7, alpha=0)
INVERSE = schedule("inverseTimeDecay", initialLearningRate=0.2, decaySteps=5, decayRate=0.5, staircase=False)
CYCLE = {"pctStart": 0.3, "annealStrategy": "cos", "divFactor": 25, "finalDivFactor": 1e4}
ONE_CYCLE = schedule("oneCycle", maxLearningRate=0.2, totalSteps=30, **CYCLE)

SCHEDULED = {
    "exponential-decay": sgd(HALVING),
    "exponential-decay-staircase": sgd(HALVING | {"staircase": True}, 0.5),
    "piecewise-constant-decay": adam(schedule("piecewiseConstantDecay", boundaries=[6, 20], values=[4e-3, 1e-3, 3e-4])),
    "polynomial-decay": adamw(POLYNOMIAL),
    "polynomial-decay-cycle": adam(POLYNOMIAL | {"decaySteps": 8, "cycle": True}),
    "inverse-time-decay": adagrad(INVERSE),
    "inverse-time-decay-staircase": adagrad(INVERSE | {"staircase": True}),
    "cosine-decay-warmup": adamw(COSINE),
    "cosine-decay": rmsprop(schedule("cosineDecay", initialLearningRate=2e-3, decaySteps=25, alpha=0, warmupSteps=0)),
    "cosine-decay-restarts": nadam(RESTARTS),
    "one-cycle": sgd(ONE_CYCLE, 0.9, True),
}

SHARED = {
    "adam-decay": adam(2e-3, weightDecay=0.5, excludeFromWeightDecay=["bias"]),
    "sgd-decay": sgd(0.05, 0.9, weightDecay=0.05, excludeFromWeightDecay=["dense_1", "conv2d.kernel"]),
    "clipnorm": sgd(0.5, 0.5, clipnorm=0.1),
    "clipnorm-decay": sgd(0.3, weightDecay=0.05, clipnorm=0.2),
    "clipvalue": sgd(0.5, clipvalue=0.01),
    "global-clipnorm": sgd(0.5, 0.5, globalClipnorm=0.3),
    "global-clipnorm-adam": adam(2e-3, globalClipnorm=0.25),
    "ema": adam(2e-3, useEma=True, emaMomentum=0.9),
    "ema-overwrite": sgd(0.3, 0.5, useEma=True, emaMomentum=0.8, emaOverwriteFrequency=7),
    "accumulation": adam(4e-3, gradientAccumulationSteps=3),
    "accumulation-nadam": nadam(4e-3, gradientAccumulationSteps=3),
    "accumulation-clip-decay": sgd(0.5, 0.5, weightDecay=0.1, globalClipnorm=0.1, gradientAccumulationSteps=3),
    "accumulation-ema": adam(4e-3, useEma=True, emaMomentum=0.9, gradientAccumulationSteps=3),
    "accumulation-ema-overwrite": sgd(0.8, useEma=True, emaMomentum=0.8, emaOverwriteFrequency=4, gradientAccumulationSteps=3),
    "accumulation-schedule": sgd(HALVING | {"initialLearningRate": 1}, gradientAccumulationSteps=3),
}

# Rates are lower, since normalization makes gradients larger.
NORMALISED = DEFAULTS | {
    "sgd": sgd(0.1),
    "adam": adam(1e-3),
    "adamw": adamw(1e-3),
    "nadam": nadam(1e-3),
    "adamw-exclude": adamw(1e-3, excludeFromWeightDecay=["gamma", "beta"]),
    "ema": adam(1e-3, useEma=True, emaMomentum=0.9),
    "accumulation": adam(2e-3, gradientAccumulationSteps=3),
}


def net(about, layers, optimizers, seed):
    """A net with the optimizers that train it; a seed for which no weight's gradient stays within rounding of 0."""
    spec = {"inputShape": [28, 28, 1], "layers": laid_out([RESCALE, average_pool(2), *layers])}
    settings = {"images": IMAGES, "batchSize": BATCH_SIZE, "steps": STEPS, "seed": seed, "biases": "random"}
    return {"about": about, "spec": spec, **settings, "optimizers": optimizers}


NETS = {
    "plain": net(
        "a convolution and two dense layers",
        [
            conv(8, (3, 3), (2, 2), "same", "gelu"),
            average_pool(2),
            FLATTEN,
            dense(12, "silu"),
            dense(10),
        ],
        DEFAULTS | SCHEDULED | SHARED,
        seed=1,
    ),
    "norm": net(
        "two convolutions with batch normalization",
        [
            *normalised((2, 2), "same", 0.9),
            act("silu"),
            *normalised((2, 2), "valid", 0.8),
            act("gelu"),
            FLATTEN,
            dense(10),
        ],
        NORMALISED,
        seed=1,
    ),
    "depthwise": net(
        "a depthwise and a separable convolution; all numbers of the optimizers off their defaults",
        [
            conv(4, (3, 3), (2, 2), "same", "gelu"),
            depthwise((3, 3), (1, 1), "same", 2, activation="silu"),
            separable(8, (2, 2), activation="sigmoid"),
            FLATTEN,
            dense(10),
        ],
        OTHER_NUMBERS,
        seed=1,
    ),
}
