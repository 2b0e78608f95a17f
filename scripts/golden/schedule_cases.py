"""The learning-rate schedules of the golden fixture: what the package's spec calls them, and at which steps they are read.

A case is a schedule in the package's own JSON. Its steps are a hundred: the first, the last and all between at even distances
as far as past the end, and at each place where the formula changes (`edges`) the steps around it. Some are no whole numbers: a
schedule is a function of any step, and one that is stretched is read between them.
"""


def exponential(rate, steps, decay, staircase=False):
    """An exponentialDecay."""
    options = {"initialLearningRate": rate, "decaySteps": steps, "decayRate": decay, "staircase": staircase}
    return {"type": "exponentialDecay"} | options


def inverse_time(rate, steps, decay, staircase=False):
    """An inverseTimeDecay."""
    return exponential(rate, steps, decay, staircase) | {"type": "inverseTimeDecay"}


def polynomial(rate, steps, end=1e-4, power=1, cycle=False):
    """A polynomialDecay."""
    options = {"initialLearningRate": rate, "decaySteps": steps, "endLearningRate": end, "power": power, "cycle": cycle}
    return {"type": "polynomialDecay"} | options


def piecewise(boundaries, values):
    """A piecewiseConstantDecay."""
    return {"type": "piecewiseConstantDecay", "boundaries": boundaries, "values": values}


def cosine(rate, steps, alpha=0, target=None, warmup=0):
    """A cosineDecay; `target` and `warmup` are its warm-up's."""
    options = {"initialLearningRate": rate, "decaySteps": steps, "alpha": alpha, "warmupSteps": warmup}
    return {"type": "cosineDecay"} | options | ({} if target is None else {"warmupTarget": target})


def restarts(rate, steps, t_mul=2, m_mul=1, alpha=0):
    """A cosineDecayRestarts."""
    options = {"initialLearningRate": rate, "firstDecaySteps": steps, "tMul": t_mul, "mMul": m_mul, "alpha": alpha}
    return {"type": "cosineDecayRestarts"} | options


def one_cycle(rate, total, start=0.3, anneal="cos", div=25, final=1e4):
    """A oneCycle, which PyTorch has and Keras has not."""
    names = ("maxLearningRate", "totalSteps", "pctStart", "annealStrategy", "divFactor", "finalDivFactor")
    return {"type": "oneCycle"} | dict(zip(names, (rate, total, start, anneal, div, final)))


# Each with the places where its formula changes, and the last step that is read.
CASES = [
    (exponential(0.1, 100, 0.96), [100], 400),
    (exponential(0.1, 7, 0.5, staircase=True), [7, 14, 21, 70], 120),
    (exponential(3e-4, 1000, 1e-3), [1000], 3500),
    (exponential(0.01, 10, 1.1), [10], 60),
    (inverse_time(0.1, 50, 0.5), [50], 400),
    (inverse_time(0.1, 8, 2, staircase=True), [8, 16, 24, 80], 120),
    (polynomial(0.1, 60), [60], 150),
    (polynomial(0.1, 60, 0.001, 0.5), [60], 150),
    (polynomial(1e-3, 50, 0, 2), [50], 120),
    (polynomial(0.1, 20, 0.01, 1, cycle=True), [20, 40, 60, 80], 130),
    (polynomial(0.05, 33, 1e-4, 3, cycle=True), [33, 66, 99], 160),
    (piecewise([20, 50, 90], [0.1, 0.03, 0.01, 0.001]), [20, 50, 90], 140),
    (piecewise([10], [1e-3, 1e-2]), [10], 40),
    (cosine(0.1, 80), [80], 120),
    (cosine(0.1, 80, 0.1), [80], 120),
    (cosine(0, 60, 0.05, 0.1, 20), [20, 80], 120),
    (cosine(0.01, 60, 0, 0.1, 15), [15, 75], 120),
    (cosine(0.02, 60, 0.5, 0.004, 9), [9, 69], 120),  # a warm-up that goes down
    (restarts(0.1, 10), [10, 30, 70, 150], 200),
    (restarts(0.1, 16, 1.5, 0.8, 0.1), [16, 40, 76, 130], 180),
    (restarts(0.1, 25, 1, 0.5), [25, 50, 75, 100], 140),
    (restarts(2e-3, 12, 3, 0.9), [12, 48, 156], 260),
    (one_cycle(0.1, 100), [29, 99], 99),
    (one_cycle(0.01, 60, 0.5, "linear"), [29, 59], 59),
    (one_cycle(0.1, 90, 0.2, "cos", 10, 100), [17, 89], 89),
    (one_cycle(1e-3, 37, 0.41, "linear", 4, 20), [14, 36], 36),
    (one_cycle(0.2, 30, 0.3), [8, 29], 29),  # the one of the optimizers' traces
]

POINTS = 100


def steps(schedule, edges, last):
    """The steps at which a schedule is read, in order."""
    chosen = {0, 1, 2, last}
    for edge in edges:
        chosen |= {edge - 1, edge, edge + 1}
    chosen = {step for step in chosen if 0 <= step <= last}
    if schedule["type"] == "oneCycle":  # PyTorch steps by one and refuses to go past the end
        return list(range(last + 1))
    whole = schedule["type"] == "piecewiseConstantDecay"  # casts its boundaries to the type of the step
    spread = (last * place / (POINTS - 1) for place in range(POINTS))
    for place, step in enumerate(spread):
        if len(chosen) < POINTS:
            chosen.add(round(step) if whole or place % 3 else round(step * 4) / 4)
    filling = (step for step in range(last) if step not in chosen)
    while len(chosen) < POINTS and (step := next(filling, None)) is not None:
        chosen.add(step)
    return sorted(chosen)
