"""Makes test/golden/fixtures/uplift.json: what scikit-uplift, SciPy and statsmodels say of campaigns.

    scripts/golden/run uplift

Campaigns are drawn with NumPy's seeded generator; scores are whole numbers, outcomes whole numbers or 0 and 1, so that both
sides compute from the same bits. scikit-uplift refuses outcomes other than 0 and 1; for amounts its check is taken out, and
its curves and means are kept, not its coefficients, which it does not define for them. null: scikit-uplift raises or
returns no number. A rerun gives the same file.
"""

import json
import platform
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np
import sklift.metrics.metrics as sklift
from scipy import stats
from sklearn.metrics import auc
from statsmodels.stats.proportion import confint_proportions_2indep

FIXTURE = Path(__file__).parent.parent.parent.parent / "test" / "golden" / "fixtures" / "uplift.json"
check_is_binary = sklift.check_is_binary
Campaign = tuple[np.ndarray, np.ndarray, np.ndarray]


def drawn(generator: np.random.Generator, n: int, control: float, ties: int, effect: float, amounts: bool) -> Campaign:
    """Outcomes, groups and scores below `ties`; the larger the score, the larger the effect on the target group."""
    group = (generator.random(n) >= control).astype(int)
    score = generator.integers(0, ties, n)
    outcome = (generator.random(n) < 0.2 + effect * group * score / ties).astype(int)
    return (outcome * generator.gamma(2, 2000, n).astype(int) if amounts else outcome), group, score


def campaigns() -> dict[str, tuple[float, float, Campaign]]:
    """Name → k, level, campaign."""
    g = np.random.default_rng(5598)
    few = lambda *rows: tuple(np.array(row) for row in rows)  # noqa: E731
    return {
        "an effect that grows with the score": (0.3, 0.9, drawn(g, 400, 0.5, 100_000, 0.5, False)),
        "no effect": (0.3, 0.9, drawn(g, 400, 0.5, 100_000, 0, False)),
        "a campaign that puts off": (0.2, 0.95, drawn(g, 300, 0.4, 1000, -0.2, False)),
        "one in ten held out": (0.3, 0.9, drawn(g, 400, 0.1, 1000, 0.3, False)),
        "nine in ten held out": (0.3, 0.99, drawn(g, 300, 0.9, 1000, 0.3, False)),
        "five different scores": (0.3, 0.9, drawn(g, 300, 0.5, 5, 0.3, False)),
        "two different scores": (0.5, 0.9, drawn(g, 100, 0.5, 2, 0.3, False)),
        "equal scores": (0.3, 0.9, drawn(g, 60, 0.5, 1, 0.3, False)),
        "a k that binary fractions lack": (0.29, 0.9, drawn(g, 100, 0.5, 50, 0.3, False)),
        "few customers": (0.5, 0.9, few([1, 0, 1, 0, 0, 1], [1, 1, 1, 0, 0, 0], [6, 5, 4, 6, 2, 1])),
        "all of target, nobody of control": (0.5, 0.9, few([1] * 6 + [0] * 6, [1] * 6 + [0] * 6, [*range(12)])),
        "nobody of target, all of control": (0.5, 0.9, few([0] * 3 + [1] * 3, [1] * 3 + [0] * 3, [1, 3, 5, 2, 4, 6])),
        "negative scores": (0.3, 0.9, (lambda o, t, s: (o, t, s - 50))(*drawn(g, 100, 0.5, 100, 0.3, False))),
        "target first, then control": (0.6, 0.9, few([1, 1, 0, 0] * 5, [1] * 10 + [0] * 10, [*range(20, 0, -1)])),
        "amounts": (0.3, 0.9, drawn(g, 300, 0.5, 1000, 0.4, True)),
        "amounts, few different scores, one in five held out": (0.4, 0.95, drawn(g, 200, 0.2, 7, 0.4, True)),
        "amounts without an effect": (0.25, 0.9, drawn(g, 200, 0.5, 1000, 0, True)),
    }


def or_none(compute: Callable[[], float]) -> float | None:
    """What scikit-uplift returns; None where it raises or the number is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = float(compute())
        except ValueError:
            return None
    return value if np.isfinite(value) else None


def area(curve: tuple[np.ndarray, np.ndarray]) -> float:
    """The area above the diagonal, as scikit-uplift's scores take it."""
    x, y = curve
    return auc(x, y) - auc([0, x[-1]], [0, y[-1]])


def interval(outcome: np.ndarray, group: np.ndarray, level: float, amounts: bool) -> list[float]:
    """Newcombe's by statsmodels, Welch's by SciPy."""
    target, control = outcome[group == 1], outcome[group == 0]
    if amounts:
        return list(map(float, stats.ttest_ind(target, control, equal_var=False).confidence_interval(level)))
    counts = target.sum(), len(target), control.sum(), len(control)
    return list(map(float, confint_proportions_2indep(*counts, method="newcomb", compare="diff", alpha=1 - level)))


def measured(k: float, level: float, outcome: np.ndarray, group: np.ndarray, score: np.ndarray) -> dict:
    """What the libraries say of a campaign."""
    amounts = bool((outcome > 1).any())
    sklift.check_is_binary = (lambda array: None) if amounts else check_is_binary
    every = outcome, score, group
    qini, uplift = sklift.qini_curve(*every), sklift.uplift_curve(*every)
    record = {
        "uplift": float(outcome[group == 1].mean() - outcome[group == 0].mean()),
        "interval": interval(outcome, group, level, amounts),
        "topOverall": or_none(lambda: sklift.uplift_at_k(*every, strategy="overall", k=k)),
        "topByGroup": or_none(lambda: sklift.uplift_at_k(*every, strategy="by_group", k=k)),
        "averageOverall": or_none(lambda: sklift.weighted_average_uplift(*every, strategy="overall")),
        "averageByGroup": or_none(lambda: sklift.weighted_average_uplift(*every, strategy="by_group")),
        "qiniArea": area(qini),
        "upliftArea": area(uplift),
        "balance": or_none(lambda: stats.ttest_ind(score[group == 1], score[group == 0], equal_var=False).pvalue),
        "shares": float(stats.chisquare([(group == 0).sum(), group.sum()], [len(group) * s for s in (0.4, 0.6)]).pvalue),
    }
    if not amounts:
        record["qini"] = or_none(lambda: sklift.qini_auc_score(*every))
        record["qiniWithoutNegativeEffect"] = or_none(lambda: sklift.qini_auc_score(*every, negative_effect=False))
        record["auuc"] = or_none(lambda: sklift.uplift_auc_score(*every))
    if len(qini[0]) <= 200:
        record["customers"] = list(map(int, qini[0]))
        record["qiniGains"] = [round(float(gain), 9) for gain in qini[1]]
        record["upliftGains"] = [round(float(gain), 9) for gain in uplift[1]]
    return record


def main() -> None:
    """Draws the campaigns, measures them, writes the fixture."""
    cases = []
    for name, (k, level, (outcome, group, score)) in campaigns().items():
        case = {"name": name, "k": k, "level": level}
        lists = {"outcome": outcome.tolist(), "group": "".join(map(str, group)), "score": score.tolist()}
        cases.append({**case, **lists, "expected": measured(k, level, outcome, group, score)})
    libraries = ("scikit-uplift", "scikit-learn", "numpy", "scipy", "statsmodels")
    record = {
        "cases": cases,
        "madeWith": {
            "python": platform.python_version(),
            **{name: version(name) for name in libraries},
            "machine": platform.machine(),
        },
        "madeBy": "scripts/golden/run uplift",
    }
    FIXTURE.write_text(json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n")
    print(f"{FIXTURE.name}: {FIXTURE.stat().st_size} bytes, {len(cases)} campaigns")


main()
