"""The statistics of both Python contestants, on whole arrays of numpy and scipy: kinds of evidence, the prior, shares of classes,
how sure the first is, RFM scores. The formulas are those of docs/customers/tastes.md; of scores see
crates/customers/src/activity/rfm.rs.

What a careful user would write: customers in blocks that fit into the processor's cache (of 4,096 instead of 256 it takes three
times as long), and only those go on whose numbers still change.
"""

import numpy as np
from scipy.special import betainc, polygamma, psi

CLASSES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]
EDGES = [0.6, 0.9, 0.99]
FLOOR = 1e-5
BLOCK = 256


def kinds(catalogue):
    """The kind of each item, and the likelihood of each class for each kind. `catalogue`: columns as numpy arrays."""
    number = {name: k for k, name in enumerate(CLASSES)}
    items = len(catalogue["label"])
    known = np.zeros((items, len(CLASSES)))
    named = np.zeros((items, len(CLASSES)), dtype=bool)
    told = 0.0
    for suffix in ["", "2", "3"]:
        label = np.array([number[name] for name in catalogue["label" + suffix]])
        known[np.arange(items), label] = catalogue["probability" + suffix]
        named[np.arange(items), label] = True
        told = told + catalogue["probability" + suffix]
    rest = np.maximum(1 - told, 0) / (~named).sum(axis=1)
    p = np.where(named, known, rest[:, None])
    p = np.maximum(p / in_turn(p), FLOOR)
    p /= in_turn(p)
    order = np.argsort(-p, axis=1, kind="stable")
    bins = np.digitize(p[np.arange(items), order[:, 0]], EDGES)
    second = np.where(bins < len(EDGES), order[:, 1], len(CLASSES))
    key = (order[:, 0] * (len(CLASSES) + 1) + second) * (len(EDGES) + 1) + bins
    _, of_items = np.unique(key, return_inverse=True)
    likelihoods = np.zeros((of_items.max() + 1, len(CLASSES)))
    np.add.at(likelihoods, of_items, p)
    return of_items, likelihoods / likelihoods.sum(axis=1, keepdims=True)


def in_turn(p):
    """Sums added up one by one: numpy's own have another last digit, and a probability may stand on the edge of a bin."""
    return p.cumsum(axis=1)[:, -1:]


def step(C, L, a, z):
    e = np.exp(psi(z + a))
    q = e @ L.T
    return e * ((C / q) @ L), e, q


def settled(C, L, a, n):
    """z of each customer: steps until no count changes by more than 1e-10 n, every third from an extrapolation (SQUAREM)."""
    z = C @ L
    going = np.arange(len(C))
    now, weights, least = z, C, 1e-10 * n
    for number in range(100):
        if number % 3 == 1:
            first = now
        elif number % 3 == 2:
            second = now
        elif number > 0:
            r = second - first
            v = (now - second) - r
            with np.errstate(divide="ignore", invalid="ignore"):
                length = np.sqrt((r * r).sum(axis=1) / (v * v).sum(axis=1))
            further = first + 2 * length[:, None] * r + (length * length)[:, None] * v
            take = (length > 1) & np.isfinite(length) & (further >= 0).all(axis=1)
            now = np.where(take[:, None], further, now)
        following = step(weights, L, a, now)[0]
        changed = np.abs(following - now).max(axis=1) > least
        now = following
        if not changed.all():
            z[going[~changed]] = now[~changed]
            going, now, weights, least = going[changed], now[changed], weights[changed], least[changed]
            if number % 3 >= 1:
                first = first[changed]
            if number % 3 == 2:
                second = second[changed]
            if len(going) == 0:
                break
    z[going] = now
    return z


def known(C, L, L2, a, n, z, e, q):
    """The part of the information about each share that doubtful labels leave."""
    parts = C / q
    doubt = e * (parts @ L) - e * e * ((parts / q) @ L2)
    strength = (n + a.sum())[:, None]
    mean = (z + a) / strength
    return np.maximum(1 - np.maximum(doubt, 0) / (strength * mean * (1 - mean)), 0.05)


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


def further(first, second, a):
    r = second - first
    v = (a - second) - r
    length = np.sqrt((r * r).sum() / (v * v).sum())
    found = first + 2 * length * r + (length * length) * v
    return np.clip(found, 0.1 * a, 10 * a) if length > 1 and np.isfinite(length) and (found >= 0).all() else a


def blocks(count):
    return [slice(start, min(start + BLOCK, count)) for start in range(0, count, BLOCK)]


def estimated(a, C, L, n):
    """Rounds of one step per customer and Newton's method for a, until no a changes by more than 1e-5 of itself; every third from an
    extrapolation.
    """
    L2 = L * L
    weak = psi(0.5) - psi(0.5 * len(a))
    parts = blocks(len(C))
    z = np.concatenate([settled(C[part], L, a, n[part]) for part in parts])
    first = second = a
    for number in range(200):
        if number % 3 == 1:
            first = a
        elif number % 3 == 2:
            second = a
        elif number > 0:
            a = further(first, second, a)
        logs = np.zeros(len(a))
        for part in parts:
            z[part], e, q = step(C[part], L, a, z[part])
            left = known(C[part], L, L2, a, n[part], z[part], e, q)
            logs += (psi((z[part] + a) * left) - psi((n[part] + a.sum())[:, None] * left)).sum(axis=0)
        following = newton(a, (logs + weak) / (len(C) + 1))
        change = np.abs(following / a - 1).max()
        a = following
        if change < 1e-5:
            break
    return a


def systematic(count, most):
    return np.arange(count) if count <= most else np.arange(most) * count // most


def prior(C, L, n):
    """From 20,000 customers evenly spread; more than 5,000 are first asked by the tenth."""
    have = np.flatnonzero(n > 0)
    sample = have[systematic(len(have), 20_000)]
    C, n = C[sample], n[sample]
    a = np.full(L.shape[1], 0.5)
    if len(C) > 5000:
        few = systematic(len(C), len(C) // 10)
        a = estimated(a, C[few], L, n[few])
    return estimated(a, C, L, n)


def posterior(C, L, n, a):
    """Shares of the classes, and how sure it is that the first is the first."""
    L2 = L * L
    shares, sure = np.empty((len(C), len(a))), np.empty(len(C))
    for part in blocks(len(C)):
        z = settled(C[part], L, a, n[part])
        e = np.exp(psi(z + a))
        q = e @ L.T
        strength = n[part] + a.sum()
        mean = (z + a) / strength[:, None]
        s = strength[:, None] * known(C[part], L, L2, a, n[part], z, e, q)
        top = mean.argmax(axis=1)[:, None]
        least = np.minimum(s, np.take_along_axis(s, top, axis=1))
        p = betainc(np.take_along_axis(mean, top, axis=1) * least, mean * least, 0.5)
        odds = p / (1 - p)
        np.put_along_axis(odds, top, 0, axis=1)
        shares[part], sure[part] = mean, 1 / (1 + odds.sum(axis=1))
    return shares, sure


def evidence(weights, sums, squares):
    """Weights by kind, scaled by Kish's factor in place, and the effective number of purchases."""
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(squares > 0, sums / squares, 0)
    weights *= scale[:, None]
    return weights, sums * scale


def rfm(recency_days, orders, monetary):
    """Scores by quintiles, as R's rfm has them: bins begin at the quintile plus one."""

    def bins(values):
        edges = np.quantile(values, [1 * 0.2, 2 * 0.2, 3 * 0.2, 4 * 0.2]) + 1
        return 1 + np.searchsorted(edges, values, side="right")

    return 100 * (6 - bins(recency_days)) + 10 * bins(orders) + bins(monetary)


def statistics(customers):
    """All that is made of the sums: `customers` has `weights` by kind, `sums` and `squares` of weights, `likelihoods`, activity."""
    C, n = evidence(customers.pop("weights"), customers["sums"], customers["squares"])
    L = customers["likelihoods"]
    a = prior(C, L, n)
    shares, sure = posterior(C, L, n, a)
    score = rfm(customers["recency_days"], customers["orders"], customers["monetary"])
    return {**customers, "rfm_score": score, "shares": shares, "sure": sure, "top": shares.argmax(axis=1)}, a
