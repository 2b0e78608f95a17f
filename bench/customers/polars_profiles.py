"""Profiles of customers with polars, which reads and groups on all cores, and the same statistics in numpy and scipy.

    python polars_profiles.py ORDERS CATALOGUE [RESULTS]
"""

import numpy as np
import polars as pl
import scipy

import tastes
from contestant import run

HALF_LIFE = 365


def read(orders, catalogue):
    types = {"customer_id": pl.String, "date": pl.Date, "item_id": pl.String, "quantity": pl.Int32, "amount": pl.Float64}
    return pl.read_csv(orders, schema=types), pl.read_csv(catalogue)


def aggregate(orders, catalogue):
    kind_of, likelihoods = tastes.kinds({name: catalogue[name].to_numpy() for name in catalogue.columns})
    items = pl.DataFrame({"item_id": catalogue["item_id"], "kind": kind_of.astype("int32")})
    first_day, last_day = orders["date"].min(), orders["date"].max()
    span = (last_day - first_day).days + 1
    day = (pl.col("date") - first_day).dt.total_days().cast(pl.Int32)
    lines = orders.lazy().join(items.lazy(), on="item_id").with_columns(day=day)
    lines = lines.with_columns(weight=pl.lit(2.0).pow((pl.col("day") - (span - 1)) / HALF_LIFE))
    first_spend = pl.col("amount").filter(pl.col("day") == pl.col("day").min()).sum()
    customers = lines.group_by("customer_id").agg(
        first=pl.col("day").min(),
        last=pl.col("day").max(),
        days=pl.col("day").n_unique(),
        lines=pl.len(),
        items=pl.col("quantity").sum(),
        spend=pl.col("amount").sum(),
        spend_first=first_spend,
        squares=(pl.col("weight") * pl.col("weight")).sum(),
    )
    pairs = lines.group_by("customer_id", "kind").agg(weight=pl.col("weight").sum())
    customers, pairs = pl.collect_all([customers, pairs])
    # In the order of their ids, as everywhere: the prior is estimated from every tenth.
    customers = customers.sort("customer_id").with_row_index("customer")
    pairs = pairs.join(customers.select("customer_id", "customer"), on="customer_id")
    weights = np.zeros((len(customers), len(likelihoods)))
    weights[pairs["customer"].to_numpy(), pairs["kind"].to_numpy()] = pairs["weight"].to_numpy()
    first, last = customers["first"].to_numpy(), customers["last"].to_numpy()
    spend, frequency = customers["spend"].to_numpy(), customers["days"].to_numpy().astype("int64") - 1
    repeated = spend - customers["spend_first"].to_numpy()
    return {
        "ids": customers["customer_id"].to_numpy(),
        "frequency": frequency,
        "recency": last - first,
        "T": span - 1 - first,
        "recency_days": span - 1 - last,
        "orders": frequency + 1,
        "lines": customers["lines"].to_numpy(),
        "items": customers["items"].to_numpy(),
        "monetary": spend,
        "monetary_value": np.divide(repeated, frequency, out=np.zeros(len(spend)), where=frequency > 0),
        "weights": weights,
        "sums": weights.sum(axis=1),
        "squares": customers["squares"].to_numpy(),
        "likelihoods": likelihoods,
    }


run(f"polars {pl.__version__}, numpy {np.__version__}, scipy {scipy.__version__}", read, aggregate, tastes.statistics)
