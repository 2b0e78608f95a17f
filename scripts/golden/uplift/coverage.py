"""Prints how many 90 % intervals of simulated campaigns hold the true difference: Newcombe's of whether customers bought,
Welch's of what they spent. The figures stand in docs/customers/uplift.md.

    scripts/golden/run uplift-coverage

A buyer spends a log-normal amount (μ = 4, σ = 1: half spend less than 55, one in a hundred more than 560). It takes two minutes.
"""

import numpy as np
from scipy import stats

LEVEL = 0.9
RUNS = 10_000
CAMPAIGNS = [(900, 100), (9000, 1000), (45_000, 5000), (90_000, 10_000)]
RATES = [(0.01, 0.01), (0.05, 0.05), (0.07, 0.05)]


def wilson(hits: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares and the bounds of their intervals."""
    z = stats.norm.ppf((1 + LEVEL) / 2)
    share, square = hits / n, z * z / n
    centre = (share + square / 2) / (1 + square)
    half = z * np.sqrt(share * (1 - share) / n + square / (4 * n)) / (1 + square)
    return share, centre - half, centre + half


def bought(generator: np.random.Generator, sizes: tuple[int, int], rates: tuple[float, float]) -> float:
    """How often Newcombe's interval holds the difference of the rates."""
    target, low, high = wilson(generator.binomial(sizes[0], rates[0], RUNS), sizes[0])
    control, control_low, control_high = wilson(generator.binomial(sizes[1], rates[1], RUNS), sizes[1])
    below = target - control - np.hypot(target - low, control_high - control)
    above = target - control + np.hypot(high - target, control - control_low)
    difference = rates[0] - rates[1]
    return float(np.mean((below <= difference) & (difference <= above)))


def amounts(generator: np.random.Generator, n: int, rate: float) -> tuple[float, float]:
    """Mean and its variance of what n customers spent."""
    buyers = generator.binomial(n, rate)
    spent = generator.lognormal(4, 1, buyers)
    mean = spent.sum() / n
    squares = ((spent - mean) ** 2).sum() + (n - buyers) * mean**2
    return mean, squares / (n - 1) / n


def spent(generator: np.random.Generator, sizes: tuple[int, int], rates: tuple[float, float]) -> float:
    """How often Welch's interval holds the difference of the means; campaigns without a buyer have none."""
    held = runs = 0
    for _ in range(RUNS):
        (mean, error), (other, other_error) = (amounts(generator, *each) for each in zip(sizes, rates))
        if error + other_error == 0:
            continue
        parts = error**2 / (sizes[0] - 1) + other_error**2 / (sizes[1] - 1)
        half = stats.t.ppf((1 + LEVEL) / 2, (error + other_error) ** 2 / parts) * np.sqrt(error + other_error)
        runs += 1
        held += abs(mean - other - np.exp(4.5) * (rates[0] - rates[1])) <= half
    return held / runs


def main() -> None:
    """Prints a line a campaign."""
    generator = np.random.default_rng(1998)
    for sizes in CAMPAIGNS:
        for rates in RATES:
            buyers = sizes[1] * rates[1]
            held = bought(generator, sizes, rates), spent(generator, sizes, rates)
            print(f"{sizes} customers, rates {rates}, {buyers:g} buyers in control: bought {held[0]:.3f}, spent {held[1]:.3f}")


main()
