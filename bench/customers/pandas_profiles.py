"""Profiles of customers with pandas, numpy and scipy, as a good user writes them: types given, columns of few values as categories,
sums by np.bincount, nothing by row.

    python pandas_profiles.py ORDERS CATALOGUE [RESULTS]
"""

import numpy as np
import pandas as pd
import scipy

import tastes
from contestant import run

HALF_LIFE = 365


def read(orders, catalogue):
    """Dates are few and many times the same: read as categories, each is parsed once. In one piece (low_memory=False) it takes
    half of the time and of the memory, since categories of pieces have to be joined.
    """
    types = {"customer_id": "category", "date": "category", "item_id": "category", "quantity": "int32", "amount": "float64"}
    return pd.read_csv(orders, engine="c", dtype=types, low_memory=False), pd.read_csv(catalogue, engine="c")


def aggregate(orders, catalogue):
    names = orders["customer_id"].cat.categories
    customer = orders["customer_id"].cat.codes.to_numpy()
    days = pd.to_datetime(orders["date"].cat.categories, format="%Y-%m-%d").to_numpy().astype("datetime64[D]").astype("int32")
    first_day, last_day = days.min(), days.max()
    day = days[orders["date"].cat.codes.to_numpy()] - first_day
    amount = orders["amount"].to_numpy()
    kind_of, likelihoods = tastes.kinds({name: catalogue[name].to_numpy() for name in catalogue.columns})
    kind = kind_of[catalogue["item_id"].pipe(pd.Index).get_indexer(orders["item_id"].cat.categories)]
    count, kinds, span = len(names), len(likelihoods), int(last_day - first_day) + 1

    # Which customer bought on which day: a bit map is smaller and faster than sets of pairs.
    bought = np.zeros((count, span), dtype=bool)
    bought[customer, day] = True
    of_day = 2.0 ** ((np.arange(span) - (span - 1)) / HALF_LIFE)
    weight = of_day[day]
    key = customer * np.int64(kinds) + kind[orders["item_id"].cat.codes.to_numpy()]
    weights = np.bincount(key, weights=weight, minlength=count * kinds).reshape(count, kinds)
    purchase_days = bought.sum(axis=1)
    first, last = bought.argmax(axis=1), span - 1 - bought[:, ::-1].argmax(axis=1)
    spend = np.bincount(customer, weights=amount, minlength=count)
    on_first = day == first[customer]
    spend_first = np.bincount(customer[on_first], weights=amount[on_first], minlength=count)
    frequency = purchase_days - 1
    return {
        "ids": names.to_numpy(),
        "frequency": frequency,
        "recency": last - first,
        "T": span - 1 - first,
        "recency_days": span - 1 - last,
        "orders": purchase_days,
        "lines": np.bincount(customer, minlength=count),
        "items": np.bincount(customer, weights=orders["quantity"].to_numpy(), minlength=count),
        "monetary": spend,
        "monetary_value": np.divide(spend - spend_first, frequency, out=np.zeros(count), where=frequency > 0),
        "weights": weights,
        "sums": weights.sum(axis=1),
        "squares": np.bincount(customer, weights=weight * weight, minlength=count),
        "likelihoods": likelihoods,
    }


run(f"pandas {pd.__version__}, numpy {np.__version__}, scipy {scipy.__version__}", read, aggregate, tastes.statistics)
