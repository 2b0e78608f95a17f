"""What both engines share: kinds of evidence, and the tastes of customers, in numpy and Arrow, by the rules of docs/customers/tastes.md.

A customer is a row with the columns `kinds` and `weights` (lists: Σ w of each kind of evidence) and `squares` (Σ w² of all). All
functions work on whole batches, never write into what they are given (Ray's arrays are read-only), and give a customer the same
numbers in any batch. Items whose label a person gave are not handled: they would be kinds of one class.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.special import betainc, polygamma, psi

CLASSES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]
EDGES = [0.6, 0.9, 0.99]
FLOOR = 1e-5
HALF_LIFE_DAYS = 365.0
SHARE_COLUMNS = [f"affinity_{name}" for name in CLASSES]
SUM_COLUMNS = [f"sum{place}" for place in range(len(CLASSES))]


@dataclass(frozen=True)
class Model:
    """What all customers have in common: small, and sent to every worker."""

    kinds: list[str]
    likelihoods: np.ndarray  # kinds × classes, each row with the sum 1
    prior: np.ndarray


# Items


def probabilities_of(labels: pa.Table | pa.RecordBatch) -> np.ndarray:
    """Items × classes, of the columns that `predict --top-k 10` wrote: floored, with the sum 1."""
    rows = np.zeros((labels.num_rows, len(CLASSES)))
    place_of = {name: place for place, name in enumerate(CLASSES)}
    for rank in range(len(CLASSES)):
        suffix = "" if rank == 0 else str(rank + 1)
        places = [place_of[name] for name in labels.column("label" + suffix).to_pylist()]
        rows[np.arange(len(rows)), places] = pc.cast(labels.column("probability" + suffix), pa.float64()).to_numpy(zero_copy_only=False)
    rows = np.maximum(rows / rows.sum(axis=1, keepdims=True), FLOOR)
    return rows / rows.sum(axis=1, keepdims=True)


def kinds_of(labels: pa.Table | pa.RecordBatch) -> pa.Table:
    """Each item's kind of evidence, and the probabilities that are added up by kind."""
    rows = probabilities_of(labels)
    order = np.argsort(-rows, axis=1, kind="stable")
    bins = np.digitize(rows[np.arange(len(rows)), order[:, 0]], EDGES)
    seconds = np.where(bins < len(EDGES), order[:, 1], -1)
    kinds = [f"{first}/{second}/{part}" for first, second, part in zip(order[:, 0], seconds, bins)]
    columns = [labels.column("item_id"), pa.array(kinds, pa.string()), *(pa.array(column) for column in rows.T)]
    return pa.table(columns, names=["item_id", "kind", *SUM_COLUMNS])


def likelihoods_of(sums: pa.Table) -> tuple[list[str], np.ndarray]:
    """Kinds and the likelihood of each class, from a row per kind with the sums of its items' probabilities."""
    sums = sums.sort_by("kind")
    rows = np.column_stack([sums.column(name).to_numpy() for name in SUM_COLUMNS])
    return sums.column("kind").to_pylist(), rows / rows.sum(axis=1, keepdims=True)


# Customers


def counts_of(customers: pa.Table | pa.RecordBatch, kinds: list[str]) -> np.ndarray:
    """Customers × kinds: weights times Kish's factor, so that a row adds up to the effective number of purchases."""
    counts = np.zeros((customers.num_rows, len(kinds)))
    place_of = {kind: place for place, kind in enumerate(kinds)}
    places = [place_of[kind] for kind in pc.list_flatten(customers.column("kinds")).to_pylist()]
    parents = pc.list_parent_indices(customers.column("kinds")).to_numpy(zero_copy_only=False)
    np.add.at(counts, (parents, places), pc.list_flatten(customers.column("weights")).to_numpy(zero_copy_only=False))
    squares = pc.fill_null(customers.column("squares"), 0.0).to_numpy(zero_copy_only=False)
    sums = counts.sum(axis=1)
    return counts * np.divide(sums, squares, out=np.zeros_like(sums), where=squares > 0)[:, None]


def step(counts: np.ndarray, likelihoods: np.ndarray, prior: np.ndarray, z: np.ndarray):
    """One step of variational Bayes: deals purchases to classes by likelihood and liking. Also the likings, and L · e."""
    logs = psi(z + prior)
    likings = np.exp(logs - logs.max(axis=1, keepdims=True))
    whole = likings @ likelihoods.T
    return likings * ((counts / whole) @ likelihoods), likings, whole


def extrapolated(zero: np.ndarray, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """SQUAREM, row by row: further on the way of two steps, where that is further and nowhere below 0."""
    first, bend = one - zero, (two - one) - (one - zero)
    with np.errstate(divide="ignore", invalid="ignore"):
        length = np.sqrt((first**2).sum(axis=1) / (bend**2).sum(axis=1))[:, None]
        further = zero + 2 * length * first + length * length * bend
        use = np.isfinite(length) & (length > 1) & (further >= 0).all(axis=1, keepdims=True)
    return np.where(use, further, two)


def settle(counts: np.ndarray, likelihoods: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Steps until nothing changes, for each customer as many as they need."""
    z = counts @ likelihoods
    least = 1e-10 * counts.sum(axis=1)
    going = np.arange(len(z))
    first = second = z
    for number in range(100):
        before = z[going]
        if number % 3 == 1:
            first = before
        elif number % 3 == 2:
            second = before
        elif number > 0:
            before = extrapolated(first, second, before)
        following = step(counts[going], likelihoods, prior, before)[0]
        z[going] = following
        more = np.abs(following - before).max(axis=1, initial=0) > least[going]
        going, first, second = going[more], first[more], second[more]
        if len(going) == 0:
            break
    return z


def known(counts: np.ndarray, likelihoods: np.ndarray, prior: np.ndarray, z: np.ndarray, likings: np.ndarray, whole: np.ndarray):
    """The part of the information about each share that doubtful labels leave."""
    linear = likings * ((counts / whole) @ likelihoods)
    square = likings**2 * ((counts / whole**2) @ likelihoods**2)
    x = z + prior
    spread = x * (1 - x / (counts.sum(axis=1) + prior.sum())[:, None])
    return np.maximum(1 - np.maximum(linear - square, 0) / spread, 0.05)


def profiles_of(customers: pa.Table | pa.RecordBatch, model: Model) -> pa.Table:
    """The columns of the customers but the lists, and their tastes: share by class, the class on top, how sure that is."""
    counts, prior = counts_of(customers, model.kinds), model.prior
    z = settle(counts, model.likelihoods, prior)
    strength = (counts.sum(axis=1) + prior.sum())[:, None]
    shares = (z + prior) / strength
    part = known(counts, model.likelihoods, prior, z, *step(counts, model.likelihoods, prior, z)[1:])
    top = shares.argmax(axis=1)
    kept = [name for name in customers.schema.names if name not in ("kinds", "weights", "squares")]
    columns = [customers.column(name) for name in kept]
    columns += [pa.array(np.array(CLASSES)[top], pa.string()), pa.array(sure_of(shares, strength * part, top))]
    return pa.table(columns + [pa.array(column) for column in shares.T], names=[*kept, "top_category", "sure", *SHARE_COLUMNS])


def sure_of(shares: np.ndarray, shapes: np.ndarray, top: np.ndarray) -> np.ndarray:
    """The probability that the class on top is the one liked most, by Luce's rule."""
    best, every = np.arange(len(top)), np.arange(shares.shape[1])
    smaller = np.minimum(shapes, shapes[best, top][:, None])
    other = betainc(shares[best, top][:, None] * smaller, shares * smaller, 0.5)
    odds = np.where(every[None, :] == top[:, None], 0, other / (1 - other))
    return 1 / (1 + odds.sum(axis=1))


# All customers

MOST_CUSTOMERS = 20_000
MANY = 5000


def is_sampled(place: np.ndarray | int, of: int, most: int = MOST_CUSTOMERS):
    """Whether the customer at a place, in the order of ids, is one of the `most` evenly spread ones: ⌊i · of / most⌋ for some i."""
    if of <= most:
        return place >= 0
    return -(-place * most // of) * of // most == place


def estimate_prior(counts: np.ndarray, likelihoods: np.ndarray) -> np.ndarray:
    """Dirichlet(a), from a sample of customers with evidence, in the order of their ids."""
    prior = np.full(len(CLASSES), 0.5)
    if len(counts) > MANY:
        few = is_sampled(np.arange(len(counts)), len(counts), len(counts) // 10)
        prior = rounds(counts[few], likelihoods, prior)
    return rounds(counts, likelihoods, prior) if len(counts) > 0 else prior


def rounds(counts: np.ndarray, likelihoods: np.ndarray, prior: np.ndarray) -> np.ndarray:
    z, number = settle(counts, likelihoods, prior), counts.sum(axis=1)[:, None]
    weak = psi(0.5) - psi(0.5 * len(CLASSES))
    first = second = prior
    for number_of_round in range(200):
        if number_of_round % 3 == 1:
            first = prior
        elif number_of_round % 3 == 2:
            second = prior
        elif number_of_round > 0:
            further = extrapolated(first[None], second[None], prior[None])[0]
            prior = held(np.clip(further, 0.1 * prior, 10 * prior))
        z, likings, whole = step(counts, likelihoods, prior, z)
        part = known(counts, likelihoods, prior, z, likings, whole)
        logs = psi((z + prior) * part) - psi((number + prior.sum()) * part)
        following = held(newton(prior, (logs.sum(axis=0) + weak) / (len(counts) + 1)))
        change = np.abs(following / prior - 1).max()
        prior = following
        if change < 1e-5:
            break
    return prior


def newton(a: np.ndarray, means: np.ndarray) -> np.ndarray:
    """Moves a towards the solution of ψ(aₖ) − ψ(Σ a) = meansₖ."""
    for _ in range(10):
        gradient, bend = psi(a.sum()) - psi(a) + means, -polygamma(1, a)
        common = (gradient / bend).sum() / (1 / polygamma(1, a.sum()) + (1 / bend).sum())
        following = np.maximum(a - (gradient - common) / bend, 0.1 * a)
        change = np.abs(following / a - 1).max()
        a = following
        if change < 1e-12:
            break
    return a


def held(a: np.ndarray) -> np.ndarray:
    a = np.maximum(a, 1e-4)
    return a * min(1.0, 1e4 / a.sum())
