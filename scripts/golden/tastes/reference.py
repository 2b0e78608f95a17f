"""The golden values of tastes, with numpy and scipy: special functions, and the prior and posteriors of simulated customers
who bought items of the kinds in kinds.txt. The formulas are those of docs/customers/tastes.md, written for whole matrices.

    python reference.py FOLDER    # crates/customers/tests/taste: reads kinds.txt, writes special.txt and golden.txt
"""

import sys
from pathlib import Path

import numpy as np
from scipy.special import betainc, betaincinv, polygamma, psi

folder = Path(sys.argv[1])


def numbers(values):
    return " ".join(f"{v:.17g}" for v in values)


def write_special():
    lines = []
    xs = [1e-6, 1e-4, 0.0013, 0.01, 0.1, 0.3, 0.5, 0.9, 1, 1.4, 1.45, 1.4616, 1.4617, 1.47, 1.5, 1.75, 2, 2.5, 3, 4.4]
    xs += [5, 6.28, 7.4, 7.5, 7.999, 8, 8.5, 9.99, 10, 12.3, 20, 55.5, 100, 1e3, 12345.6, 1e6, 1e9]
    for x in xs:
        lines.append("gamma " + numbers([x, psi(x), np.exp(psi(x)), polygamma(1, x)]))
    shapes = [1e-5, 1e-4, 1e-3, 0.01, 0.1, 0.4, 0.7, 1, 1.6, 3, 12, 80, 1000, 30000]
    for a in shapes:
        for b in shapes:
            if max(a, b) >= 0.1 and (a > 1e-4 or b > 0.5) and (b > 1e-4 or a > 0.5):
                row = [a, b, betaincinv(a, b, 0.05), betaincinv(a, b, 0.95), betainc(a, b, 0.5), betainc(a, b, 0.03)]
                lines.append("beta " + numbers(row))
    (folder / "special.txt").write_text("\n".join(lines) + "\n")


def kinds():
    counts, rows = [], []
    for line in (folder / "kinds.txt").read_text().splitlines():
        if not line.startswith("#"):
            left, right = line.split(" ; ")
            counts.append([int(n) for n in left.split()])
            rows.append([float(p) for p in right.split()])
    rows = np.array(rows)
    return np.array(counts), rows / rows.sum(axis=1, keepdims=True)


def customers(rng, counts, number):
    """Weights by kind (5 digits), Σ w and Σ w² of customers with tastes of Dirichlet(0.3) and a half-life of a year."""
    of_class = counts / counts.sum(axis=0)
    weights, sums, squares = np.zeros((number, len(counts))), np.zeros(number), np.zeros(number)
    for c in range(number):
        taste = rng.dirichlet([0.3] * 10)
        for _ in range(int(np.exp(rng.uniform(0, np.log(150))))):
            kind = rng.choice(len(counts), p=of_class[:, rng.choice(10, p=taste)])
            w = 2.0 ** -rng.uniform(0, 2)
            weights[c, kind] += w
            sums[c] += w
            squares[c] += w * w
    short = np.vectorize(lambda v: float(f"{v:.5g}"))
    return short(weights), short(sums), short(squares)


def newton(a, means):
    for _ in range(10):
        gradient, bend, of_sum = psi(a.sum()) - psi(a) + means, -polygamma(1, a), polygamma(1, a.sum())
        common = (gradient / bend).sum() / (1 / of_sum + (1 / bend).sum())
        following = np.maximum(a - (gradient - common) / bend, 0.1 * a)
        change = np.abs(following / a - 1).max()
        a = following
        if change < 1e-12:
            break
    return a


def step(C, L, a, z):
    e = np.exp(psi(z + a))
    q = e @ L.T
    return e * ((C / q) @ L), e, q


def known(C, L, a, n, z, e, q):
    """The part of the information about each share that doubtful labels leave, by customer and class."""
    share = e[:, :, None] * L.T[None] / q[:, None, :]
    doubt = (C[:, None, :] * share * (1 - share)).sum(axis=2)
    strength = (n + a.sum())[:, None]
    mean = (z + a) / strength
    return np.maximum(1 - doubt / (strength * mean * (1 - mean)), 0.05)


def prior(C, L, n):
    a, z = np.full(10, 0.5), C @ L
    for _ in range(2000):
        z = step(C, L, a, z)[0]
    weak = psi(0.5) - psi(5.0)
    before = []
    for iteration in range(1, 201):
        if len(before) == 2:
            a, before = extrapolated(*before, a), []
        elif iteration > 1:
            before.append(a)
        z, e, q = step(C, L, a, z)
        part = known(C, L, a, n, z, e, q)
        logs = psi((z + a) * part) - psi((n + a.sum())[:, None] * part)
        following = newton(a, (logs.sum(axis=0) + weak) / (len(C) + 1))
        change = np.abs(following / a - 1).max()
        a = following
        if change < 1e-5:
            break
    return a, iteration


def extrapolated(zero, one, two):
    """SQUAREM, scheme 3, to ten times or a tenth of each number at most."""
    first, bend = one - zero, two - 2 * one + zero
    length = np.linalg.norm(first) / np.linalg.norm(bend)
    further = zero + 2 * length * first + length**2 * bend
    return np.clip(further, two / 10, 10 * two) if length > 1 and further.min() >= 0 else two


def posterior(C, L, n, a):
    """Of one customer: C has one row, n one number."""
    z = C @ L
    for _ in range(5000):
        following, e, q = step(C, L, a, z)
        change = np.abs(following - z).max()
        z = following
        if change <= 1e-14 * n[0]:
            break
    strength = n[0] + a.sum()
    mean = (z + a) / strength
    s = strength * known(C, L, a, n, z, e, q)
    lower, upper = betaincinv(mean * s, (1 - mean) * s, 0.05), betaincinv(mean * s, (1 - mean) * s, 0.95)
    top = mean[0].argmax()
    odds = 0.0
    for other in range(10):
        if other != top:
            least = min(s[0, top], s[0, other])
            p = betainc(mean[0, top] * least, mean[0, other] * least, 0.5)
            odds += p / (1 - p)
    return mean[0], lower[0], upper[0], 1 / (1 + odds)


def write_golden():
    counts, L = kinds()
    weights, sums, squares = customers(np.random.default_rng(7), counts, 60)
    C, n = weights * (sums / squares)[:, None], sums * sums / squares
    a, iterations = prior(C, L, n)
    lines = [f"prior {iterations} " + numbers(a)]
    for c in range(len(C)):
        pairs = " ".join(f"{k} {weights[c, k]:.5g}" for k in np.flatnonzero(weights[c]))
        lines.append(f"customer {sums[c]:.5g} {squares[c]:.5g} {pairs}")
        if c < 25:
            mean, lower, upper, sure = posterior(C[c : c + 1], L, n[c : c + 1], a)
            for name, values in [("mean", mean), ("lower", lower), ("upper", upper), ("sure", [sure])]:
                lines.append(name + " " + " ".join(f"{v:.12g}" for v in values))
    (folder / "golden.txt").write_text("\n".join(lines) + "\n")


write_special()
write_golden()
